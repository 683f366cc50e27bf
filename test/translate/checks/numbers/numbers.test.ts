import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Locale } from '../../../../lib/catalog/locale.ts';
import { notationOf } from '../../../../lib/translate/checks/numbers/notation.ts';
import { numbersInWords } from '../../../../lib/translate/checks/numbers/number-words.ts';
import { numbers } from '../../../../lib/translate/checks/numbers/numbers.ts';
import { asciiDigits, readings } from '../../../../lib/translate/checks/numbers/numerals.ts';
import { touchedMask } from '../../../../lib/translate/checks/touched-masks.ts';
import { protector } from '../../../../lib/translate/protect.ts';
import { checked } from '../checked.ts';

const passes = (locale: string, source: string, target: string) =>
  numbers.find(checked(locale, source, target)) === null;

describe('numbers', () => {
  it.each([
    ['fr', 'Over 1,000.00 sold', 'Plus de 1\u202f000,00 vendus'],
    ['fr', 'Over 1,000 sold', 'Plus de 1 000 vendus'],
    ['de', 'Over 1,000.00 sold', 'Über 1.000,00 verkauft'],
    ['de-CH', 'Over 1,000.00 sold', 'Über 1’000.00 verkauft'],
    ['de', 'Runs 1.5 times', 'Läuft 1.5-mal'],
    ['de', 'USB 3.0 at 0.125', 'USB 3.0 mit 0.125'],
    ['de', 'Over 12,500.5', 'Über 12,500.5'],
    ['es-MX', 'Over 1,000 sold', 'Más de 1,000 vendidos'],
    ['fr', 'Over 12,500 sold', 'Plus de 12.500 vendus'],
    ['es', 'Over 20,000 sold', 'Más de 20 mil vendidos'],
    ['ja', 'Over 2.5 million sold', '250万着以上'],
    ['ja', 'Tested 12,000 times', '1万2千回'],
    ['da', 'Until 11:59 pm', 'Indtil kl. 23.59'],
    ['de', 'Made on 12/11/2024', 'Hergestellt am 12.11.2024'],
    ['ru', 'Over 1,500,000 steps', 'Более 1,5 млн шагов'],
    ['zh-Hans', 'For 20 kilograms', '承重 20 千克'],
    ['ar', 'Over 12,500.5 in 2024', 'أكثر من ١٢٬٥٠٠٫٥ في ٢٠٢٤'],
    ['fa', 'Over 345 sold', 'بیش از ۳۴۵'],
    ['ja', 'Tested 345 times', '３４５回テスト'],
    ['ja', 'Over 20,000 sold', '2万着以上'],
    ['hi', 'Over 1,200,000 sold', '12,00,000 से अधिक'],
    ['es', '2 pockets', 'Dos bolsillos'],
    ['es', 'Four pockets and twenty-five loops', '4 bolsillos y 25 presillas'],
    ['ja', 'The jacket for July', '7月の1着'],
    ['de', 'Until 11:59 pm', 'Bis 23:59 Uhr'],
    ['fr', 'A half, a dozen', '1/2, 12'],
  ])('lets %s write %j as %j', (locale, source, target) => {
    expect(passes(locale, source, target)).toBe(true);
  });

  it.each([
    ['es', '2 pockets', '3 bolsillos'],
    ['es', 'Pockets', '4 bolsillos'],
    ['es', 'Tested for 18 months', 'Probado durante meses'],
    ['es', 'Tested for 18 months', 'Probado durante 81 meses'],
    ['de', '2.5 times as strong', '25-mal so stark'],
    ['de', '2.5 times as strong', 'viel stärker'],
    ['de', 'Over 1,500 sold', 'Über 1.5 verkauft 15'],
    ['ar', 'Over 12,500 sold', 'أكثر من ١٢٬٠٠٠'],
    ['ja', 'Over 20,000 sold', '20万着以上'],
    ['es', '2 pockets', '1 bolsillo'],
    ['de', 'Over 1,000 sold', 'Über 1,000 verkauft'],
    ['es-MX', 'Over 15,000 sold', 'Más de 15.000 vendidos'],
    ['it', 'Runs 1.250 seconds', 'Funziona 1.250 secondi'],
    ['zh-Hans', 'Only 20 made', '仅 20 万件'],
    ['es', '20 people', '20 mil personas'],
    ['ko', 'Over 2.5 million', '2.5만 개 이상'],
  ])('finds that into %s %j is not %j', (locale, source, target) => {
    expect(passes(locale, source, target)).toBe(false);
  });

  it('lets any number stand in the format of any locale', () => {
    const LOCALES = [
      'es',
      'fr',
      'de',
      'it',
      'ja',
      'zh-Hans',
      'ar-EG',
      'pt-BR',
      'fa',
      'hi',
      'de-CH',
      'sv',
      'pl',
      'en-IN',
      'my',
    ];
    const number = fc.oneof(
      fc.integer({ min: 0, max: 99_999_999 }),
      fc.integer({ max: 99_999_999, min: 0 }).map((n) => n / 100),
    );
    fc.assert(
      fc.property(number, fc.constantFrom(...LOCALES), (value, locale) => {
        const [source, target] = ['en', locale].map((tag) => new Intl.NumberFormat(tag).format(value));
        expect(passes(locale, `Sold ${source} times`, `~ ${target} ~`), `${source} as ${target}`).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('finds any larger number that has changed', () => {
    const number = fc.integer({ min: 13, max: 999_999 });
    fc.assert(
      fc.property(number, number, fc.constantFrom('es', 'fr', 'ja', 'ar-EG'), (value, other, locale) => {
        fc.pre(value !== other);
        const [source, target] = [
          new Intl.NumberFormat('en').format(value),
          new Intl.NumberFormat(locale).format(other),
        ];
        expect(passes(locale, `Sold ${source} times`, `~ ${target} ~`)).toBe(false);
      }),
    );
  });
});

describe('reading numbers', () => {
  it.each([
    ['en', '1,000', [1000]],
    ['de', '1,000', [1]],
    ['de', '1.000', [1000]],
    ['de', '1.5', [1.5]],
    ['fr', '1.000', [1000, 1]],
    ['de-CH', '1,000', [1000, 1]],
    ['ar', '1,000', [1000]],
    ['ar-MA', '1,000', [1]],
    ['de', '1,234,567.5', [1234567.5]],
    ['hi', '12,34,567', [1234567]],
    ['de', '0.125', [0.125]],
    ['de', '11.12.2024', [11122024]],
  ])('reads %s %s as %j', (locale, written, values) => {
    expect(readings(written, notationOf(locale as Locale))).toEqual(values);
  });

  it('reads the digits of any script', () => {
    expect(asciiDigits('٣ ۴ ５ ६ ๗ 𝟾')).toBe('3 4 5 6 7 8');
  });

  it('reads English number words', () => {
    expect([...numbersInWords('Thirty-two, two hundred, third, in May, it may')]).toEqual([30, 32, 2, 200, 100, 3, 5]);
  });
});

describe('what stands right beside a protected measure', () => {
  /** The masked source and target, as a model gives them. */
  const touched = (source: string, maskedTarget: string) => {
    const { text, spans } = protector()(source);
    return touchedMask(text, maskedTarget, spans);
  };

  it.each([
    ['For $25 a pair', 'Por ⟦1⟧0 el par'],
    ['For $25 a pair', 'Por ⟦1⟧,50 el par'],
    ['For $25 a pair', 'Por ⟦1⟧k el par'],
    ['For $25 a pair', 'Por ⟦1⟧ € el par'],
    ['For $25 a pair', 'Por -⟦1⟧ el par'],
    ['For $25 a pair', '1足⟦1⟧万'],
    ['Weighs 121g', 'Pesa 1⟦1⟧'],
    ['Weighs 121g', 'Pesa 1.⟦1⟧'],
    ['Weighs 121g', 'Pesa −⟦1⟧'],
    ['Weighs 121g', 'Вес ⟦1⟧кг'],
    ['Weighs 121g', 'الوزن ٣⟦1⟧'],
    ['Weighs 121g', 'Pesa ⟦1⟧%'],
    ['Over 2 121g packs', 'Más de 2⟦1⟧ paquetes'],
    ['Sizes 29-31', 'Tallas ⟦1⟧0'],
    ['Sizes 29-31', 'Tallas ⟦1⟧kg'],
    ['Rated UPF 30+', 'Con ⟦1⟧5'],
    ['Code KM-VLP-30', 'Código ⟦1⟧0'],
  ])('makes of %j another: %j', (source, target) => {
    expect(touched(source, target)).toContain('right beside');
    const numbersFind = { ...checked('es', source, ''), maskedTarget: target };
    expect(numbers.find(numbersFind)).not.toBeNull();
  });

  it.each([
    ['Weighs 121g with belt', 'ベルト込みで⟦1⟧の重さ'],
    ['Weighs 121g', 'Gewicht:⟦1⟧.'],
    ['A 121g vest', 'Eine ⟦1⟧-Weste'],
    ['A UPF 30+ shirt', 'Ein LSF-⟦1⟧-Hemd'],
    ['A 100% cotton shirt', '⟦1⟧纯棉衬衫'],
    ['From 10 to 20%', '10–⟦1⟧'],
    ['Sizes 29-31 inches', 'Größen ⟦1⟧in'],
    ['<h1>2 pockets</h1>', '⟦1⟧2 bolsillos⟦2⟧'],
    ['Two <b>pockets</b>', '⟦1⟧2⟦2⟧ bolsillos'],
    ['In 2024. 121g', '2024 年，⟦1⟧'],
    ['Weighs 121g, 3 pockets', 'Pesa ⟦1⟧, 3 bolsillos'],
    ['A 121g all-rounder', '⟦1⟧万能外套'],
    ['Under - 121g', '-⟦1⟧ altında'],
    ['Weighs 121g', "Ağırlığı ⟦1⟧'dır"],
  ])('leaves %j what it is: %j', (source, target) => {
    expect(touched(source, target)).toBeNull();
  });
});
