import type { Locale } from '../../lib/catalog/locale.ts';
import type { Unit } from '../../lib/catalog/units.ts';
import { wholeAnswers } from '../../lib/run/checks.ts';
import { AnswersSoFar } from '../../lib/translate/answers-so-far.ts';
import type { Asking } from '../../lib/translate/asking.ts';
import type { LocaleGuidance } from '../../lib/translate/glossary.ts';
import type { Translation } from '../../lib/translate/judge.ts';
import { Ledger } from '../../lib/translate/ledger.ts';
import type { ModelPort } from '../../lib/translate/model.ts';
import { protector } from '../../lib/translate/protect.ts';
import { type Segment, segmentUnits } from '../../lib/translate/segments.ts';
import type { TrailEntry } from '../../lib/translate/trail.ts';
import { structuralChecks } from '../fakes/examine.ts';
import { plainPacer } from '../fakes/pacer.ts';
import { type SkippingClock, skippingClock } from '../fakes/skipping-clock.ts';

export const EN = 'en' as Locale;
export const FR = 'fr' as Locale;
export const AR = 'ar' as Locale;
export const JA = 'ja' as Locale;

export const A = 'openai/gpt-oss-20b';
export const B = 'openai/gpt-oss-120b';
export const QWEN = 'qwen/qwen3.6-27b';

/** What a glossary without a word says. */
export const NO_GUIDANCE: LocaleGuidance = { style: null, terms: [] };

/** One unit of a product's `features`. */
export const unit = (text: string, id = 'features'): Unit => ({ id, field: id, keys: [id], text });

/** The segments of these texts, with what is always protected masked. */
export function segmentsOf(...texts: readonly string[]): readonly Segment[] {
  return segmentUnits(
    texts.map((text) => [unit(text)]),
    () => protector(),
  ).segments;
}

export interface Conversation extends Asking {
  readonly clock: SkippingClock;
  /** What it did, step by step. */
  readonly told: readonly TrailEntry[];
  /** What was accepted, one entry a call. */
  readonly accepted: readonly (readonly Translation[])[];
  readonly events: readonly { readonly event: string; readonly data: Readonly<Record<string, unknown>> }[];
}

/** What the calls of a locale job share, around a model. */
export function conversation(
  model: ModelPort,
  more: Partial<Omit<Asking, 'clock'>> & { readonly maxUsd?: number; readonly deadlineMs?: number } = {},
): Conversation {
  const { maxUsd, deadlineMs = 3_600_000, ...overrides } = more;
  const clock = skippingClock();
  const accepted: (readonly Translation[])[] = [];
  const events: Conversation['events'][number][] = [];
  const told: TrailEntry[] = [];
  return {
    source: EN,
    target: FR,
    guidance: NO_GUIDANCE,
    soFar: new AnswersSoFar(),
    examine: structuralChecks,
    wholeAnswers,
    model,
    chain: [A, B],
    ledger: new Ledger(maxUsd ?? null),
    pace: plainPacer(clock).until(clock.now() + deadlineMs),
    accept: async (translations) => void accepted.push(translations),
    log: (event, data) => void events.push({ event, data }),
    trail: { add: (entry) => void told.push(entry) },
    told,
    clock,
    accepted,
    events,
    ...overrides,
  };
}
