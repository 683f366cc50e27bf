import { describe, expect, it } from 'vitest';
import { KETL_PROFILE } from '../../lib/catalog/profile.ts';
import { extractUnits } from '../../lib/catalog/units.ts';
import { runChecks } from '../../lib/translate/checks/index.ts';
import type { TranslationMemory } from '../../lib/translate/memory.ts';
import {
  type Override,
  type Overrides,
  overrideKey,
  overridesOf,
  overridesSchema,
  unfitOverrides,
} from '../../lib/translate/overrides.ts';
import { reportUnfit } from '../../lib/translate/stale-overrides.ts';
import { scriptedModel } from '../fakes/scripted-model.ts';
import { job, nobody, product, world } from './job-world.ts';

const CAP = product(1, {
  product_name: 'Vent Cap',
  product_features: 'soft brim',
  other_details: 'A cap for long days.',
  available_colors: ['Cloud', 'Sage'],
});
const units = extractUnits(CAP, KETL_PROFILE, { translateNames: false });
const found = (entries: Overrides[string] | undefined) => Object.fromEntries(overridesOf(entries, units));

describe('the overrides of a product', () => {
  it.each<[string, Overrides[string], Record<string, Override>]>([
    ['a text', { features: 'visière souple' }, { features: { text: 'visière souple', source: null } }],
    [
      'a text with what it translates',
      { features: { text: 'visière souple', source: 'soft brim' } },
      { features: { text: 'visière souple', source: 'soft brim' } },
    ],
    [
      'a list',
      { colors: ['Nuage', 'Sauge'] },
      { 'colors[0]': { text: 'Nuage', source: null }, 'colors[1]': { text: 'Sauge', source: null } },
    ],
    [
      'a list with what it translates',
      { colors: { text: ['Nuage', 'Sauge'], source: ['Cloud'] } },
      { 'colors[0]': { text: 'Nuage', source: 'Cloud' }, 'colors[1]': { text: 'Sauge', source: null } },
    ],
    ['one element', { 'colors[1]': 'Sauge' }, { 'colors[1]': { text: 'Sauge', source: null } }],
    [
      'one element before the whole list',
      { colors: ['Nuage', 'Sauge'], 'colors[1]': { text: 'Vert', source: 'Sage' } },
      { 'colors[0]': { text: 'Nuage', source: null }, 'colors[1]': { text: 'Vert', source: 'Sage' } },
    ],
    ['a list of another length', { colors: ['Nuage'] }, {}],
    ['a text for a list', { colors: 'Nuage' }, {}],
    ['a list for a text', { features: ['visière souple'] }, {}],
    ['an element that is not there', { 'colors[2]': 'Nuit' }, {}],
    ['a field that nobody knows', { colours: ['Nuage', 'Sauge'], name: 'Casquette', constructor: 'x' }, {}],
  ])('are found by unit: %s', (_, entries, expected) => {
    expect(found(entries)).toEqual(expected);
  });

  const coloured = (...colors: readonly string[]) =>
    extractUnits(product(1, { available_colors: colors }), KETL_PROFILE, { translateNames: false });

  it.each<[string[], string[], Record<string, string>]>([
    [['Black', '2024', 'Red'], ['Noir', '2024', 'Rouge'], { 'colors[0]': 'Noir', 'colors[2]': 'Rouge' }],
    [['Black', '2024'], ['Noir', '2024'], { 'colors[0]': 'Noir' }],
    [['2024', 'Black'], ['2024', 'Noir'], { 'colors[1]': 'Noir' }],
    [['Black', '2024', 'Red'], ['Noir', 'Rouge'], {}],
    [['Black', 'Red'], ['Noir', 'Rouge', 'Vert'], {}],
  ])('count elements without a letter: %j as %j', (colors, list, expected) => {
    const texts = [...overridesOf({ colors: list }, coloured(...colors))].map(([id, { text }]) => [id, text]);
    expect(Object.fromEntries(texts)).toEqual(expected);
  });

  it.each<[string, Overrides[string], string[]]>([
    ['a list of another length', { colors: ['Nuage'] }, ['colors[0]', 'colors[1]']],
    ['a list of another length beside one element', { colors: ['Nuage'], 'colors[1]': 'Sauge' }, ['colors[0]']],
    ['a text for a list', { colors: 'Nuage' }, ['colors[0]', 'colors[1]']],
    ['a list for a text', { features: ['visière souple'] }, ['features']],
    ['what fits', { colors: ['Nuage', 'Sauge'], features: 'visière souple' }, []],
  ])('are known where they do not fit: %s', (_, entries, ids) => {
    expect(unfitOverrides(entries, units).map(({ id }) => id)).toEqual(ids);
  });

  it('are reported on the translations that stand in their place, and on no other', () => {
    const text = { text: 'x', pseudo: false, warnings: [] };
    const products = [{ units: new Map(units.map(({ id }) => [id, text])) }];
    const overrides = { 1: { colors: ['Nuage'], features: 'visière souple' }, 2: { colors: [] } };
    reportUnfit(products, { products: [CAP], profile: KETL_PROFILE, translateNames: false, overrides });
    const warned = [...(products[0]?.units ?? [])].map(([id, { warnings }]) => [
      id,
      (warnings as readonly { check: string; severity: string }[]).map(({ check, severity }) => `${check} ${severity}`),
    ]);
    expect(Object.fromEntries(warned)).toEqual({
      features: [],
      details: [],
      'colors[0]': ['override-unfit warn'],
      'colors[1]': ['override-unfit warn'],
    });
  });

  it('are none without an entry', () => {
    expect(found(undefined)).toEqual({});
    expect(found({})).toEqual({});
  });

  it.each([
    ['no object', []],
    ['a number', { 1: { features: 3 } }],
    ['an empty text', { 1: { features: '' } }],
    ['an empty element', { 1: { colors: ['Nuage', ''] } }],
    ['a source without a text', { 1: { features: { source: 'soft brim' } } }],
    ['a misspelt source', { 1: { features: { text: 'x', src: 'soft brim' } } }],
  ])('are refused as a file for %s', (_, file) => {
    expect(overridesSchema.safeParse(file).success).toBe(false);
  });

  it('are remembered each for itself', () => {
    const override = { text: 'x', source: null };
    const keys = [
      overrideKey('1', 'features', override),
      overrideKey('2', 'features', override),
      overrideKey('1', 'details', override),
      overrideKey('1', 'features', { ...override, text: 'y' }),
    ];
    expect(new Set(keys).size).toBe(4);
    expect(overrideKey('1', 'features', { ...override, source: 'z' })).toBe(keys[0]);
  });
});

