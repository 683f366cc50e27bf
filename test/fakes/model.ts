import { setImmediate } from 'node:timers/promises';
import type { ModelAnswer, ModelPort, ModelRequest } from '../../lib/translate/model.ts';
import { NO_LIMITS, questionOf } from './scripted-model.ts';
import type { SkippingClock } from './skipping-clock.ts';

/** A question as the fake model got it. */
export interface Asked {
  readonly model: string;
  readonly locale: string;
  readonly segments: readonly { readonly id: string; readonly text: string }[];
  /** How many calls came before this one, of all locales and of this locale. */
  readonly before: number;
  readonly beforeOfLocale: number;
}

export interface FakeModelOptions {
  /** Moved by `LATENCY_MS` with each call. */
  readonly clock?: SkippingClock;
  /** Throws what a call is to fail with. */
  readonly fail?: (asked: Asked) => void | Promise<void>;
  /** A segment's translation, or undefined to leave it out. @default `[fr] text` */
  readonly translate?: (text: string, asked: Asked) => string | undefined;
  /** Whether a text is answered as pseudo-localized. @default none */
  readonly pseudo?: (text: string) => boolean;
}

export interface FakeModel extends ModelPort {
  readonly asked: readonly Asked[];
  readonly mostInFlight: () => number;
  readonly textsAsked: (locale?: string) => string[];
}

export const LATENCY_MS = 100;
export const CALL_USAGE = { promptTokens: 100, cachedTokens: 0, completionTokens: 50 };

/** A model for whole runs: it answers `[fr] text`, masks kept, and fails where it is told to. */
export function fakeModel(options: FakeModelOptions = {}): FakeModel {
  const { clock, fail, translate, pseudo = () => false } = options;
  const asked: Asked[] = [];
  let inFlight = 0;
  let most = 0;

  async function answer(request: ModelRequest): Promise<ModelAnswer> {
    const { targetLocale: locale, segments } = questionOf(request);
    const beforeOfLocale = asked.filter((earlier) => earlier.locale === locale).length;
    const call: Asked = { model: request.model, locale, segments, before: asked.length, beforeOfLocale };
    asked.push(call);
    await setImmediate();
    clock?.advance(LATENCY_MS);
    await fail?.(call);
    const answered = segments.flatMap(({ id, text }) => {
      const target = translate === undefined ? `[${locale}] ${text}` : translate(text, call);
      return target === undefined ? [] : [{ id, text: target }];
    });
    return {
      text: JSON.stringify({ segments: answered }),
      brokenOff: null,
      usage: CALL_USAGE,
      limits: NO_LIMITS,
      pseudo: segments.filter(({ text }) => pseudo(text)).map(({ id }) => id),
    };
  }

  return {
    asked,
    mostInFlight: () => most,
    textsAsked: (locale) =>
      asked
        .filter((call) => locale === undefined || call.locale === locale)
        .flatMap(({ segments }) => segments.map(({ text }) => text)),
    async complete(request) {
      most = Math.max(most, ++inFlight);
      try {
        return await answer(request);
      } finally {
        inFlight--;
      }
    },
  };
}
