import { describe, expect, it } from 'vitest';
import { language } from '../../../../lib/translate/checks/language/language.ts';
import { script } from '../../../../lib/translate/checks/language/script.ts';
import { untranslated } from '../../../../lib/translate/checks/untranslated.ts';
import { checked } from '../checked.ts';

const SOURCE = 'The pockets are deep enough for gloves, and the collar keeps the wind out.';
const IN = {
  es: 'Los bolsillos son lo bastante profundos para los guantes y el cuello no deja pasar el viento.',
  fr: 'Les poches sont assez profondes pour des gants, et le col arrête le vent.',
  de: 'Die Taschen sind tief genug für Handschuhe, und der Kragen hält den Wind ab.',
  'pt-BR': 'Os bolsos são fundos o bastante para as luvas, e a gola não deixa o vento entrar.',
  sv: 'Fickorna är tillräckligt djupa för handskar och kragen håller vinden ute.',
  da: 'Lommerne er dybe nok til handsker, og kraven holder vinden ude.',
  ru: 'Карманы достаточно глубокие для перчаток, а воротник защищает от ветра.',
  ar: 'الجيوب عميقة بما يكفي للقفازات، والياقة تصد الرياح.',
  fa: 'جیب‌ها برای دستکش به اندازه کافی عمیق هستند و یقه جلوی باد را می‌گیرد.',
  hi: 'जेबें दस्तानों के लिए काफ़ी गहरी हैं और कॉलर हवा को रोकता है।',
  ja: 'ポケットは手袋が入るほど深く、襟が風を防ぎます。',
  ko: '주머니는 장갑이 들어갈 만큼 깊고 깃이 바람을 막아 줍니다.',
  'zh-Hans': '口袋够深，放得下手套，这个衣领还能挡风，让您整天温暖。',
  'zh-Hant': '口袋夠深，放得下手套，這個衣領還能擋風，讓您整天溫暖。',
};

describe('script and language', () => {
  for (const locale of Object.keys(IN)) {
    for (const [written, target] of Object.entries(IN)) {
      it(`${written === locale ? 'lets' : 'rejects'} ${written} for ${locale}`, () => {
        const text = checked(locale, SOURCE, target);
        const found = script.find(text) ?? language.find(text);
        expect(found === null).toBe(written === locale);
      });
    }
    it(`rejects English for ${locale}`, () => {
      const text = checked(
        locale,
        SOURCE,
        'Gloves fit into the deep pockets, and with this collar you are safe from the wind.',
      );
      expect(script.find(text) ?? language.find(text)).not.toBeNull();
    });
  }

  it('asks nothing of a stand-in for a translation', () => {
    const text = checked('ja', SOURCE, '[Ţĥé þöçķéţš~]', { pseudo: true });
    expect([script, language, untranslated].map(({ find }) => find(text))).toEqual([null, null, null]);
  });
});

describe('script', () => {
  it.each([
    ['ja', 'Gore-Tex shoes', 'Gore-Texの靴', true],
    ['ja', 'DWR', 'DWR', true],
    ['ja', 'Navy', 'Navy', false],
    ['ja', 'Water repellent', '超撥水加工', true],
    ['zh-Hans', 'T-shirt', 'T 恤', true],
    ['zh-Hans', 'Graveltooth Hip Pack', 'Graveltooth 腰包', true],
    ['es', 'Cotton', 'Algodón 棉', false],
    ['es', '5 µm filter, Ω', 'Filtro de 5 µm, Ω', true],
    ['es', 'Δt and λ', 'Δt y λ', true],
    ['es', 'Warm', 'Ζεστό', false],
    ['el', 'Warm', 'Ζεστό', true],
    ['sr', 'Warm', 'Топло', true],
    ['sr-Latn', 'Warm', 'Toplo', true],
    ['ar', 'Navy', 'kuhli', false],
  ])('%s: %j as %j: %s', (locale, source, target, passes) => {
    expect(script.find(checked(locale, source, target)) === null).toBe(passes);
  });
});

describe('untranslated', () => {
  const FEATURES = 'Thumb loops, Hidden zip pocket, Mesh back';
  it.each([
    ['de', 'Khaki', 'Khaki', true],
    ['fr', 'Trail Running', 'Trail Running', true],
    ['de', 'Nylon, Polyester, Elastane', 'Nylon, Polyester, Elasthan', true],
    ['es', 'Puddlejump Rain Jacket', 'Puddlejump Rain Jacket', true],
    ['en-GB', SOURCE, SOURCE, true],
    ['es', SOURCE, SOURCE, false],
    ['es', SOURCE, SOURCE.toUpperCase().replace(',', ''), false],
    ['es', FEATURES, 'Thumb loops, Bolsillo oculto con cremallera, Espalda de malla', false],
    ['es', FEATURES, 'Presillas, Bolsillo oculto con cremallera, Espalda de malla', true],
    ['es', `${SOURCE} It is warm.`, `${SOURCE} Abriga mucho.`, false],
    ['fr', 'Enough for the whole trip', 'Assez pour the whole trip', false],
    ['ja', 'It keeps the wind out', '風を keeps the wind out', false],
  ])('%s: %j as %j: %s', (locale, source, target, passes) => {
    expect(untranslated.find(checked(locale, source, target)) === null).toBe(passes);
  });
});

describe('untranslated, of long texts', () => {
  /** Words that do not repeat, since prose does not. */
  const prose = (count: number, prefix: string) =>
    Array.from(
      { length: count },
      (_, index) => `${prefix}${index.toString(36).replace(/\d/g, (digit) => 'qrstuvwxyz'[Number(digit)] ?? '')}`,
    );
  const english = prose(60_000, 'en');
  const tenthTranslated = english.map((word, index) => (index % 10 === 0 ? `es${word}` : word));

  it.each([
    ['left as it is', english, false],
    ['with each tenth word another', tenthTranslated, false],
    ['translated', prose(60_000, 'es'), true],
    ['translated but for four words in a row', [...prose(30_000, 'es'), ...english.slice(70, 74)], false],
  ])('takes a moment for 300 kB: %s', (_, target, passes) => {
    const text = checked('es', english.join(' '), target.join(' '));
    const start = performance.now();
    expect(untranslated.find(text) === null).toBe(passes);
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  it('takes a moment for one word over and over', () => {
    const start = performance.now();
    untranslated.find(checked('es', 'warm '.repeat(60_000), 'warm '.repeat(60_000)));
    untranslated.find(checked('es', 'a b '.repeat(60_000), 'b b '.repeat(60_000)));
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});

describe('another variety of the same language', () => {
  const SOURCE = 'The jacket keeps you warm when the wind is cold, and it packs into its own pocket.';
  const SPANISH = 'La chaqueta te mantiene abrigado cuando el viento es frío, y se guarda en su propio bolsillo.';

  it('is no third language', () => {
    expect(language.find(checked('en-GB', SOURCE, SPANISH))).toBe('in Spanish, must be in British English');
    expect(language.find(checked('en-GB', SOURCE, SOURCE))).toBeNull();
  });

  it('may keep what the source has of one', () => {
    expect(language.find(checked('en-GB', SPANISH, SPANISH))).toBeNull();
  });
});