/** A person's word for each of the cap's texts: no check would pass it. */
const ALL: Overrides = {
  1: { features: 'soft brim', details: 'Error: {size} <b>', 'colors[0]': '⟦1⟧', 'colors[1]': ' 42 ' },
};
const AS_THEY_STAND = [
  { features: 'soft brim', details: 'Error: {size} <b>', 'colors[0]': '⟦1⟧', 'colors[1]': ' 42 ' },
];

describe('a person’s translation', () => {
  it.each([
    ['as they stand', {}],
    ['under force too', { force: true }],
    ['after the job has failed too', { endedBy: { error: 'ProviderUnavailable', cause: '503' } }],
  ])('is published whatever the checks would say, without a call, %s', async (_, how) => {
    const told: unknown[] = [];
    const result = await job([CAP], scriptedModel(nobody), world(), {
      overrides: ALL,
      examine: runChecks,
      progress: (...progress) => void told.push(progress),
      ...how,
    });
    expect(result.texts).toEqual(AS_THEY_STAND);
    expect(result).toMatchObject({ units: 4, translated: 4, memoryHits: 0, gained: false, paused: null });
    expect(result.ledger).toMatchObject({ calls: 0, usd: 0 });
    expect(result.products[0]?.failures).toEqual([]);
    expect(told).toEqual([[4, 4, null]]);
  });

  it('stands beside what the model is asked for, at its own product alone, and wins over what memory holds', async () => {
    const here = world();
    const twin = { ...CAP, product_id: 2 };
    const before = await job([CAP, twin], scriptedModel(), here);
    const overrides = { 1: { features: 'visière souple' }, 7: { features: 'no such product' } };
    const { texts, memoryHits } = await job([CAP, twin], scriptedModel(nobody), here, { run: 'r2', overrides });
    expect(texts).toEqual([{ ...before.texts[0], features: 'visière souple' }, before.texts[1]]);
    expect(memoryHits).toBe(7);
    // Taken back, the translation that was bought is there again.
    expect((await job([CAP, twin], scriptedModel(nobody), here, { run: 'r3' })).texts).toEqual(before.texts);
  });

  it('is saved by nobody as a translation of its text', async () => {
    const here = world();
    await job([CAP], scriptedModel(nobody), here, { overrides: ALL });
    const model = scriptedModel();
    await job([{ ...CAP, product_id: 2 }], model, here);
    expect(model.requests).toHaveLength(1);
  });
});

