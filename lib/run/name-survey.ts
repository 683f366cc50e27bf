import { type Product, productName } from '../catalog/product.ts';
import type { Profile } from '../catalog/profile.ts';
import { NameIndex } from './name-index.ts';
import { textsReader } from './product-texts.ts';

/**
 * Different lower-case words that are held, in some 35 MB. A million products of real prose have about as many; a catalog of more (codes, ids) is looked
 * through a second time for the few that matter.
 */
const MOST_WORDS = 500_000;

/**
 * Finds a catalog's product names that are told apart from common words. A one-word name that the catalog also writes in lower case, as a word ("Beanie", "a
 * beanie"), is a common word: protecting it would leave English words in every text. Looked for in the whole catalog, so that a run of one product masks
 * as a run of all does.
 */
export class NameSurvey {
  readonly #profile: Profile;
  readonly #textsOf: (product: Product) => string[];
  readonly #mostWords: number;
  readonly #names = new Set<string>();
  /** All lower-case words, for as long as they are few enough. */
  #words: Set<string> | null = new Set();
  /** For the second look: the words that would make a name a common one, and those of them that were found. */
  #sought: Set<string> | null = null;
  readonly #common = new Set<string>();

  constructor(profile: Profile, mostWords = MOST_WORDS) {
    this.#profile = profile;
    this.#textsOf = textsReader(profile);
    this.#mostWords = mostWords;
  }

  look(product: Product): void {
    const name = productName(product, this.#profile)?.trim() ?? '';
    if (name !== '') this.#names.add(name);
    const words = this.#words;
    if (words === null) return;
    for (const word of this.#wordsOf(product)) if (!words.has(word) && isLower(word)) words.add(ownCopy(word));
    if (words.size > this.#mostWords) this.#words = null;
  }

  /** Whether all products must be shown to `lookAgain` before the names are known. */
  get needsSecondLook(): boolean {
    if (this.#words !== null) return false;
    this.#sought ??= new Set([...this.#names].filter(mayBeCommon).map((name) => name.toLowerCase()));
    return this.#sought.size > 0;
  }

  lookAgain(product: Product): void {
    for (const word of this.#wordsOf(product)) if (this.#sought?.has(word)) this.#common.add(ownCopy(word));
  }

  /** The names that are found and are no common words. */
  end(): NameIndex {
    const words = this.#words ?? this.#common;
    for (const name of this.#names) if (mayBeCommon(name) && words.has(name.toLowerCase())) this.#names.delete(name);
    this.#words = null;
    return new NameIndex(this.#names);
  }

  *#wordsOf(product: Product): Generator<string> {
    for (const text of this.#textsOf(product)) yield* text.match(/[\p{L}\p{N}'’-]+/gu) ?? [];
  }
}

const mayBeCommon = (name: string): boolean => !/\s/.test(name) && isCapitalized(name);
const isCapitalized = (text: string): boolean => text !== text.toLowerCase();
/** Digits alone, lower case as well, are no word that a capitalized name could be. */
const isLower = (word: string): boolean => !isCapitalized(word) && /\p{L}/u.test(word);

/** A part of a string may hold the whole of it in memory; only parts shorter than this are sure to be strings of their own. */
const PART_OF_ANOTHER = 13;
const ownCopy = (part: string): string =>
  part.length < PART_OF_ANOTHER ? part : Buffer.from(part, 'utf16le').toString('utf16le');
