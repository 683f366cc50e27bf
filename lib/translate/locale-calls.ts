import type { Locale } from '../catalog/locale.ts';
import { type Glossary, guidanceFor, type LocaleGuidance, type LocaleTerm } from './glossary.ts';
import { memoryShape } from './job-segments.ts';
import { memoryKeys } from './memory.ts';
import type { ModelFacts } from './model-table.ts';
import { completionTokens, messagesWith, messageTokens } from './prompt.ts';
import { missingRoomFor } from './room.ts';
import { limitsOf, route, usdOf } from './routing.ts';
import { type SizedPack, type SizedText, termId } from './sized-segments.ts';
import { weigh } from './tokens.ts';

/** What all calls of a run into one locale have in common. */
export interface LocaleOfRun {
  readonly source: Locale;
  readonly target: Locale;
  /** The one model for all locales, or null for the routing's. */
  readonly model: string | null;
  readonly glossary: Glossary;
}

/** What some calls take, in tokens. */
export interface CallsSize {
  readonly calls: number;
  readonly promptTokens: number;
  /** Expected. */
  readonly completionTokens: number;
  /** What a provider lets in: the prompts, and all the room that is asked for the answers. */
  readonly reservedTokens: number;
  /** At the list price of the models that take them. */
  readonly usd: number;
}

/** Sets of terms that are remembered. */
const MOST_FRAMES = 1_000;

/**
 * The calls of a run into one locale, as large as the requests that its jobs will make (a test holds one against the other) and without making them: what they
 * have in common is weighed once.
 */
export class LocaleCalls {
  /** The model that is asked first. */
  readonly model: string;
  readonly guidance: LocaleGuidance;
  readonly #input: LocaleOfRun;
  readonly #chain: readonly string[];
  readonly #keyOf: (textJson: string, terms: readonly LocaleTerm[]) => string;
  readonly #terms = new Map<string, LocaleTerm[]>();
  /** Tokens of a system message and weight of a question without segments, by the terms in it. */
  readonly #frames = new Map<string, { readonly system: number; readonly question: number }>();

  constructor(input: LocaleOfRun, origin: string) {
    this.#input = input;
    this.#chain = route(input.target, input.model).chain;
    this.model = this.#chain[0] ?? '';
    this.guidance = guidanceFor(input.glossary, input.target);
    this.#keyOf = memoryKeys(memoryShape(input, origin, this.guidance));
    for (const term of this.guidance.terms) {
      const id = termId(term);
      this.#terms.set(id, [...(this.#terms.get(id) ?? []), term]);
    }
  }

  /** The text's key in memory. */
  keyOf({ json, terms }: SizedText): string {
    return this.#keyOf(json, terms.length === 0 ? NO_TERMS : terms.flatMap((id) => this.#terms.get(id) ?? []));
  }

  /** What calls for these come to under a plan. A text that no model lets in, not even alone, is asked for in vain: it takes nothing. */
  sizeOf(packs: readonly SizedPack[], plan: keyof ModelFacts['limits'] | null): CallsSize {
    let [calls, promptTokens, expected, most, usd] = [0, 0, 0, 0, 0];
    for (const { tokens, weight, terms } of packs) {
      const { system, question } = this.#frameOf(terms);
      const prompt = system + messageTokens(question + weight);
      const completion = this.#completionOf(tokens, prompt, plan);
      if (completion === null) continue;
      calls++;
      promptTokens += prompt;
      expected += completion.expected;
      most += completion.most;
      usd += usdOf(completion.model, {
        promptTokens: prompt,
        cachedTokens: 0,
        completionTokens: completion.expected,
      });
    }
    return { calls, promptTokens, completionTokens: expected, reservedTokens: promptTokens + most, usd };
  }

  /** Of a text that is alone in its call, what the first model that can take it in writes. Several that are too large together are asked for in halves, and bought. */
  #completionOf(tokens: readonly number[], prompt: number, plan: keyof ModelFacts['limits'] | null) {
    const { target } = this.#input;
    if (tokens.length > 1) return { model: this.model, ...completionTokens(this.model, target, tokens, prompt) };
    for (const model of this.#chain) {
      const completion = completionTokens(model, target, tokens, prompt);
      const { tokensPerMinute } = limitsOf(model, plan);
      const isLetIn = prompt + completion.most <= (tokensPerMinute ?? Number.POSITIVE_INFINITY);
      if (isLetIn && missingRoomFor(model, prompt, completion.answer) === null) return { model, ...completion };
    }
    return null;
  }

  #frameOf(terms: ReadonlySet<string>) {
    const occurring = terms.size === 0 ? NO_TERMS : this.guidance.terms.filter((term) => terms.has(termId(term)));
    const id = occurring.map(termId).join('\n');
    const known = this.#frames.get(id);
    if (known !== undefined) return known;
    const [system, question] = messagesWith(occurring, { ...this.#input, guidance: this.guidance, segments: [] });
    const frame = { system: messageTokens(weigh(system?.content ?? '')), question: weigh(question?.content ?? '') };
    if (this.#frames.size >= MOST_FRAMES) this.#frames.clear();
    this.#frames.set(id, frame);
    return frame;
  }
}

const NO_TERMS: readonly LocaleTerm[] = [];
