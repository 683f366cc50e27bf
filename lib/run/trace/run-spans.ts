import { type Locale, localeName } from '../../catalog/locale.ts';
import { addUsage, NO_USAGE } from '../../translate/model.ts';
import type { PlanFile } from '../contract/internal.ts';
import type { Summary } from '../contract/results.ts';
import type { Attributes, Span } from '../contract/span.ts';
import { spanNames } from '../contract/span-names.ts';
import type { MergedJob } from '../steps/merge-locales.ts';
import { batchSpanId, localeSpanId, readTraceparent } from './context.ts';

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
    const root = rootSpan(plan, context, summary);
    if (isOneProduct(plan)) return [root];
    return [root, ...this.batches.map((time) => batchSpan(plan, context, time))];
  }
}

type Context = NonNullable<ReturnType<typeof readTraceparent>>;

/** A run of one product has no batch between it and its locales. */
const isOneProduct = ({ trace }: PlanFile) => trace.root !== spanNames.catalog;

const CHAIN = { 'openinference.span.kind': 'CHAIN' } as const;
const isRequest = false;

function rootSpan(plan: PlanFile, { traceId, spanId }: Context, summary: Summary): Span {
  const { runId, status, engine, source, locales, counts, stats, stoppedBy } = summary;
  const perLanguage = Object.entries(stats.perLocale).map(([locale, { ms }]) => [`time_ms.${locale}`, ms] as const);
  return {
    name: plan.trace.root,
    traceId,
    spanId,
    parentSpanId: null,
    startMs: Date.parse(summary.startedAt),
    endMs: Date.parse(summary.finishedAt),
    isRequest,
    attributes: {
      ...CHAIN,
      'session.id': runId,
      run_id: runId,
      ...(isOneProduct(plan) ? { product_id: plan.trace.root.slice(spanNames.product('').length) } : {}),
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
    spanId: batchSpanId(plan.planId, batch),
    parentSpanId: spanId,
    startMs,
    endMs,
    isRequest,
    attributes: { ...CHAIN, 'session.id': plan.runId, run_id: plan.runId, batch },
    events: [],
    error: null,
  };
}

/** A job from the beginning of its first invocation to the end of its last; one that left nothing has the plan's time. */
function localeSpan(plan: PlanFile, { batch, locale, attempts, result }: MergedJob): Span | null {
  const context = readTraceparent(plan.trace.traceparent);
  if (context === null) return null;
  const part = 'part' in result ? result.part : null;
  const invocations = [...attempts, ...(part ? [part] : [])];
  const planned = Date.parse(plan.startedAt);
  const starts = invocations.map(({ startedAt }) => startedAt);
  const startMs = starts.length === 0 ? planned : Math.min(...starts);
  const units = (part?.products ?? []).map((product) => Object.values(product.units));
  const failures = (part?.products ?? []).flatMap((product) => product.failures);
  const translated = units.flat().length;
  const usage = invocations.map((own) => own.usage).reduce(addUsage, NO_USAGE);
  const first = failures[0];
  const nothing = translated === 0 && first !== undefined ? { error: first.error, cause: first.cause } : null;
  const error = 'missing' in result ? result.missing : (result.part.endedBy ?? nothing);
  return {
    name: spanNames.locale(locale),
    traceId: context.traceId,
    spanId: localeSpanId(plan.planId, batch, locale),
    parentSpanId: isOneProduct(plan) ? context.spanId : batchSpanId(plan.planId, batch),
    startMs,
    endMs: Math.max(startMs, ...invocations.map(({ startedAt, ms }) => startedAt + ms)),
    isRequest,
    attributes: {
      ...CHAIN,
      'session.id': plan.runId,
      run_id: plan.runId,
      batch,
      ...ofLocale(locale),
      success: error === null && failures.length === 0,
      units: translated + failures.length,
      translated,
      failed: failures.length,
      memory_hits: part?.memoryHits ?? 0,
      response_length: units.flat().reduce((sum, text) => sum + text.length, 0),
      attempts: invocations.length,
      calls: invocations.reduce((sum, { calls }) => sum + calls, 0),
      retries: invocations.reduce((sum, { retries }) => sum + retries, 0),
      prompt_tokens: usage.promptTokens,
      cached_tokens: usage.cachedTokens,
      completion_tokens: usage.completionTokens,
      usd: invocations.reduce((sum, { usd }) => sum + usd, 0),
      working_time_ms: invocations.reduce((sum, { ms }) => sum + ms, 0),
      ...modelOf(part?.model ?? attempts.findLast(({ model }) => model !== null)?.model ?? null),
    },
    events: attempts.map(({ startedAt, ms, error, cause }) => ({
      name: 'attempt.ended',
      atMs: startedAt + ms,
      attributes: { error, cause },
    })),
    error,
  };
}

const ofLocale = (locale: Locale): Attributes => ({ locale, language: localeName(locale) });
const modelOf = (model: string | null): Attributes => (model === null ? {} : { model });
