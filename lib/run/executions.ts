import type { RunInput } from './contract/state.ts';

/** Runs of the deployed workflow, by the name of their execution: the port of Step Functions. */
export interface Executions {
  /**
   * `exists`: one of this name has been started before, with this or another input, and may have ended. Nothing is started then. `trace` is X-Ray's header of
   * who starts it, whose trace it goes on with; without one it has a trace of its own.
   */
  start(name: string, input: RunInput, trace?: string | null): Promise<'started' | 'exists'>;
  /** Null where there is none (executions are forgotten 90 days after their end). What has just been started or redriven may not show for a moment. */
  describe(name: string): Promise<Execution | null>;
  /** Names of the executions that are under way. */
  running(): Promise<string[]>;
  stop(name: string, cause: string): Promise<void>;
  /** Goes on where a failed execution ended. */
  redrive(name: string): Promise<void>;
}

export interface Execution {
  readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED' | 'PENDING_REDRIVE';
  readonly input: unknown;
  /** Null until it has succeeded. */
  readonly output: unknown;
  /** Why it failed, or null. */
  readonly error: string | null;
  readonly cause: string | null;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly isRedrivable: boolean;
  /** How often it has been redriven. */
  readonly redriveCount: number;
}