describe('a person’s translation whose source text changes', () => {
  const change = (fields: Readonly<Record<string, unknown>>) =>
    product(1, { ...(CAP['extracted_data'] as Record<string, unknown>), ...fields });
  /** Which units are reported as stale after a run over this product. */
  async function stale(cap: typeof CAP, overrides: Overrides, here: ReturnType<typeof world>, force = false) {
    const { products, texts } = await job([cap], scriptedModel(), here, { run: crypto.randomUUID(), overrides, force });
    const remarks = [...(products[0]?.units ?? [])].flatMap(([id, { warnings }]) =>
      warnings.map(({ check, severity }) => `${id} ${check} ${severity}`),
    );
    return { remarks, texts: texts[0] };
  }
  const STALE = 'features override-stale warn';

  it('is reported from then on, also under force, and still published', async () => {
    const here = world();
    const overrides = { 1: { features: 'visière souple', colors: ['Nuage', 'Sauge'] } };
    const fresh = { remarks: [], texts: expect.objectContaining({ features: 'visière souple' }) };
    expect(await stale(CAP, overrides, here)).toEqual(fresh);
    expect(await stale(change({ other_details: 'Another text.' }), overrides, here, true)).toEqual(fresh);
    const changed = change({ product_features: 'stiff brim', available_colors: ['Cloud', 'Moss'] });
    for (const force of [false, true, false]) {
      const { remarks, texts } = await stale(changed, overrides, here, force);
      expect(remarks).toEqual([STALE, 'colors[1] override-stale warn']);
      expect(texts).toMatchObject({ features: 'visière souple', 'colors[0]': 'Nuage', 'colors[1]': 'Sauge' });
    }
    // A new translation is one of the new text; the old text back again makes the old one right.
    expect((await stale(changed, { 1: { features: 'visière rigide' } }, here)).remarks).toEqual([]);
    expect((await stale(CAP, overrides, here)).remarks).toEqual([]);
  });

  it('is known by the file where that says what was translated, from the first run on', async () => {
    const overrides = (source: string): Overrides => ({ 1: { features: { text: 'visière souple', source } } });
    expect((await stale(CAP, overrides('old brim'), world())).remarks).toEqual([STALE]);
    const here = world();
    expect((await stale(CAP, overrides('soft brim'), here)).remarks).toEqual([]);
    const changed = change({ product_features: 'stiff brim' });
    expect((await stale(changed, overrides('soft brim'), here)).remarks).toEqual([STALE]);
    // Looked at again and found right: the file says so, and that counts more than what memory knows.
    expect((await stale(changed, overrides('stiff brim'), here)).remarks).toEqual([]);
  });

  it('is no other when it moves inside the batch, and is written down once', async () => {
    const here = world();
    const overrides = { 1: { features: 'visière souple' } };
    await job([CAP], scriptedModel(), here, { overrides });
    const other = product(2, { product_features: 'stiff brim' });
    await job([other], scriptedModel(), here);
    const saves: unknown[] = [];
    const memory: TranslationMemory = { ...here.memory, save: async (_, entries) => void saves.push(entries) };
    const { products } = await job([other, CAP], scriptedModel(nobody), { ...here, memory }, { run: 'r2', overrides });
    expect(saves).toEqual([]);
    expect(products[1]?.units.get('features')).toEqual({ text: 'visière souple', pseudo: false, warnings: [] });
  });
});
