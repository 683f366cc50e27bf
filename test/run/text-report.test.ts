import { stripVTControlCharacters } from 'node:util';
import * as fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, it } from 'vitest';
import type { Locale } from '../../lib/catalog/locale.ts';
import type { LocaleStats, Merged, MergedProduct, RunStats } from '../../lib/run/contract/results.ts';
import { formatTranslationResult, type TextReportOptions } from '../../lib/run/text-report.ts';

const LOCALE_STATS: LocaleStats = {
  ms: 1_200,
  model: 'openai/gpt-oss-120b',
  calls: 3,
  units: 308,
  translated: 307,
  failed: 1,
  memoryHits: 120,
  pseudo: 0,
  usd: 0.01,
};

const STATS: RunStats = {
  wallMs: 1_500,
  sequentialMs: 4_500,
  averageMsPerLocale: 1_500,
  calls: 9,
  retries: 2,
  memoryHits: 0,
  promptTokens: 4_000,
  cachedTokens: 0,
  completionTokens: 2_000,
  usd: 0.0123,
  perLocale: {},
};

const DETAILS = 'This hoodie is the shade you forgot to pack. It is light enough to wear on a July climb.';

const product = (translations: MergedProduct['translations'], more: Partial<MergedProduct> = {}): MergedProduct => ({
  product_id: 1,
  original: { name: 'Nofry Sun Hoodie', details: DETAILS, colors: ['Cloud', 'Sage'], price: 64.95 },
  translations,
  failures: [],
  ...more,
});

/** The view of a run with these products, as lines. */
function view(
  products: readonly MergedProduct[],
  locales: readonly string[],
  options: TextReportOptions & { stats?: Partial<RunStats>; engine?: Merged['engine'] } = {},
): string[] {
  const { stats, engine = 'groq', ...rest } = options;
  const perLocale = Object.fromEntries(locales.map((locale) => [locale, LOCALE_STATS]));
  const result = { products, locales: locales as Locale[], engine, stats: { ...STATS, perLocale, ...stats } };
  return formatTranslationResult(result, rest).split('\n');
}

const isolates = /[\u2066-\u2069]/g;

it.each([80, 120])('sets source and target side by side within %i columns', (width) => {
  const target = 'Esta sudadera es la sombra que olvidaste. Es ligera para una subida en julio.';

  const lines = view([product({ es: { details: target } })], ['es'], { width });

  for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(width);
  const first = lines.findIndex((line) => line.startsWith('  details'));
  const middle = lines[first]?.indexOf('Esta sudadera') ?? 0;
  expect(middle).toBeGreaterThan(width / 2);
  const rows = lines.slice(first, lines.indexOf('', first));
  const column = (from: number, to?: number) =>
    rows
      .map((row) => row.slice(from, to).trim())
      .join(' ')
      .trim();
  expect(column('  details'.length, middle)).toBe(DETAILS);
  expect(column(middle)).toBe(target);
});

it('lets no line of anything be wider than the screen', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 200 }),
    fc.lorem({ maxCount: 30 }),
    fc
      .array(fc.constantFrom('日本語', 'سترة', 'a', ' ', '🧥', 'é', '\u001b[31m', '\n', '\t', '\u202e'), {
        maxLength: 60,
      })
      .map((parts) => parts.join('')),
  );
  const locales = ['es', 'ja', 'ar', 'pt-BR', 'zh-Hans', 'es-419'];
  fc.assert(
    fc.property(
      text,
      text,
      text,
      fc.constantFrom(...locales),
      fc.constantFrom(80, 120),
      (name, source, target, locale, width) => {
        const original = { name, details: source, colors: [source, name] };
        const shown = product(
          { [locale]: { name, details: target, colors: [target, target] } },
          { original, product_id: source },
        );
        for (const line of view([shown], [locale], { width })) expect(stringWidth(line)).toBeLessThanOrEqual(width);
      },
    ),
  );
});

it('keeps the statistics of long languages and models within 80 columns, shortening the names', () => {
  const model = 'acme/some-model-with-a-rather-long-name-of-its-own';
  const wide = { ...LOCALE_STATS, model };

  const long = view([], ['pt-BR', 'es'], { width: 80 });
  expect(Math.max(...long.map((line) => stringWidth(line)))).toBeLessThanOrEqual(80);
  expect(long[1]).toMatch(/^pt-BR .* openai\/gpt-oss-120b$/);

  const longer = view([], ['pt-BR'], { width: 80, stats: { perLocale: { 'pt-BR': wide } } });
  expect(Math.max(...longer.map((line) => stringWidth(line)))).toBeLessThanOrEqual(80);
  expect(longer[1]).toMatch(/^Brazilian Portuguese \(pt-BR\) +307\/308/);

  expect(view([], ['pt-BR'], { width: 120 })[1]).toMatch(/^Brazilian Portuguese \(pt-BR\) .* openai\/gpt-oss-120b$/);
});

