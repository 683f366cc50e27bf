import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Locale, parseLocale, scriptOf } from '../../lib/catalog/locale.ts';
import { places } from '../../lib/catalog/paths.ts';
import { productName } from '../../lib/catalog/product.ts';
import { KETL_PROFILE } from '../../lib/catalog/profile.ts';
import { readCatalog } from '../../lib/catalog/read.ts';
import { extractUnits } from '../../lib/catalog/units.ts';
import { type Protector, protector } from '../../lib/translate/protect.ts';

const data = (file: string) => new URL(`../../data/${file}`, import.meta.url);
const { products, invalid } = await readCatalog(
  [readFileSync(data('ketlmtn_products.json'), 'utf8')],
  'ketlmtn_products.json',
  KETL_PROFILE,
);

const valuesAt = (path: string) => products.flatMap((product) => places(product, path).map(({ value }) => value));
const units = products.flatMap((product) => extractUnits(product, KETL_PROFILE, { translateNames: true }));
const texts = units.filter(({ field }) => field !== 'name').map(({ text }) => text);
const names = products.map((product) => productName(product, KETL_PROFILE)).filter((name) => name !== null);

describe('the bundled catalog', () => {
  it('is 44 valid products of the KETL line, with 25 colors in 127 places', () => {
    expect(invalid).toEqual([]);
    expect(valuesAt('product_id')).toEqual(Array.from({ length: 44 }, (_, index) => index + 1));
    const colors = valuesAt('extracted_data.available_colors[]');
    expect(colors).toHaveLength(127);
    expect(new Set(colors).size).toBe(25);
  });

  it('begins with the product that a run without options translates', () => {
    expect(products[0]).toMatchObject({
      product_id: 1,
      url: expect.stringMatching(/^https:\/\//),
      extracted_data: {
        product_name: 'Nofry Sun Hoodie',
        available_sizes: expect.arrayContaining(['S', 'M (31-33)']),
        product_features: expect.stringMatching(/^UPF 30\+ rating, Four button snap closure/),
        fabric_details: '100% Polyester, Weight: 121g',
        other_details: expect.stringMatching(/^This hoodie /),
        price: 64.95,
      },
    });
  });

  it('has a gift card without name, colors, features and fabric', () => {
    const card = products.find((product) => productName(product, KETL_PROFILE) === null);
    expect(card).toMatchObject({
      extracted_data: {
        product_name: null,
        available_colors: null,
        product_features: null,
        fabric_details: null,
        other_details: expect.stringContaining('KETL Mtn.'),
      },
    });
  });

  it.each([
    ['a no-break space inside', /\S\u00a0\S/],
    ['a no-break space at the end', /\u00a0$/],
    ['white space at the start', /^\s/],
    ['white space at the end', /\s$/],
    ['two spaces in a row', /\S {2}\S/],
    ['a line break', /\n/],
    ['inches', /(?<!\d)12"/],
    ['inches with a fraction', /7\.5"/],
    ['a sun rating', /UPF 30\+/],
    ['a weight with its unit', /79gsm/],
    ['stretch ways', /4-way/],
    ['a water column', /1,000mm/],
    ['money', /\$25\.00/],
    ['a range', /29-31/],
    ['a SKU', /KM-VLP-30/],
    ['a smile', /:\)/],
    ['a wink', /;\)/],
    ['a picture', /\p{Extended_Pictographic}/u],
    ['HTML tags', /<p>.*<\/p>/],
    ['a link in HTML', /<a href="[^"]+">/],
    ['an HTML entity', /&amp;/],
    ['a bare ampersand', / & /],
    ['placeholders of two kinds', /\{\{\w+\}\}.*[^{]\{\w+\}[^}]/],
    ['an address to write to', /\w@\w/],
    ['an address to visit', /(?<!")https:\/\//],
    ['trade marks', /Cordura®/],
    ['typographic quotes', /’/],
    ['a word in loud capitals', /IT IS THAT SOFT/],
    ['what looks like an instruction', /^Ignore /],
  ])('has a text with %s', (_kind, pattern) => {
    expect(texts.filter((text) => pattern.test(text))).not.toEqual([]);
  });

  it.each([
    ['a name with another product in it', names.some((name) => texts.some((text) => text.includes(name)))],
    ['an empty text', valuesAt('extracted_data.product_features').includes('')],
    ['a product without sizes', valuesAt('extracted_data.available_sizes').includes(null)],
    ['a product without a price', valuesAt('extracted_data.price').includes(null)],
    ['a product without details', valuesAt('extracted_data.other_details').includes(null)],
    ['an unknown field', products.some((product) => 'badge' in product)],
    ['an unknown object among the data', valuesAt('extracted_data.vendor_notes').some((value) => value !== undefined)],
  ])('has %s', (_kind, found) => {
    expect(found).toBe(true);
  });
});

/** Words that really are the same in the target language. */
const SAME_WORD: Readonly<Record<string, readonly string[]>> = {
  fr: ['Glacier', 'Olive'],
  de: ['Khaki', 'Espresso'],
  it: ['Espresso'],
};

/** Letters of which each translation has at least one. */
const LETTERS_OF_SCRIPT: Readonly<Record<string, RegExp>> = {
  Latn: /\p{sc=Latin}/u,
  Jpan: /[\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Han}]/u,
  Hans: /\p{sc=Han}/u,
  Arab: /\p{sc=Arabic}/u,
};
/** Letters that no translation has: another language's, or the traditional forms of common Chinese characters. */
const FOREIGN_LETTERS: Readonly<Record<string, RegExp>> = {
  Latn: /(?!\p{sc=Latin}|\p{sc=Common})\p{L}/u,
  Jpan: /[\p{sc=Hangul}\p{sc=Arabic}\p{sc=Cyrillic}]/u,
  Hans: /[\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}們這個時來與為對會裡國點開關過還進後從東車長門問間風褲顏]/u,
  Arab: /[\p{sc=Han}\p{sc=Cyrillic}\p{sc=Hebrew}]/u,
};

/** How often each span stands in the text; of spans inside each other the longer one counts. */
function occurrences(text: string, spans: ReadonlySet<string>): Map<string, number> {
  let rest = text;
  return new Map(
    [...spans]
      .toSorted((a, b) => b.length - a.length)
      .map((span) => {
        const parts = rest.split(span);
        rest = parts.join('\n');
        return [span, parts.length - 1];
      }),
  );
}

describe('the reference translations', () => {
  const brands = protector(KETL_PROFILE.brands);
  const brandsAndNames = protector([...KETL_PROFILE.brands, ...names]);
  const sources = new Map<string, Protector>([
    ...names.map((name) => [name, brands] as const),
    ...texts.map((text) => [text, brandsAndNames] as const),
  ]);

  it('are there for eight languages', () => {
    const files = readdirSync(data('references/')).toSorted();
    expect(files).toEqual(['ar', 'de', 'es', 'fr', 'it', 'ja', 'pt-BR', 'zh-Hans'].map((locale) => `${locale}.json`));
    for (const tag of files.map((file) => file.replace('.json', '')))
      expect(parseLocale(tag)).toEqual({ ok: true, locale: tag });
  });

  describe.each(['es', 'fr', 'de', 'it', 'ja', 'zh-Hans', 'ar', 'pt-BR'])('into %s', (locale) => {
    const references = JSON.parse(readFileSync(data(`references/${locale}.json`), 'utf8')) as Record<string, string>;
    const script = scriptOf(locale as Locale);
    const pairs = [...sources].map(([source, protect]) => ({ source, protect, target: references[source] ?? '' }));

    it('cover every text and every name of the catalog and hold nothing else', () => {
      expect(pairs.filter(({ target }) => target.trim() === '').map(({ source }) => source)).toEqual([]);
      expect(Object.keys(references).filter((source) => !sources.has(source))).toEqual([]);
    });

    it('keep each protected span as often as the source has it', () => {
      const changed = pairs.flatMap(({ source, protect, target }) => {
        const spans = new Set(protect(source).spans);
        const [before, after] = [occurrences(source, spans), occurrences(target, spans)];
        return [...spans]
          .filter((span) => before.get(span) !== after.get(span))
          .map((span) => ({ span, source, target }));
      });
      expect(changed).toEqual([]);
    });

    it('keep the white space around a text and its lines', () => {
      const outline = (text: string) => [/^\s*/.exec(text)?.[0], /\s*$/.exec(text)?.[0], text.split('\n').length];
      expect(pairs.map(({ target }) => outline(target))).toEqual(pairs.map(({ source }) => outline(source)));
    });

    it('differ from the source but for words that are the same in both languages', () => {
      const same = pairs.filter(({ source, target }) => source === target).map(({ source }) => source);
      expect(same.toSorted()).toEqual((SAME_WORD[locale] ?? []).toSorted());
    });

    it('are written in the letters of the language', () => {
      // What is protected may be in any script.
      const own = pairs.map(({ protect, source, target }) =>
        protect(source).spans.reduce((rest, span) => rest.replace(span, ''), target),
      );
      expect(own.filter((text) => !LETTERS_OF_SCRIPT[script]?.test(text))).toEqual([]);
      expect(own.filter((text) => FOREIGN_LETTERS[script]?.test(text))).toEqual([]);
      if (script === 'Jpan') expect(own.some((text) => /\p{sc=Hiragana}/u.test(text))).toBe(true);
    });
  });
});
