import { isDeepStrictEqual } from 'node:util';
import type { RunInput } from '../../lib/run/contract/state.ts';
import type { Execution, Executions } from '../../lib/run/executions.ts';

export interface FakeExecutions extends Executions {
  /** The inputs of all that was really started, in order, as they crossed the wire. */
  readonly inputs: readonly RunInput[];
  readonly names: readonly string[];
  /** X-Ray's header that each of them was started with, or null. */
  readonly traces: readonly (string | null)[];
  /** Ends an execution that is under way. */
  end(name: string, how?: Partial<Execution>): void;
  /** From now on this call throws, for these names or for all; null ends that. */
  failing(call: keyof Executions, error: Error | null, names?: readonly string[]): void;
  /** From now on what is started or redriven is not seen at first: so many looks at it still show what was before. */
  lagging(looks: number): void;
  /** As Step Functions does 90 days after the end. */
  forget(name: string): void;
}

/**
 * Step Functions in memory, with its rule for names: one that is under way answers a second start with the same input as if it were the first, and refuses
 * any other; one that has ended refuses every start of its name.
 */
export function fakeExecutions(): FakeExecutions {
  const all = new Map<string, Execution>();
  const inputs: RunInput[] = [];
  const traces: (string | null)[] = [];
  const faults = new Map<keyof Executions, { error: Error; names: readonly string[] | undefined }>();
  const fail = (call: keyof Executions, name = '') => {
    const fault = faults.get(call);
    if (fault && (fault.names === undefined || fault.names.some((part) => name.includes(part)))) throw fault.error;
  };
  let lag = 0;
  const unseen = new Map<string, { looks: number; before: Execution | null }>();
  const lagBehind = (name: string) => unseen.set(name, { looks: lag, before: all.get(name) ?? null });
  const change = (name: string, how: Partial<Execution>) => {
    const execution = all.get(name);
    if (!execution) throw new Error(`there is no execution ${name}`);
    all.set(name, { ...execution, ...how });
  };
  return {
    inputs,
    traces,
    get names() {
      return [...all.keys()];
    },
    failing: (call, error, names) => void (error ? faults.set(call, { error, names }) : faults.delete(call)),
    lagging: (looks) => {
      lag = looks;
    },
    forget: (name) => void all.delete(name),
    end: (name, how = {}) => change(name, { status: 'SUCCEEDED', output: null, ...how }),
    async start(name, input, trace = null) {
      fail('start', name);
      const carried = JSON.parse(JSON.stringify(input)) as RunInput;
      const known = all.get(name);
      if (known) return known.status === 'RUNNING' && isDeepStrictEqual(known.input, carried) ? 'started' : 'exists';
      lagBehind(name);
      all.set(name, {
        status: 'RUNNING',
        input: carried,
        output: null,
        error: null,
        cause: null,
        startedAt: '2026-11-21T09:30:15.000Z',
        isRedrivable: false,
        redriveCount: 0,
      });
      inputs.push(carried);
      traces.push(trace);
      return 'started';
    },
    async describe(name) {
      fail('describe', name);
      const missed = unseen.get(name);
      if (missed && missed.looks-- > 0) return missed.before;
      return all.get(name) ?? null;
    },
    async running() {
      fail('running');
      return [...all].filter(([, { status }]) => status === 'RUNNING').map(([name]) => name);
    },
    async stop(name, cause) {
      fail('stop', name);
      change(name, { status: 'ABORTED', cause });
    },
    async redrive(name) {
      fail('redrive', name);
      lagBehind(name);
      const { redriveCount = 0 } = all.get(name) ?? {};
      change(name, {
        status: 'RUNNING',
        error: null,
        cause: null,
        isRedrivable: false,
        redriveCount: redriveCount + 1,
      });
    },
  };
}
