import { describe, expect, it } from 'vitest';
import type { Locale } from '../../lib/catalog/locale.ts';
import { KETL_PROFILE } from '../../lib/catalog/profile.ts';
import type { PartFile, Settings } from '../../lib/run/contract/internal.ts';
import { translatable } from '../../lib/run/fields.ts';
import { invalidRows, type JobResult, mergedProduct, mergeText, translatedProduct } from '../../lib/run/merge.ts';
import { addJob, addUnits, askedAgain, noTotals, runStats, runStatus } from '../../lib/run/stats.ts';
import { NO_USAGE } from '../../lib/translate/model.ts';
import { NO_GLOSSARY } from '../fakes/glossary.ts';
import { product } from '../fakes/run.ts';

const settings: Settings = {
  catalog: 'c',
  source: 'en' as Locale,
  profile: KETL_PROFILE,
  translateNames: false,
  model: null,
  glossary: NO_GLOSSARY,
  force: false,
};
const fr = 'fr' as Locale;
const spent = { startedAt: 0, ms: 10, model: 'm', calls: 1, retries: 0, unanswered: 0, usd: 0 };
const usage = { promptTokens: 1, cachedTokens: 0, completionTokens: 1 };

function part(...products: Partial<PartFile['products'][number]>[]): JobResult {
  const filled = products.map((entry) => ({ units: {}, pseudo: [], warnings: [], failures: [], ...entry }));
  return {
    part: {
      ...spent,
      usage,
      memoryHits: 0,
      damagedMemory: [],
      attempt: 'a',
      trail: [],
      endedBy: null,
      products: filled,
    },
  };
}

