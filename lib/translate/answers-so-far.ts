import { words } from './checks/text.ts';

/** How many texts stayed as they are. */
export interface Tally {
  /** Texts with words that are not the same in every language, and those of them that were left. */
  readonly texts: number;
  readonly left: number;
  /** Of those that were left, the ones of more than one such word. */
  readonly phrases: number;
  /** Single words that are the source's alone ("Ember"), and those of them that were left. */
  readonly ownWords: number;
  readonly ownWordsLeft: number;
}

export const NOTHING: Tally = { texts: 0, left: 0, phrases: 0, ownWords: 0, ownWordsLeft: 0 };

export const addTallies = (a: Tally, b: Tally): Tally => ({
  texts: a.texts + b.texts,
  left: a.left + b.left,
  phrases: a.phrases + b.phrases,
  ownWords: a.ownWords + b.ownWords,
  ownWordsLeft: a.ownWordsLeft + b.ownWordsLeft,
});

/** What a text was found to be in: a language that it must not be in, or null for the right one. */
export type Verdict = string | null;

/** What one model's answers have shown of its languages: source text -> what its translation is in, and the short translations, which cannot be told one by one. */
export interface Seen {
  readonly languages: Map<string, Verdict>;
  readonly shortTexts: Map<string, string>;
}

/** What the accepted translations of one job have shown: an answer of one or two texts says little by itself, and is looked at beside them. */
export class AnswersSoFar {
  #tally = NOTHING;
  readonly #sources = new Map<string, string[]>();
  readonly #seen = new Map<string, Seen>();

  get tally(): Tally {
    return this.#tally;
  }

  /** Keeps an answer's accepted translations, source text -> translation, both masked. */
  add(accepted: Iterable<readonly [string, string]>, tally: Tally): void {
    this.#tally = addTallies(this.#tally, tally);
    for (const [source, target] of accepted) {
      const key = plainWords(target);
      const known = this.#sources.get(key);
      if (known) known.push(source);
      else this.#sources.set(key, [source]);
    }
  }

  /** What a model has shown: one that has answered in another language says nothing against the next of the chain. */
  seenOf(model: string): Seen {
    const known = this.#seen.get(model);
    if (known) return known;
    const seen: Seen = { languages: new Map(), shortTexts: new Map() };
    this.#seen.set(model, seen);
    return seen;
  }

  /** Source texts that have this translation already. */
  sourcesOf(target: string): readonly string[] {
    return this.#sources.get(plainWords(target)) ?? [];
  }
}

/** What makes two translations one: neither their case nor their marks count. */
export const plainWords = (masked: string): string => words(masked).join(' ');
