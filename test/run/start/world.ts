import { inMemoryStore } from '../../../lib/adapters/memory-store.ts';
import type { StartDeps } from '../../../lib/run/start/deps.ts';
import type { Store } from '../../../lib/run/store.ts';
import { type FakeExecutions, fakeExecutions } from '../../fakes/executions.ts';
import { skippingClock } from '../../fakes/skipping-clock.ts';

export interface LogLine {
  readonly event: string;
  readonly [field: string]: unknown;
}

export interface StartWorld {
  readonly deps: StartDeps;
  readonly store: Store;
  readonly executions: FakeExecutions;
  readonly logged: readonly LogLine[];
  /** Lines of one event. */
  linesOf(event: string): readonly LogLine[];
}

export const DEFAULTS = { locales: ['es', 'fr', 'de'], maxConcurrency: 10, model: null };

/** Of the invocation that starts runs. */
export const XRAY_HEADER = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1';

/** A bucket with these files in it, and Step Functions beside it. */
export async function startWorld(files: Readonly<Record<string, string>> = {}): Promise<StartWorld> {
  const store = inMemoryStore();
  for (const [key, text] of Object.entries(files)) await store.write(key, text);
  const executions = fakeExecutions();
  const logged: LogLine[] = [];
  const clock = skippingClock(Date.UTC(2026, 10, 21, 9, 30, 15, 123));
  const log: StartDeps['log'] = (event, data) => void logged.push({ event, ...data });
  return {
    deps: { store, executions, defaults: DEFAULTS, clock, log, xrayHeader: () => XRAY_HEADER },
    store,
    executions,
    logged,
    linesOf: (wanted) => logged.filter(({ event }) => event === wanted),
  };
}
