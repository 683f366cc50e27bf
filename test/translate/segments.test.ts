import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Unit } from '../../lib/catalog/units.ts';
import { PACK_SEGMENTS, PACK_SOURCE_TOKENS, pack, TOKENS_PER_SEGMENT } from '../../lib/translate/pack.ts';
import { protector } from '../../lib/translate/protect.ts';
import { segmentUnits, unitText } from '../../lib/translate/segments.ts';
import { estimateTokens } from '../../lib/translate/tokens.ts';
import { segmentsOf, unit } from './helpers.ts';

const plain = () => protector();

describe('segments', () => {
  it('makes one segment of identical texts, and finds every place again', () => {
    const { segments } = segmentUnits(
      [[unit('Cloud', 'colors[0]'), unit('Sage', 'colors[1]')], [], [unit('Cloud', 'colors[0]')]],
      plain,
    );
    expect(segments.map(({ id, text }) => [id, text])).toEqual([
      ['s1', 'Cloud'],
      ['s2', 'Sage'],
    ]);
    expect(segments[0]?.units.map(({ product, unit }) => [product, unit.id])).toEqual([
      [0, 'colors[0]'],
      [2, 'colors[0]'],
    ]);
  });

  it('makes one segment of texts that differ in their protected spans alone, and gives each its own back', () => {
    const { segments } = segmentUnits([[unit('Weight: 79gsm')], [unit('Weight: 121g')]], plain);
    expect(segments).toHaveLength(1);
    expect(segments[0]?.units.map((place) => unitText(place, 'Poids : ⟦1⟧'))).toEqual([
      'Poids : 79gsm',
      'Poids : 121g',
    ]);
  });

  it('sends no outer white space, and puts each kind back where it was', () => {
    const texts = ['\u00a0 Warm coat\n\n', 'Warm coat', '\tWarm coat '];
    const { segments } = segmentUnits([texts.map((text) => unit(text))], plain);
    expect(segments.map(({ text }) => text)).toEqual(['Warm coat']);
    expect(segments[0]?.units.map((place) => unitText(place, 'Manteau'))).toEqual([
      '\u00a0 Manteau\n\n',
      'Manteau',
      '\tManteau ',
    ]);
  });

  it('leaves a unit of nothing but protected spans untouched', () => {
    const units = [unit('100% / UPF 30+'), unit('<br> {size}')];
    const { segments, untouched } = segmentUnits([[], units], () => protector(['UPF']));
    expect(segments).toEqual([]);
    expect(untouched).toEqual(units.map((unit) => ({ product: 1, unit })));
  });

  it('protects each unit by its own terms', () => {
    const name = unit('Nofry Hoodie', 'name');
    const details = unit('The Nofry Hoodie', 'details');
    const { segments } = segmentUnits([[name, details]], ({ field }: Unit) =>
      field === 'name' ? protector() : protector(['Nofry Hoodie']),
    );
    expect(segments.map(({ text }) => text)).toEqual(['Nofry Hoodie', 'The ⟦1⟧']);
  });

  it('gives every unit its text back where a model changes nothing', () => {
    const texts = fc.array(fc.array(fc.string({ unit: 'binary', maxLength: 30 }), { maxLength: 4 }), { maxLength: 4 });
    fc.assert(
      fc.property(texts, (products) => {
        const units = products.map((texts) => texts.map((text, index) => unit(text, `texts[${index}]`)));
        const { segments, untouched } = segmentUnits(units, plain);
        const back = products.map((texts) => texts.map(() => ''));
        const put = (product: number, { id }: Unit, text: string) => {
          back[product]![Number(id.slice('texts['.length, -1))] += text;
        };
        for (const { text, units } of segments) {
          for (const place of units) put(place.product, place.unit, unitText(place, text));
        }
        for (const { product, unit } of untouched) put(product, unit, unit.text);
        expect(back).toEqual(products);
      }),
    );
  });

  it('comes to an end with 100 kB of white space inside a text', () => {
    const source = `a${' '.repeat(100_000)}b`;
    expect(segmentsOf(source)[0]?.text).toBe(source);
  });
});

const text = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.nat({ max: 8_000 }).map((length) => 'wool '.repeat(length / 5)),
);
const cost = (segments: readonly { text: string }[]) =>
  segments.reduce((sum, { text }) => sum + estimateTokens(text) + TOKENS_PER_SEGMENT, 0);

describe('packing segments into calls', () => {
  it('puts every segment into exactly one call, in order, and keeps each call within its budget', () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 200 }), (texts) => {
        const segments = texts.map((text, index) => ({ id: `s${index}`, text }));
        const packs = pack(segments);
        expect(packs.flat()).toEqual(segments);
        for (const one of packs) {
          expect(one.length).toBeGreaterThan(0);
          expect(one.length).toBeLessThanOrEqual(PACK_SEGMENTS);
          if (one.length > 1) expect(cost(one)).toBeLessThanOrEqual(PACK_SOURCE_TOKENS);
        }
      }),
    );
  });

  it('leaves a text larger than the budget alone in its call', () => {
    const large = { text: 'x'.repeat(PACK_SOURCE_TOKENS * 8) };
    const small = { text: 'Cloud' };
    expect(pack([small, large, small])).toEqual([[small], [large], [small]]);
  });

  it('keeps a call of many small texts within the number of ids that a model keeps track of', () => {
    const small = Array.from({ length: 100 }, () => ({ text: 'Cloud' }));
    const packs = pack([...small, { text: 'x'.repeat((PACK_SOURCE_TOKENS - TOKENS_PER_SEGMENT) * 4) }]);
    expect(packs.map(({ length }) => length)).toEqual([PACK_SEGMENTS, 40, 1]);
  });

  it('fills the calls evenly instead of leaving crumbs for the last', () => {
    const packs = pack(Array.from({ length: PACK_SEGMENTS + 2 }, () => ({ text: 'Cloud' })));
    expect(packs.map(({ length }) => length)).toEqual([34, 28]);
  });

  it('makes no call of nothing', () => {
    expect(pack([])).toEqual([]);
  });
});
