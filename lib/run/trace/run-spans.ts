import type { PlanFile } from '../contract/internal.ts';
import type { Summary } from '../contract/results.ts';
import type { Span } from '../contract/span.ts';
import { spanNames } from '../contract/span-names.ts';
import type { MergedJob } from '../steps/merge-locales.ts';
import { batchSpanId, readTraceparent } from './context.ts';
import { localeSpan } from './locale-span.ts';
import { CHAIN, isOneProduct, ofRun, onlyProduct } from './of-run.ts';

/** When a batch's jobs began and ended, in ms since 1970. */
export interface BatchTime {
  readonly batch: number;
  readonly startMs: number;
  readonly endMs: number;
}

/**
 * The spans of a run as a whole, which Merge exports once for all invocations: their ids follow from the plan, so that what the invocations have long
 * exported stands under them.
 */
export class RunSpans {
  readonly #plan: PlanFile;
  readonly #locales: Span[] = [];
  readonly #batches = new Map<number, BatchTime>();

  constructor(plan: PlanFile) {
    this.#plan = plan;
  }

  addJob(job: MergedJob): void {
    const span = localeSpan(this.#plan, job);
    if (span === null) return;
    this.#locales.push(span);
    this.addBatch({ batch: job.batch, startMs: span.startMs, endMs: span.endMs });
  }

  /** From the merge of one locale to that of the run. */
  addBatch({ batch, startMs, endMs }: BatchTime): void {
    const known = this.#batches.get(batch);
    this.#batches.set(batch, {
      batch,
      startMs: Math.min(startMs, known?.startMs ?? startMs),
      endMs: Math.max(endMs, known?.endMs ?? endMs),
    });
  }

  get locales(): readonly Span[] {
    return this.#locales;
  }

  get batches(): readonly BatchTime[] {
    return [...this.#batches.values()];
  }

  /** The batches, and the root over all. */
  run(summary: Summary): readonly Span[] {
    const plan = this.#plan;
    const context = readTraceparent(plan.trace.traceparent);
    if (context === null) return [];
    const root = rootSpan(plan, context, summary, this.batches);
    if (isOneProduct(plan)) return [root];
    return [root, ...this.batches.map((time) => batchSpan(plan, context, time))];
  }
}

type Context = NonNullable<ReturnType<typeof readTraceparent>>;

/** `within` are the times of what stands under it: the clocks of Plan, Merge and the jobs are not one. */
function rootSpan(plan: PlanFile, { traceId, spanId }: Context, summary: Summary, within: readonly BatchTime[]): Span {
  const { runId, status, engine, source, locales, counts, stats, stoppedBy } = summary;
  const perLanguage = Object.entries(stats.perLocale).map(([locale, { ms }]) => [`time_ms.${locale}`, ms] as const);
  return {
    name: plan.trace.root,
    traceId,
    spanId,
    parentSpanId: null,
    startMs: within.reduce(
      (first, { startMs }) => Math.min(first, startMs),
      plan.trace.since ?? Date.parse(summary.startedAt),
    ),
    endMs: within.reduce((last, { endMs }) => Math.max(last, endMs), Date.parse(summary.finishedAt)),
    isRequest: false,
    attributes: {
      ...CHAIN,
      ...ofRun(runId),
      ...onlyProduct(plan),
      'output.value': `${status}: ${counts.translated} of ${counts.units} units translated`,
      status,
      success: counts.failed === 0,
      engine,
      source,
      locales,
      products: counts.products,
      units: counts.units,
      translated: counts.translated,
      failed: counts.failed,
      coverage: counts.coverage,
      memory_hits: stats.memoryHits,
      calls: stats.calls,
      retries: stats.retries,
      prompt_tokens: stats.promptTokens,
      cached_tokens: stats.cachedTokens,
      completion_tokens: stats.completionTokens,
      usd: stats.usd,
      total_time_ms: stats.wallMs,
      one_after_the_other_ms: stats.sequentialMs,
      average_time_per_language_ms: stats.averageMsPerLocale,
      ...Object.fromEntries(perLanguage),
    },
    events: [],
    error: stoppedBy ?? (status === 'FAILED' ? { error: 'RunFailed', cause: 'nothing was translated' } : null),
  };
}

function batchSpan(plan: PlanFile, { traceId, spanId }: Context, { batch, startMs, endMs }: BatchTime): Span {
  return {
    name: spanNames.batch(batch),
    traceId,
    spanId: batchSpanId(spanId, batch),
    parentSpanId: spanId,
    startMs,
    endMs,
    isRequest: false,
    attributes: { ...CHAIN, ...ofRun(plan.runId), batch },
    events: [],
    error: null,
  };
}
