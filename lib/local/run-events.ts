import type { BatchItem, Outcome, PlanState } from '../run/contract/state.ts';
import type { RunEvent } from '../run/run-event.ts';
import type { StepName } from './definition.ts';
import type { EventLog } from './interpreter.ts';

/** Reads the interpreter's event log; `steps` says which step a Task state stands for. */
export function readEvent(event: EventLog, steps: ReadonlyMap<string, StepName>): RunEvent[] {
  if (!('state' in event) || event.state.type !== 'Task') return [];
  const step = steps.get(event.state.name);
  if (step === 'plan' && event.type === 'StateExited') {
    const { jobs } = event.state.output as unknown as PlanState;
    return jobs.length > 0 ? [planned(jobs)] : [];
  }
  if (step !== 'translate') return [];
  const { batch, locale } = event.state.input as { batch: number; locale: string };
  switch (event.type) {
    case 'StateEntered':
      return 'caught' in (event.state.input as object) ? [] : [{ type: 'running', batch, locale }];
    case 'StateFailed':
      return [{ type: 'retrying', batch, locale, error: event.Error }];
    case 'StateRetried':
      return [{ type: 'running', batch, locale }];
    case 'StateExited':
      return 'output' in event.state ? exited(event.state.output) : [];
    default:
      return [];
  }
}

/** A Task that ends by way of its Catch leaves its own input as output, also the outcome of an earlier pause: only a new outcome is an end. */
function exited(output: unknown): RunEvent[] {
  if (output !== null && typeof output === 'object' && 'caught' in output) return [];
  const outcome = output as Partial<Outcome>;
  if (outcome.status === undefined || outcome.batch === undefined || outcome.locale === undefined) return [];
  const { batch, locale } = outcome as Outcome;
  if (outcome.status !== 'paused') return [{ type: 'ended', batch, locale, status: outcome.status }];
  const { waitSeconds, reason } = outcome as Extract<Outcome, { status: 'paused' }>;
  return [{ type: 'waiting', batch, locale, seconds: waitSeconds, reason }];
}

export function planned(jobs: readonly { batch: number; locale: string }[]): RunEvent {
  return { type: 'planned', jobs: jobs.map(({ batch, locale }) => ({ batch, locale })) };
}

export function plannedBatches(items: readonly BatchItem[]): RunEvent {
  return planned(items.flatMap(({ jobs }) => jobs));
}
