import * as z from 'zod';
import type { Locale } from '../catalog/locale.ts';

const words = z.union([z.string().min(1), z.array(z.string().min(1)).nonempty()]);

const termSchema = z
  .strictObject({
    /** The term as the catalog writes it. */
    source: z.string().min(1),
    /** The term stays as it is in every language. */
    doNotTranslate: z.literal(true).optional(),
    /** Locale -> approved translation, or several of which the first is asked for and any will do. */
    targets: z.record(z.string(), words).optional(),
    /** Where the term is meant so, for the model: "a colour", "the closure, not the photo". */
    context: z.string().min(1).optional(),
    /** `rust` and `Rust` are one term, unless this is set. */
    caseSensitive: z.boolean().default(false),
  })
  .refine(
    (term) => (term.doNotTranslate === true) !== (term.targets !== undefined),
    'needs either targets or doNotTranslate',
  );

const styleSchema = z.strictObject({
  /** How customers are addressed: Sie or du, vous or tu, usted or tú. */
  formality: z.enum(['formal', 'informal']).optional(),
  tone: z.string().min(1).optional(),
  /** How the brand speaks. */
  voice: z.string().min(1).optional(),
});

/** A glossary file: terms whose translation is fixed, and a style for each locale. A locale without an entry takes its language's (`fr-CA` takes `fr`). */
export const glossarySchema = z.strictObject({
  terms: z.array(termSchema).default([]),
  styles: z.record(z.string(), styleSchema).default({}),
});

export type Glossary = z.output<typeof glossarySchema>;
export type Style = z.output<typeof styleSchema>;

/** A term with its approved translations into one locale, the one to ask for first. */
export interface LocaleTerm {
  readonly source: string;
  readonly targets: readonly string[];
  readonly context: string | null;
  readonly caseSensitive: boolean;
}

/** What a glossary says for one locale. */
export interface LocaleGuidance {
  readonly style: Style | null;
  readonly terms: readonly LocaleTerm[];
}

export function guidanceFor(glossary: Glossary, locale: Locale): LocaleGuidance {
  const terms = glossary.terms.flatMap(({ source, targets, context = null, caseSensitive }): LocaleTerm[] => {
    const approved = targets && entryFor(targets, locale);
    return approved === undefined ? [] : [{ source, targets: [approved].flat(), context, caseSensitive }];
  });
  return { style: entryFor(glossary.styles, locale) ?? null, terms };
}

/** Terms that stay as they are: they are protected like a brand name. */
export function doNotTranslateTerms(glossary: Glossary): { exact: string[]; anyCase: string[] } {
  const terms = glossary.terms.filter((term) => term.doNotTranslate);
  const sources = (caseSensitive: boolean) =>
    terms.filter((term) => term.caseSensitive === caseSensitive).map(({ source }) => source);
  return { exact: sources(true), anyCase: sources(false) };
}

/**
 * The entry of a locale, or of the nearest one that is less particular: `zh-Hans-SG`, `zh-Hans`, `zh`. One that leaves its script open takes that of its likely script
 * too: `zh-CN` and `zh` take `zh-Hans`.
 */
function entryFor<T>(entries: Readonly<Record<string, T>>, locale: Locale): T | undefined {
  const byTag = new Map(Object.entries(entries).map(([tag, entry]) => [tag.toLowerCase(), entry]));
  const { language, script } = new Intl.Locale(locale).maximize();
  for (const tag of [locale, ...lessParticular(locale), `${language}-${script}`, language]) {
    const entry = byTag.get(tag.toLowerCase());
    if (entry !== undefined) return entry;
  }
  return undefined;
}

function lessParticular(locale: string): string[] {
  const subtags = locale.split('-');
  return subtags.map((_, index) => subtags.slice(0, subtags.length - index).join('-')).slice(0, -1);
}

/** The terms that occur in a text, as whole words. */
export function termsIn<T extends Pick<LocaleTerm, 'source' | 'caseSensitive'>>(
  text: string,
  terms: readonly T[],
): T[] {
  if (terms.length === 0) return [];
  // Once for all terms: a job asks this of every text, again and again.
  const lower = text.toLowerCase();
  return terms.filter(({ source, caseSensitive }) =>
    caseSensitive ? occurs(text, source) : occurs(lower, source.toLowerCase()),
  );
}

function occurs(where: string, what: string): boolean {
  for (let at = where.indexOf(what); at !== -1; at = where.indexOf(what, at + 1)) {
    if (!isWord(where[at - 1]) && !isWord(where[at + what.length])) return true;
  }
  return false;
}

const isWord = (character: string | undefined) => character !== undefined && /[\p{L}\p{N}]/u.test(character);

/** A style as the prompt says it; empty without one. */
export function styleSentence(style: Style | null): string {
  if (style === null) return '';
  const address = { formal: 'Address the customer formally.', informal: 'Address the customer informally.' };
  return [
    style.formality && address[style.formality],
    style.tone && `Tone: ${style.tone}.`,
    style.voice && `Brand voice: ${style.voice}.`,
  ]
    .filter(Boolean)
    .join(' ');
}