it('wraps text without spaces by its width on the screen', () => {
  const target =
    'このフーディは、荷物に入れ忘れた日陰です。七月の登りでも着られるほど軽く、二杯目のビールより早く乾きます。';

  const lines = view([product({ ja: { details: target } })], ['ja']);

  const parts = lines.flatMap((line) => /[\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]+$/.exec(line) ?? []);
  expect(parts.length).toBeGreaterThan(2);
  expect(parts.join('')).toBe(target);
});

it('marks a right-to-left language and isolates each line of its text, and of no other', () => {
  const target = 'هذه السترة هي الظل الذي نسيت أن تحزمه معك وهي خفيفة بما يكفي لارتدائها في صعود يوليو';

  const lines = view([product({ ar: { details: target }, es: { details: 'Sombra' } })], ['ar', 'es']);

  expect(lines).toContain('Arabic (ar, right to left)');
  expect(lines).toContain('Spanish (es)');
  const arabic = lines.filter((line) => /[\u0600-\u06ff]/.test(line));
  expect(arabic.length).toBeGreaterThan(1);
  for (const line of arabic) expect(line).toMatch(/\u2067[^\u2066-\u2069]+\u2069$/);
  for (const line of lines.filter((other) => !arabic.includes(other))) expect(line).not.toMatch(isolates);
});

it('never passes control characters, escape sequences or direction marks of a catalog on', () => {
  const evil = 'a\u001b[2J\u001b]0;title\u0007b\u0000\u009b31mc\u202ed\u2067e\u2069\r\tf\u007f';
  const shown = product(
    { es: { name: evil, details: evil, colors: [evil] } },
    { product_id: evil, original: { name: evil, details: evil, colors: [evil] } },
  );

  const text = view([shown], ['es']).join('\n');

  expect(text).not.toMatch(/(?!\n)\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u);
  expect(text).toContain('a [2J ]0;title b');
});

it('shows the error of a failed field, and no text', () => {
  const failure = { locale: 'de' as Locale, field: 'details', error: 'ModelAnswerInvalid', cause: 'Der Hoodie' };

  const text = view([product({ de: { colors: ['Wolke', 'Salbei'] } }, { failures: [failure] })], ['de', 'es']).join(
    '\n',
  );

  expect(text).toMatch(/^ {2}details {9}This hoodie.*not translated:$/m);
  expect(text).toContain('ModelAnswerInvalid');
  expect(text).not.toContain('Der Hoodie');
  expect(text).toContain('Wolke, Salbei');
  // Spanish has neither translations nor failures: a heading without rows.
  expect(text).toMatch(/Spanish \(es\)\n\n/);
});

it('shows a product without a name, and no row where the source has nothing', () => {
  const original = { name: null, details: 'A gift card.', colors: null };

  const lines = view([product({ es: { name: null, details: 'Una tarjeta.', colors: null } }, { original })], ['es']);

  expect(lines[0]).toBe('Product 1: (no name)');
  expect(lines.slice(2, 5)).toEqual([
    'Spanish (es)',
    expect.stringMatching(/^ {2}details +A gift card\. +Una tarjeta\.$/),
    '',
  ]);
});

it('marks pseudo-localized fields, and counts them below', () => {
  const shown = product({ sw: { details: '[Ŝûñ~]', name: 'x' } }, { pseudo: { sw: ['details'] } });

  const lines = view([shown], ['sw'], { stats: { perLocale: { sw: { ...LOCALE_STATS, pseudo: 7 } } } });

  expect(lines).toContain('  details (pseudo)');
  expect(lines.find((line) => line.startsWith('  name'))).not.toContain('pseudo');
  expect(lines.join('\n')).toContain('7 units are pseudo-localized');
});

it('counts the products beyond those that are shown', () => {
  const three = ['A', 'B', 'C'].map((name, index) => product({}, { product_id: index, original: { name } }));

  expect(view(three, ['es'], { products: 1 }).join('\n')).toContain('... and 2 more products\n');
  expect(view(three, ['es'], { products: 2 }).join('\n')).toContain('... and 1 more product\n');
  expect(view(three, ['es']).join('\n')).not.toContain('more product');
});

it('says what the run took side by side against one language after another', () => {
  const text = (stats: Partial<RunStats>, engine: Merged['engine'] = 'groq') =>
    view([], ['es'], { width: 400, stats, engine }).join('\n');

  expect(text({})).toContain(
    'Side by side 1.50 s, one language after another 4.50 s: 3.00 s saved, 3.0 times as fast; ' +
      '1.50 s a language on average.',
  );
  expect(text({})).toContain('9 calls (2 of them retries), 4000 + 2000 tokens, $0.01.');
  expect(text({ wallMs: 5_000 })).toContain('no time saved');
  expect(text({}, 'offline')).toContain("$0.01 at Groq's list price (an offline run is free).");
  expect(text({ usd: 0 })).toContain('$0.');
});

it('says the same with colours as without', () => {
  const shown = [product({ es: { details: 'Sombra' } })];

  const plain = view(shown, ['es']);
  const coloured = view(shown, ['es'], { color: true });

  expect(coloured.join('\n')).not.toBe(plain.join('\n'));
  expect(coloured.map((line) => stripVTControlCharacters(line).trimEnd())).toEqual(plain);
});
