import type { Locale } from '../catalog/locale.ts';
import type { TextChunks } from '../catalog/read.ts';
import type { Clock } from '../translate/clock.ts';
import type { Examine } from '../translate/examine.ts';
import type { TranslationMemory } from '../translate/memory.ts';
import type { ModelPort } from '../translate/model.ts';
import type { Engine } from './contract/results.ts';
import type { ProviderPlan } from './estimate.ts';
import type { Store } from './store.ts';

/** Documents that a request refers to (its catalog, profile, glossary), and what stands beside a catalog. */
export interface Documents {
  /** @throws DocumentUnreadable */
  open(reference: string): Promise<TextChunks>;
  /** Where a catalog's own glossary would stand. */
  glossaryBeside(catalog: string): string;
  /** Where a person's translations of a catalog into a locale would stand. */
  overridesBeside(catalog: string, locale: Locale): string;
}

/** A document that a request names cannot be read; the message says why, for people. */
export class DocumentUnreadable extends Error {
  override readonly name = 'DocumentUnreadable';
  /** Nothing stands there, as against something that cannot be read. */
  readonly missing: boolean;

  constructor(message: string, { missing = false, ...options }: ErrorOptions & { missing?: boolean } = {}) {
    super(message, options);
    this.missing = missing;
  }
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
  /** The checks that a translation must pass. */
  readonly examine: Examine;
  readonly clock: Clock;
  readonly engine: Engine;
  /** Who answers, for memory: translations are recalled only for whom they were bought from. */
  readonly origin: string;
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
