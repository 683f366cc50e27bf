import { describe, expect, it } from 'vitest';
import { units } from '../../../../lib/translate/checks/numbers/units.ts';
import { checked } from '../checked.ts';

describe('a unit that is spelt out', () => {
  it.each([
    ['de', '5 liters', '5 Gallonen'],
    ['es', '12 inches', '12 centímetros'],
    ['es', '12 inches', '12 cm'],
    ['de', 'Ready in 30 minutes', 'In 30 Stunden fertig'],
    ['de', '44 pounds', '44 Kilo'],
    ['fr', 'Sizes 29-31 inches', 'Tailles 29-31 centimètres'],
    ['zh-Hant', '40 degrees Celsius', '華氏 40 度'],
    ['ar', '45 minutes', '٤٥ ساعة'],
    ['ja', '20 inches', '20センチ'],
    ['fi', '48 hours', '48 päivää'],
    ['pt-BR', '18 months on 240 days', '240 meses em 18 dias'],
  ])('is another one where %s says %j as %j', (locale, source, target) => {
    expect(units.find(checked(locale, source, target))).toContain('another unit');
  });

  it.each([
    ['de', '5 liters', '5 Liter'],
    ['de', 'For 5-day trips with 35 liters', '35 Liter für 5-Tages-Touren'],
    ['es', '8 fluid ounces', '8 onzas líquidas'],
    ['fr-CA', '20 quarts', '20 pintes'],
    ['ja', '16 fluid ounces', '16オンス'],
    ['pl', '20 quarts', '20 kwart'],
    ['es', '30 minutes, 30 days', '30 días, 30 minutos'],
    ['es', '5 inches', 'cinco pulgadas'],
    ['es', '30 days', '30 jornadas'],
    ['eo', '30 days', '30 tagoj'],
    ['sv', 'In 20 days', 'Om 20 dagar'],
    ['ru', '40 degrees Fahrenheit', '40 градусов по Фаренгейту'],
  ])('is its own where %s says %j as %j', (locale, source, target) => {
    expect(units.find(checked(locale, source, target))).toBeNull();
  });
});