const hoodie = product(1, { fabric_details: 'wool', other_details: null });
const WHOLE = { features: 'boucles', fabric_details: 'laine', 'colors[0]': 'Sauge', 'colors[1]': 'Nuage' };
const failure = (unit: string, error = 'ModelAnswerInvalid', cause = 'no JSON') => ({
  unit,
  field: unit.replace(/\[.*/, ''),
  error,
  cause,
  lastAnswer: null,
});
const mergeOne = (job: JobResult, of = hoodie, over: Partial<Settings> = {}) => {
  const source = translatable(of, settings.profile, over.translateNames ?? false);
  const text = mergeText(source, of['product_id'] as number, fr, job, 0);
  const translated = translatedProduct(of, { ...settings, ...over }, job, 0);
  return {
    product: mergedProduct(of, settings.profile, [text]),
    catalog: translated === null ? [] : [translated],
    failures: text.rows,
    count: text.counts,
  };
};

describe('a merged product', () => {
  it('shows a translated product under the names of the profile, null where the source has nothing', () => {
    const { product: merged, catalog, failures, count } = mergeOne(part({ units: WHOLE }));
    expect(merged).toStrictEqual({
      product_id: 1,
      original: {
        name: 'Hoodie Number 1',
        features: 'thumb loops of kind b',
        fabric_details: 'wool',
        details: null,
        colors: ['Sage', 'Cloud'],
        sizes: ['S', 'M'],
        price: 11,
      },
      translations: {
        fr: {
          name: 'Hoodie Number 1',
          features: 'boucles',
          fabric_details: 'laine',
          details: null,
          colors: ['Sauge', 'Nuage'],
        },
      },
      failures: [],
    });
    expect(failures).toEqual([]);
    expect(count).toEqual({ units: 4, translated: 4, pseudo: 0, warnings: 0 });
    const own = hoodie['extracted_data'] as Record<string, unknown>;
    expect(catalog).toEqual([
      {
        ...hoodie,
        extracted_data: {
          ...own,
          product_features: 'boucles',
          fabric_details: 'laine',
          available_colors: ['Sauge', 'Nuage'],
        },
      },
    ]);
    expect(JSON.stringify(hoodie)).not.toContain('Sauge');
  });

  it('leaves a failed field out of the translations and the whole product out of the catalog', () => {
    const { features: _, ...units } = WHOLE;
    const { product: merged, catalog, failures, count } = mergeOne(part({ units, failures: [failure('features')] }));
    expect(Object.keys(merged.translations['fr'] ?? {})).toEqual(['name', 'fabric_details', 'details', 'colors']);
    const reason = { locale: 'fr', field: 'features', error: 'ModelAnswerInvalid', cause: 'no JSON' };
    expect(merged.failures).toEqual([reason]);
    expect(failures).toEqual([{ product_id: 1, ...reason }]);
    expect(catalog).toEqual([]);
    expect(count).toEqual({ units: 4, translated: 3, pseudo: 0, warnings: 0 });
  });

  it('leaves the colours out when one of them failed, and says which', () => {
    const { 'colors[1]': _, ...units } = WHOLE;
    const { product: merged } = mergeOne(part({ units, failures: [failure('colors[1]')] }));
    expect(merged.translations['fr']).not.toHaveProperty('colors');
    expect(merged.failures).toEqual([
      { locale: 'fr', field: 'colors', error: 'ModelAnswerInvalid', cause: 'colors[1]: no JSON' },
    ]);
  });

  it('has no translation at all for a job that failed, whatever the reason says', () => {
    const all = Object.keys(WHOLE).map((unit) => failure(unit, 'ProviderUnavailable', '503 upstream'));
    const missing = { error: 'JobMissing', cause: 'the job left neither a translation nor a reason' };
    for (const job of [part({ failures: all }), { missing }]) {
      const { product: merged, catalog, count } = mergeOne(job);
      expect(merged.translations).toEqual({});
      expect(merged.failures).toHaveLength(4);
      expect(catalog).toEqual([]);
      expect(count).toEqual({ units: 4, translated: 0, pseudo: 0, warnings: 0 });
    }
    expect(mergeOne({ missing }).failures[0]).toEqual({ product_id: 1, locale: 'fr', field: 'features', ...missing });
  });

  it('reports units of which a part has no word, also whole products', () => {
    const { failures } = mergeOne(part({ units: { features: 'boucles' } }));
    expect(failures.map(({ field, error }) => `${field} ${error}`)).toEqual([
      'fabric_details JobMissing',
      'colors JobMissing',
      'colors JobMissing',
    ]);
    expect(mergeOne(part()).count).toEqual({ units: 4, translated: 0, pseudo: 0, warnings: 0 });
  });

  it('takes no unit that the product does not have', () => {
    const { product: merged } = mergeOne(part({ units: { ...WHOLE, price: '1', 'colors[2]': 'y' } }));
    expect(merged.translations['fr']).toMatchObject({ colors: ['Sauge', 'Nuage'] });
    expect(merged.translations['fr']).not.toHaveProperty('price');
  });

  it('marks the fields that were pseudo-localized, and only where there are some', () => {
    const { product: merged, count } = mergeOne(part({ units: WHOLE, pseudo: ['colors[0]', 'colors[1]', 'features'] }));
    expect(merged.pseudo).toEqual({ fr: ['features', 'colors'] });
    expect(count.pseudo).toBe(3);
    expect(mergeOne(part({ units: WHOLE })).product).not.toHaveProperty('pseudo');
  });

  it('keeps a null name null, and translates names only on request', () => {
    const gift = product(2, { product_name: null, available_colors: null, product_features: 'gift' });
    const { product: nameless } = mergeOne(part({ units: { features: 'cadeau' } }), gift);
    expect(nameless.original['name']).toBeNull();
    expect(nameless.translations['fr']).toEqual({
      name: null,
      features: 'cadeau',
      fabric_details: null,
      details: null,
      colors: null,
    });
    const named = mergeOne(part({ units: { ...WHOLE, name: 'Sweat' } }), hoodie, { translateNames: true });
    expect(named.product.translations['fr']?.['name']).toBe('Sweat');
    expect(named.catalog[0]).toMatchObject({ extracted_data: { product_name: 'Sweat' } });
    expect(mergeOne(part({ units: { ...WHOLE, name: 'Sweat' } })).product.translations['fr']?.['name']).toBe(
      'Hoodie Number 1',
    );
  });

  it('shows a name whose translation failed as the original alone', () => {
    const { product: merged } = mergeOne(part({ units: WHOLE, failures: [failure('name')] }), hoodie, {
      translateNames: true,
    });
    expect(merged.failures.map(({ field }) => field)).toEqual(['name']);
    expect(merged.translations['fr']).not.toHaveProperty('name');
  });

  it('shows each locale its own result, by its place in the batch', () => {
    const second = product(2, { available_colors: null });
    const jobs = [
      [fr, part({ units: { features: 'un' } }, { failures: [failure('features')] })],
      ['de' as Locale, part({ failures: [failure('features')] }, { units: { features: 'zwei' } })],
    ] as const;
    const texts = jobs.map(([locale, job]) =>
      mergeText(translatable(second, settings.profile, false), 2, locale, job, 1),
    );
    expect(mergedProduct(second, settings.profile, texts)).toMatchObject({
      translations: { de: { features: 'zwei' } },
      failures: [{ locale: 'fr', field: 'features' }],
    });
    expect(texts.flatMap(({ rows }) => rows)).toMatchObject([{ product_id: 2, locale: 'fr' }]);
    expect(jobs.map(([, job]) => translatedProduct(second, settings, job, 1) !== null)).toEqual([false, true]);
  });
});

describe('invalidRows', () => {
  it('gives one row a fault, with its place as the field', () => {
    const faults = ['products[3].price: expected number, got the text "a: b"', 'products[3].id: expected text'];
    expect(invalidRows({ id: null, faults })).toEqual([
      {
        product_id: null,
        field: 'products[3].price',
        locale: null,
        error: 'ProductInvalid',
        cause: 'expected number, got the text "a: b"',
      },
      { product_id: null, field: 'products[3].id', locale: null, error: 'ProductInvalid', cause: 'expected text' },
    ]);
  });
});

describe('runStatus', () => {
  it.each([
    [{ units: 3, translated: 3, invalidProducts: 0 }, 'COMPLETE'],
    [{ units: 0, translated: 0, invalidProducts: 0 }, 'COMPLETE'],
    [{ units: 3, translated: 2, invalidProducts: 0 }, 'PARTIAL'],
    [{ units: 3, translated: 3, invalidProducts: 1 }, 'PARTIAL'],
    [{ units: 0, translated: 0, invalidProducts: 1 }, 'PARTIAL'],
    [{ units: 3, translated: 0, invalidProducts: 0 }, 'FAILED'],
  ])('calls %j %s', (counts, status) => {
    expect(runStatus(counts)).toBe(status);
  });
});

describe('askedAgain', () => {
  const own = (calls: number, unanswered: number) => ({ ...spent, model: 'm', calls, unanswered, usage: NO_USAGE });

  it('counts the calls that an invocation left unanswered and the next one made', () => {
    expect(askedAgain([own(5, 3), own(3, 1), own(1, 0)])).toBe(4);
  });

  it('counts nothing for a single invocation, nor what nobody asked again', () => {
    expect(askedAgain([own(5, 3)])).toBe(0);
    expect(askedAgain([own(5, 3), own(0, 0)])).toBe(0);
  });
});

describe('runStats', () => {
  it('adds up every invocation, also those that failed', () => {
    const counts = { units: 4, translated: 3, pseudo: 0, warnings: 0 };
    const usages = { promptTokens: 100, cachedTokens: 20, completionTokens: 50 };
    const failed = { startedAt: 0, ms: 30, model: null, calls: 2, retries: 1, unanswered: 1, usage: usages, usd: 0.1 };
    const good = { startedAt: 50, ms: 70, model: 'a', calls: 1, retries: 0, unanswered: 0, usage: usages, usd: 0.2 };
    const stats = runStats(
      [
        addUnits(addJob(noTotals(fr), [failed, good], 2), counts),
        addUnits(addJob(noTotals('de' as Locale), [good], 0), counts),
      ],
      80,
    );
    expect(stats).toMatchObject({
      wallMs: 80,
      sequentialMs: 170,
      averageMsPerLocale: 85,
      calls: 4,
      retries: 2,
      memoryHits: 2,
      promptTokens: 300,
      cachedTokens: 60,
      completionTokens: 150,
      usd: 0.5,
    });
    expect(stats.perLocale['fr']).toMatchObject({ ms: 100, model: 'a', calls: 3, failed: 1, usd: 0.3 });
    expect(runStats([], 5)).toMatchObject({ sequentialMs: 0, averageMsPerLocale: 0, usd: 0 });
  });
});
