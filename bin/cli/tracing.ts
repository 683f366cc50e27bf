import { type Traced, tracingHere } from '../../lib/local/tracing.ts';
import type { Terminal } from './terminal.ts';

/** What traces a run of the command; `report` says in one line on stderr what the collector did not get. */
export async function tracing(terminal: Terminal): Promise<{ readonly traced: Traced; readonly report: () => void }> {
  let spans = 0;
  /** What came first: what follows from it says less. */
  let cause: string | null = null;
  const traced = await tracingHere((event, data) => {
    if (event !== 'trace.dropped') return;
    if (typeof data['spans'] === 'number') spans += data['spans'];
    cause ??= String(data['cause']);
  });
  return {
    traced,
    report: () => {
      if (cause === null) return;
      terminal.complain(`Tracing: ${spans === 0 ? '' : `${spans} spans were dropped: `}${cause}.`);
    },
  };
}
