import { describe, expect, it } from 'vitest';
import { matchLocale } from '../../../lib/local/groq-server/locales.ts';
import { createLookup } from '../../../lib/local/groq-server/references.ts';
import { ask, standIn } from './standin.ts';

const lookup = createLookup({
  Cloud: 'Nuage',
  '  Light as air. ': "  Léger comme l'air. ",
  '88% Nylon / 8% Spandex, Weight: 200gsm': 'nylon 88%, élasthanne 8%, poids : 200gsm',
  'Wear it with the Vent Pants': 'À porter avec le Vent Pants',
  'A <b>warm</b> <b>coat</b>': 'Un <b>manteau</b> <b>chaud</b>',
  'Pack of 2L and 2L': '2L et encore 2L',
  'Loses 40g somewhere': 'Perd quelque chose',
});
const both = createLookup({ 'Loses 40g somewhere': 'Perd quelque chose', 'Loses 50g somewhere': 'Ne perd pas 50g' });

describe('looking a text up in the references', () => {
  it('finds a source as it stands', () => {
    expect(lookup('Cloud')).toBe('Nuage');
    expect(lookup('  Light as air. ')).toBe("  Léger comme l'air. ");
  });

  it('finds a source that comes without its white space, and leaves it out of the translation too', () => {
    expect(lookup('Light as air.')).toBe("Léger comme l'air.");
  });

  it('finds a masked source and masks its translation', () => {
    expect(lookup('Wear it with the ⟦1⟧')).toBe('À porter avec le ⟦1⟧');
    expect(lookup('⟦1⟧ Nylon / ⟦2⟧ Spandex, Weight: ⟦3⟧')).toBe('nylon ⟦1⟧, élasthanne ⟦2⟧, poids : ⟦3⟧');
    expect(lookup('88% Nylon / ⟦1⟧ Spandex, Weight: 200gsm')).toBe('nylon 88%, élasthanne ⟦1⟧, poids : 200gsm');
  });

  it('gives the first occurrence to the first of two masks for the same text', () => {
    expect(lookup('Pack of ⟦1⟧ and ⟦2⟧')).toBe('⟦1⟧ et encore ⟦2⟧');
    expect(lookup('A ⟦1⟧warm⟦2⟧ ⟦3⟧coat⟦4⟧')).toBe('Un ⟦1⟧manteau⟦2⟧ ⟦3⟧chaud⟦4⟧');
  });

  it('passes over a reference that lacks a masked span, to the next that has it', () => {
    expect(lookup('Loses ⟦1⟧ somewhere')).toBeNull();
    expect(both('Loses ⟦1⟧ somewhere')).toBe('Ne perd pas ⟦1⟧');
  });

  it('knows nothing of other texts, also where they name what every object has', () => {
    expect(lookup('Night')).toBeNull();
    expect(lookup('constructor')).toBeNull();
  });

  it('takes no time over a text of many masks that fits nothing', () => {
    const long = createLookup({ ['a '.repeat(5_000)]: 'x' });
    const start = performance.now();
    expect(long(`${Array.from({ length: 40 }, (_, i) => `⟦${i + 1}⟧`).join(' ')} b`)).toBeNull();
    expect(long(`${Array.from({ length: 40 }, (_, i) => `⟦${i + 1}⟧`).join(' ')}b a`)).toBeNull();
    expect(performance.now() - start).toBeLessThan(500);
  });
});

describe('choosing the file of a locale', () => {
  const FILES = ['ar', 'de', 'es', 'pt-BR', 'zh-Hans'];
  it.each([
    ['es', 'es'],
    ['ES', 'es'],
    ['es-MX', 'es'],
    ['zh', 'zh-Hans'],
    ['zh-CN', 'zh-Hans'],
    ['zh-Hans-SG', 'zh-Hans'],
    ['pt', 'pt-BR'],
    ['pt-BR', 'pt-BR'],
    ['pt-PT', null],
    ['zh-TW', null],
    ['zh-Hant', null],
    ['nl', null],
    ['../es', null],
    ['', null],
  ])('serves %j from %j', (locale, file) => {
    expect(matchLocale(locale, FILES)).toBe(file);
  });

  it('pseudo-localizes for a locale without a file, and says so', async () => {
    const server = await standIn();
    expect(await ask(server, ['Cloud'], 'es-MX')).toMatchObject({ texts: ['Nube'], pseudo: undefined });
    const dutch = await ask(server, ['Cloud', 'Sage'], 'nl');
    expect(dutch.pseudo).toEqual(['s1', 's2']);
    expect(dutch.texts[0]).toMatch(/^\[Ć.*~\]$/);
  });

  it('marks only the segments without a reference', async () => {
    const { texts, pseudo } = await ask(await standIn(), ['Cloud', 'Never heard of it'], 'de');
    expect(texts[0]).toBe('Wolke');
    expect(pseudo).toEqual(['s2']);
  });
});
