import type { TextChunks } from '../catalog/read.ts';
import type { Clock } from '../translate/clock.ts';
import type { TranslationMemory } from '../translate/memory.ts';
import type { ModelPort } from '../translate/model.ts';
import type { Engine } from './contract/results.ts';
import type { ProviderPlan } from './estimate.ts';
import type { Store } from './store.ts';

/** Documents that a request refers to: its catalog, its profile. */
export interface Documents {
  /** @throws DocumentUnreadable */
  open(reference: string): Promise<TextChunks>;
}

/** A document that a request names cannot be read; the message says why, for people. */
export class DocumentUnreadable extends Error {
  override readonly name = 'DocumentUnreadable';
}

export type Log = (event: string, data: Readonly<Record<string, unknown>>) => void;

/** How far a locale job is: units that are translated, of those planned. */
export interface JobProgress {
  readonly batch: number;
  readonly locale: string;
  readonly done: number;
  readonly total: number;
  readonly model: string | null;
  readonly usd: number;
}

/** What the steps need of the world. Both runtimes make these from their own adapters. */
export interface StepDeps {
  readonly store: Store;
  readonly documents: Documents;
  readonly memory: TranslationMemory;
  readonly model: ModelPort;
  readonly clock: Clock;
  readonly engine: Engine;
  readonly providerPlan: ProviderPlan;
  /** How long a job may wait for the provider in all, in the workflow's Wait states. */
  readonly maxWaitSeconds: number;
  /** Milliseconds until this invocation is cut off. */
  readonly remainingMs: () => number;
  readonly progress: (progress: JobProgress) => void;
  readonly log: Log;
  /** Products in a batch. */
  readonly batchProducts: number;
}
