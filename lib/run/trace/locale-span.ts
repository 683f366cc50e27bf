import { type Locale, localeName } from '../../catalog/locale.ts';
import { addUsage, NO_USAGE } from '../../translate/model.ts';
import type { PlanFile } from '../contract/internal.ts';
import type { Attributes, Span } from '../contract/span.ts';
import { spanNames } from '../contract/span-names.ts';
import type { MergedJob } from '../steps/merge-locales.ts';
import { batchSpanId, localeSpanId, readTraceparent } from './context.ts';
import { CHAIN, isOneProduct, ofRun, onlyProduct } from './of-run.ts';

/** A job from the beginning of its first invocation to the end of its last; one that left nothing has the plan's time. */
export function localeSpan(plan: PlanFile, { batch, locale, attempts, result }: MergedJob): Span | null {
  const context = readTraceparent(plan.trace.traceparent);
  if (context === null) return null;
  const part = 'part' in result ? result.part : null;
  const invocations = [...attempts, ...(part ? [part] : [])];
  const planned = Date.parse(plan.startedAt);
  const starts = invocations.map(({ startedAt }) => startedAt);
  // What it exported before it was cut off is nowhere but in the trace.
  const startMs = plan.trace.since ?? (starts.length === 0 ? planned : Math.min(...starts));
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
    spanId: localeSpanId(context.spanId, batch, locale),
    parentSpanId: isOneProduct(plan) ? context.spanId : batchSpanId(context.spanId, batch),
    startMs,
    endMs: Math.max(startMs, ...invocations.map(({ startedAt, ms }) => startedAt + ms)),
    isRequest: false,
    attributes: {
      ...CHAIN,
      ...ofRun(plan.runId),
      ...onlyProduct(plan),
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
