import type { Locale } from '../catalog/locale.ts';
import type { ProductId } from '../catalog/product.ts';
import type { TextChunks } from '../catalog/read.ts';
import type { Clock } from '../translate/clock.ts';
import type { Examine } from '../translate/examine.ts';
import type { TranslationMemory } from '../translate/memory.ts';
import type { ModelPort } from '../translate/model.ts';
import type { Pacer } from '../translate/pacing/pace.ts';
import type { Trail } from '../translate/trail.ts';
import type { WholeAnswers } from '../translate/whole-answer.ts';
import type { ProviderPlan } from './contract/provider-plan.ts';
import type { Engine } from './contract/results.ts';
import type { Span } from './contract/span.ts';
import type { Pieces, Store } from './store.ts';

/** Documents that a request refers to (its catalog, profile, glossary), and what stands beside a catalog. */
export interface Documents {
  /** @throws DocumentUnreadable */
  open(reference: string): Promise<TextChunks>;
  /** Where a catalog's own glossary would stand. */
  glossaryBeside(catalog: string): string;
  /** Where a person's translations of a catalog into a locale would stand. */
  overridesBeside(catalog: string, locale: Locale): string;
  identify(catalog: string): CatalogIdentity;
}

export interface CatalogIdentity {
  /** The name under which the catalog's memory is kept, and its translations are published: `summer`, `shop/summer`. */
  readonly name: string;
  /** Whether a run over all its products replaces what is published under that name. */
  readonly isPublished: boolean;
}

/** Which run wrote a published file: an older one never replaces a newer one. */
export interface RunVersion {
  readonly runId: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
}

/** Whether `a` began after `b`; of two that began together the one with the greater id counts as later. */
export function isNewer(a: RunVersion, b: RunVersion): boolean {
  return a.startedAt === b.startedAt ? a.runId > b.runId : a.startedAt > b.startedAt;
}

/** The catalogs that a shop reads. */
export interface Published {
  /** Changes the text at `key` (null where nothing stands) so that no change made meanwhile is lost. `change` may be called more than once. */
  update(key: string, change: (current: string | null) => string): Promise<void>;
  /**
   * Replaces what stands at `key` in one atomic write, unless a newer run wrote it; the same run may write again. `pieces` makes the text, once for
   * each try. Returns whether it was written.
   */
  replace(key: string, pieces: () => Pieces, version: RunVersion): Promise<boolean>;
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

/** One invocation of a locale job, for whoever traces it. */
export interface TracedInvocation {
  readonly runId: string;
  readonly batch: number;
  readonly locale: Locale;
  /** The batch's products, by their places in it. */
  readonly products: readonly ProductId[];
  /** Its name among the job's invocations. */
  readonly attempt: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** The trace and the span of the job that it belongs to; null where the state says none. */
  readonly parent: { readonly traceId: string; readonly spanId: string } | null;
}

export interface EndedInvocation {
  /** Milliseconds since 1970. */
  readonly endedAt: number;
  /** Why it has left no part, `Paused` among the reasons; null where it has. */
  readonly error: { readonly error: string; readonly cause: string } | null;
  readonly model: string | null;
  readonly calls: number;
  readonly usd: number;
  /** Null where it failed or was paused. */
  readonly result: { readonly units: number; readonly translated: number; readonly memoryHits: number } | null;
}

export interface InvocationTrace extends Trail {
  /** Ends when all of it is on its way, at the latest after a second and a half. Fails nobody. */
  end(ended: EndedInvocation): Promise<void>;
}

/** Watches the invocations of locale jobs. */
export interface InvocationTracer {
  begin(invocation: TracedInvocation): InvocationTrace;
}

/** Where OpenTelemetry's spans go. */
export interface SpanSink {
  /** Whether prompts and answers may go with them. */
  readonly content: boolean;
  /** Ends when they have arrived, or when it has taken a second and a half: what is dropped then is counted in the log. Fails nobody. */
  export(spans: readonly Span[]): Promise<void>;
}

/** A store for what is too much to hold and is kept by nobody: of this machine, and of one piece of work. */
export interface Scratch {
  readonly store: Pick<Store, 'read' | 'write'>;
  /** Ends when nothing of it is left. Fails nobody. */
  remove(): Promise<void>;
}

/** What the steps need of the world. Both runtimes make these from their own adapters. */
export interface StepDeps {
  readonly store: Store;
  /** Makes a scratch store, which the caller removes in every case. @throws StoreUnavailable; StoreRefused, also where there is no room in it */
  readonly scratch: () => Promise<Scratch>;
  readonly documents: Documents;
  readonly memory: TranslationMemory;
  /** Null where nothing is published: on one machine a run's own folder is all there is. */
  readonly published: Published | null;
  readonly model: ModelPort;
  /** Who keeps a job within its share (`LocaleJob.share`) of the model's limits. */
  readonly pacer: (share: number) => Pacer;
  /** Whether that is one for all jobs of a run, as in one process, and not each job's own. */
  readonly onePace: boolean;
  /** The checks that a translation must pass. */
  readonly examine: Examine;
  /** What an answer shows as a whole, beside what its texts do one by one. */
  readonly wholeAnswers: WholeAnswers;
  readonly clock: Clock;
  readonly engine: Engine;
  /** Who answers, for memory: translations are recalled only for whom they were bought from. */
  readonly origin: string;
  /** Whose limits are reckoned with until an answer tells of others; null where nothing is known of them: another server's. */
  readonly providerPlan: ProviderPlan | null;
  /** How long a job may wait for the provider in all, in the workflow's Wait states. */
  readonly maxWaitSeconds: number;
  /** Milliseconds until this invocation is cut off. */
  readonly remainingMs: () => number;
  /** How far apart an invocation keeps what it has spent and given up on, at the least. */
  readonly checkpointMs: number;
  readonly progress: (progress: JobProgress) => void;
  readonly log: Log;
  /** Who watches the invocations of locale jobs; nobody where nothing is traced. */
  readonly tracers: readonly InvocationTracer[];
  /** Where the spans of a run as a whole go; null for nowhere. */
  readonly spans: SpanSink | null;
  /** X-Ray's header of this invocation, or null. */
  readonly xrayHeader: () => string | null;
  /** Products in a batch. */
  readonly batchProducts: number;
  /** Products that one Merge takes in all their locales; of more, each locale is merged by itself. */
  readonly mergeProducts: number;
}
