import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Locale,
  languageGroup,
  languageOf,
  localeName,
  parseLocale,
  sameLanguageText,
  textDirection,
} from '../../lib/catalog/locale.ts';

function locale(written: string): Locale {
  const parsed = parseLocale(written);
  if (!parsed.ok) throw new Error(`${written} is no locale`);
  return parsed.locale;
}

describe('parseLocale', () => {
  it.each([
    ['spanish', 'es'],
    ['SPANISH', 'es'],
    ['  Spanish ', 'es'],
    ['es', 'es'],
    ['ES', 'es'],
    ['pt-BR', 'pt-BR'],
    ['PT-br', 'pt-BR'],
    ['pt_BR', 'pt-BR'],
    ['Brazilian Portuguese', 'pt-BR'],
    ['brazilian   portuguese', 'pt-BR'],
    ['Portuguese (Brazil)', 'pt-BR'],
    ['Simplified Chinese', 'zh-Hans'],
    ['chinese (traditional)', 'zh-Hant'],
    ['ZH-HANS', 'zh-Hans'],
    ['zh_hant_tw', 'zh-Hant-TW'],
    ['Latin American Spanish', 'es-419'],
    ['es-419', 'es-419'],
    ['Farsi', 'fa'],
    ['Norwegian Bokmål', 'nb'],
    ['fil', 'fil'],
    ['en-u-ca-buddhist', 'en'],
  ])('reads %s as %s', (written, expected) => {
    expect(parseLocale(written)).toEqual({ ok: true, locale: expected });
  });

  it.each([
    ['iw', 'he'],
    ['in', 'id'],
    ['ji', 'yi'],
    ['mo', 'ro'],
    ['spa', 'es'],
    ['sh', 'sr-Latn'],
  ])('replaces the old tag %s by %s', (written, expected) => {
    expect(locale(written)).toBe(expected);
  });

  it.each([
    ['spansh', 'spanish'],
    ['grman', 'german'],
    ['engrish', 'english'],
    ['jappaneze', 'japanese'],
    ['Brasilian Portugese', 'brazilian portuguese'],
  ])('does not know %s and suggests %s', (written, suggestion) => {
    expect(parseLocale(written)).toEqual({ ok: false, suggestion });
  });

  it.each([
    ['klingonish'],
    ['xx'],
    [''],
    [' '],
    ['es,fr'],
    ['../../etc/passwd'],
    ['und'],
    ['mul'],
    ['zxx'],
    ['en-ZZ'],
    ['en-Zzzz'],
    ['en-XX'],
    ['__proto__'],
    ['constructor'],
  ])('does not know %j and suggests nothing', (written) => {
    expect(parseLocale(written)).toEqual({ ok: false, suggestion: null });
  });

  it('gives the same locale again for the tag that it gave, in any case', () => {
    const letter = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz');
    const language = fc.string({ unit: letter, minLength: 2, maxLength: 3 });
    const script = fc.option(fc.constantFrom('Latn', 'Cyrl', 'Hans', 'Hant', 'Arab'), { nil: null });
    const region = fc.option(
      fc.oneof(fc.string({ unit: letter, minLength: 2, maxLength: 2 }), fc.constantFrom('419', '001')),
      { nil: null },
    );
    const tag = fc.tuple(language, script, region).map((parts) => parts.filter((part) => part !== null).join('-'));
    let known = 0;
    fc.assert(
      fc.property(tag, fc.mixedCase(tag), (plain, mixed) => {
        for (const written of [plain, mixed]) {
          const parsed = parseLocale(written);
          if (!parsed.ok) continue;
          known += 1;
          const again = [parsed.locale, parsed.locale.toLowerCase(), parsed.locale.replaceAll('-', '_').toUpperCase()];
          for (const text of again) expect(parseLocale(text)).toEqual(parsed);
        }
      }),
      { numRuns: 1_000 },
    );
    expect(known).toBeGreaterThan(100);
  });

  it('reads back the English name of every language with two letters', () => {
    const letters = [...'abcdefghijklmnopqrstuvwxyz'];
    const known = letters
      .flatMap((a) => letters.map((b) => parseLocale(a + b)))
      .flatMap((parsed) => (parsed.ok ? [parsed.locale] : []));
    expect(known.length).toBeGreaterThan(150);
    const lost = known.filter((tag) => locale(localeName(tag)) !== tag);
    expect(lost).toEqual([]);
  });
});

describe('what is known of a locale', () => {
  it('has its English name and its language', () => {
    expect(['es', 'pt-BR', 'zh-Hans', 'es-419'].map((tag) => localeName(locale(tag)))).toEqual([
      'Spanish',
      'Brazilian Portuguese',
      'Simplified Chinese',
      'Latin American Spanish',
    ]);
    expect(languageOf(locale('zh-Hant-TW'))).toBe('zh');
  });

  it.each(['ar', 'fa', 'ur', 'he', 'ps', 'dv', 'ckb', 'az-Arab', 'pa-PK'])('writes %s from right to left', (tag) => {
    expect(textDirection(locale(tag))).toBe('rtl');
  });

  it.each(['es', 'ja', 'zh-Hans', 'ru', 'hi', 'az', 'pa', 'ar-Latn'])('writes %s from left to right', (tag) => {
    expect(textDirection(locale(tag))).toBe('ltr');
  });

  it.each([
    ['western', ['es', 'fr', 'de', 'it', 'pt-BR', 'ru', 'el', 'he', 'tr', 'pl']],
    ['asian', ['ja', 'zh', 'zh-Hans', 'zh-Hant', 'ko', 'th', 'vi', 'hi', 'id', 'ta', 'fil']],
    ['arabic', ['ar', 'ar-EG', 'fa', 'ur']],
  ])('counts among the %s languages: %s', (group, tags) => {
    expect(tags.filter((tag) => languageGroup(locale(tag)) !== group)).toEqual([]);
  });
});

describe('sameLanguageText', () => {
  it.each([
    ['en', 'en-US', true],
    ['zh', 'zh-Hans', true],
    ['zh-CN', 'zh-Hans', true],
    ['zh-TW', 'zh-Hant', true],
    ['pt', 'pt-BR', true],
    ['en', 'en-GB', false],
    ['pt', 'pt-PT', false],
    ['zh-Hans', 'zh-Hant', false],
    ['sr', 'sr-Latn', false],
    ['es', 'fr', false],
  ])('%s and %s: %s', (a, b, same) => {
    expect(sameLanguageText(locale(a), locale(b))).toBe(same);
    expect(sameLanguageText(locale(b), locale(a))).toBe(same);
  });
});
