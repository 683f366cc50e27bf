import { StoreUnavailable } from '../contract/errors.ts';
import type { Execution } from '../executions.ts';
import type { Remote } from './remote.ts';
import type { RunFiles } from './run-files.ts';

/** A person sees no difference to less, and 40 looks a minute cost nothing worth naming. */
export const POLL_MS = 1_500;
/** Of a run so large that looking takes long, at most this share of the time is spent looking. */
const BUSY_SHARE = 0.2;
/** A network that is gone for a while ends no run: it goes on in the cloud, and so does watching. */
export const MAX_SILENCE_MS = 5 * 60_000;

export interface Followed {
  readonly executionName: string;
  /** How often it has been redriven: what tells of fewer times is of before. 0 where that does not matter. */
  readonly redriveCount: number;
  readonly files: RunFiles;
  readonly signal: AbortSignal;
}

/**
 * Follows an execution to its end, telling of what its files show.
 *
 * @throws StoreUnavailable when nothing has answered for `MAX_SILENCE_MS`, StoreRefused, the signal's reason
 */
export async function follow(
  { executionName, redriveCount, files, signal }: Followed,
  { executions, clock }: Pick<Remote, 'executions' | 'clock'>,
): Promise<Execution> {
  let lastAnswer = clock.now();
  for (;;) {
    signal.throwIfAborted();
    const before = clock.now();
    try {
      const execution = await executions.describe(executionName);
      // Asked for before the files are looked at: what an ended run has written is then all seen.
      await files.look();
      // Step Functions may take a moment to show what has just been started.
      if (execution === null) throw new StoreUnavailable(`Step Functions knows no execution ${executionName}`);
      const isOver = execution.status !== 'RUNNING' && execution.status !== 'PENDING_REDRIVE';
      // Nor what has just been redriven: the end that it shows then is the one from before.
      if (isOver && execution.redriveCount < redriveCount)
        throw new StoreUnavailable(`Step Functions does not show yet that ${executionName} was redriven`);
      lastAnswer = clock.now();
      if (isOver) return execution;
    } catch (error) {
      if (!(error instanceof StoreUnavailable) || clock.now() - lastAnswer > MAX_SILENCE_MS) throw error;
    }
    await clock.sleep(Math.max(POLL_MS, (clock.now() - before) / BUSY_SHARE));
  }
}
