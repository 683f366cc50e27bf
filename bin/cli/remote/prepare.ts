import { RequestInvalid, StoreRefused } from '../../../lib/run/contract/errors.ts';
import type { RawRunRequest, RunRequest } from '../../../lib/run/contract/request.ts';
import { newRunId } from '../../../lib/run/run-id.ts';
import { type RunOptions, toRequest } from '../options.ts';
import { draft } from '../prepare.ts';
import { faultsOfResume } from '../resume.ts';
import { storeFault } from '../store-fault.ts';

/** What is asked of the stack: an earlier run's rest, or a new run. */
export type Wanted =
  | { readonly kind: 'resume'; readonly runId: string }
  | {
      readonly kind: 'new';
      readonly runId: string;
      readonly request: RawRunRequest;
      readonly locales: RunRequest['locales'];
    };

/** Looks everything through that can be judged from here, so that bad input is said before anything is copied or started. @throws RequestInvalid */
export async function prepareRemote(options: RunOptions): Promise<Wanted> {
  if (options.resume !== undefined) {
    const faults = faultsOfResume(options);
    if (faults.length > 0) throw new RequestInvalid(faults);
    return { kind: 'resume', runId: options.resume };
  }
  const { request, faults } = toRequest(options);
  try {
    // The key is the stack's, and so are memory and prices: nobody is asked here who would answer.
    const drafted = await draft(request, options.output, { engine: 'offline', providerPlan: 'free' });
    if (faults.length === 0)
      return { kind: 'new', runId: newRunId(new Date()), request, locales: drafted.request.locales };
  } catch (error) {
    if (error instanceof StoreRefused) throw new RequestInvalid([...faults, storeFault(error)]);
    if (!(error instanceof RequestInvalid)) throw error;
    throw new RequestInvalid([...faults, ...error.faults]);
  }
  throw new RequestInvalid(faults);
}
