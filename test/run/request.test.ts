import { describe, expect, it } from 'vitest';
import { MAX_PAYLOAD_BYTES } from '../../lib/local/lambda-boundary.ts';
import {
  DEFAULT_MAX_CONCURRENCY,
  MAX_LOCALES,
  MAX_PRODUCT_IDS,
  MAX_REFERENCE_CHARACTERS,
  parseRequest,
  readableLocales,
} from '../../lib/run/contract/request.ts';
import { planStep } from '../../lib/run/steps/plan.ts';
import { products, world } from '../fakes/run.ts';

const valid = { catalog: 'c.json', locales: ['spanish'] };
/** Languages that all differ: each of some as each of some regions writes it. */
const languages = (count: number) => {
  const regions = [
    'US',
    'MX',
    'CA',
    'BR',
    'AR',
    'CL',
    'PE',
    'CO',
    'CH',
    'BE',
    'AT',
    'LU',
    'IT',
    'ES',
    'PT',
    'FR',
    'DE',
  ];
  const all = ['es', 'fr', 'de', 'it', 'pt', 'nl', 'ja'].flatMap((language) =>
    regions.map((region) => `${language}-${region}`),
  );
  return all.slice(0, count);
};
const long = 'x'.repeat(MAX_REFERENCE_CHARACTERS + 1);
const faultsOf = (more: object) => {
  const parsed = parseRequest({ ...valid, ...more });
  return parsed.ok ? [] : parsed.faults;
};

describe('parseRequest', () => {
  it('fills in every default and makes locales canonical', () => {
    expect(parseRequest({ catalog: 'c.json', locales: ['Spanish', 'PT-br', 'zh_hans', 'iw'] })).toEqual({
      ok: true,
      request: {
        catalog: 'c.json',
        products: 'all',
        locales: ['es', 'pt-BR', 'zh-Hans', 'he'],
        translateNames: false,
        model: null,
        maxConcurrency: DEFAULT_MAX_CONCURRENCY,
        glossary: null,
        profile: null,
        force: false,
        maxUsd: null,
        dryRun: false,
      },
    });
    expect(DEFAULT_MAX_CONCURRENCY).toBe(10);
  });

  it('lists all faults of a request at once', () => {
    const parsed = parseRequest({
      catalog: '',
      products: [],
      locales: ['spansh', 'German', 'de', 'en-US', 'klingonese of old', 'french'],
      maxConcurrency: 1.5,
      maxUsd: -1,
      colour: 'red',
      dryRun: 'yes',
    });
    expect(parsed.ok).toBe(false);
    const faults = parsed.ok ? [] : parsed.faults;
    expect(faults).toHaveLength(10);
    const all = faults.join('\n');
    for (const part of [
      'unknown language "spansh": did you mean spanish?',
      'language de is named twice: "German" and "de"',
      'language "en-US" is the catalog\'s own (en): nothing to translate',
      'unknown language "klingonese of old"',
      'max-concurrency: expected a whole number, got 1.5',
      'max-usd: expected more than 0, got -1',
      'unknown field "colour"',
    ]) {
      expect(all).toContain(part);
    }
    expect(all).toMatch(/^catalog: .*got a blank text$/m);
    expect(all).toMatch(/^products: /m);
    expect(all).toMatch(/^dryRun: .*got the text "yes"$/m);
    expect(all).not.toMatch(/french|klingonese of old": did you mean/);
  });

  it.each([
    [{ maxConcurrency: 0 }, /^max-concurrency: expected at least 1, got 0$/],
    [{ maxConcurrency: 'x' }, /^max-concurrency: expected a whole number, got the text "x"$/],
    [{ maxConcurrency: 10_001 }, /^max-concurrency: expected at most 10000, got 10001$/],
    [{ maxUsd: 0 }, /^max-usd: expected more than 0, got 0$/],
    [{ locales: [] }, /^languages: expected at least one language, got a list$/],
    [{ locales: undefined }, /^languages: .*got nothing$/],
    [{ locales: 'fr' }, /^languages: .*got the text "fr"$/],
    [{ locales: ['fr', 3] }, /^languages\.1: .*got 3$/],
    [{ products: [] }, /^products: /],
    [{ products: [true] }, /^products/],
    [{ products: 'some' }, /^products: .*got the text "some"$/],
    [{ glossary: '' }, /^glossary: .*got a blank text$/],
    [{ model: '' }, /^model: .*got a blank text$/],
    [{ locales: ['en'] }, /is the catalog's own/],
    [{ locales: languages(101) }, /^languages: expected at most 100 languages, got a list$/],
    [
      { products: Array(10_001).fill(7) },
      /^products: expected "all" or a list of at most 10000 product ids, got a list$/,
    ],
    [{ products: [7, long] }, /^products\.1: expected at most 1024 characters, got the text "x{39}…"$/],
    [{ catalog: long }, /^catalog: expected at most 1024 characters, got the text "x{39}…"$/],
    [{ model: long }, /^model: expected at most 1024 characters, /],
    [{ glossary: long }, /^glossary: expected at most 1024 characters, /],
    [{ profile: long }, /^profile: expected at most 1024 characters, /],
  ])('refuses %j with one fault that says what was read', (more, fault) => {
    const faults = faultsOf(more);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(fault);
  });

  it.each([[null], [undefined], ['text'], [[]], [3]])('refuses %j as a request', (raw) => {
    expect(parseRequest(raw)).toMatchObject({ ok: false, faults: [expect.stringMatching(/^request: /)] });
  });

  it('takes as much of everything as it says', () => {
    const most = 'x'.repeat(MAX_REFERENCE_CHARACTERS);
    const products = Array<string>(MAX_PRODUCT_IDS).fill('7');
    const references = { catalog: most, model: most, glossary: most, profile: most };
    expect(faultsOf({ ...references, products, locales: languages(MAX_LOCALES) })).toEqual([]);
    expect(faultsOf({ products: [most] })).toEqual([]);
  });

  it('takes no more languages than a state can hold jobs of, with room to spare', async () => {
    const request = { catalog: products(1), locales: languages(MAX_LOCALES), maxUsd: 1 };
    const { jobs, ...state } = await planStep({ runId: 'r'.repeat(80), request }, world().deps);
    expect(jobs).toHaveLength(MAX_LOCALES);
    expect(Buffer.byteLength(JSON.stringify({ ...state, jobs }))).toBeLessThan(MAX_PAYLOAD_BYTES / 5);
  });

  it('lists no fault of each language where there are far too many', () => {
    const names = Array.from({ length: 2_000 }, (_, index) => `nowhere-${index}`);
    expect(faultsOf({ locales: names })).toHaveLength(1 + MAX_LOCALES);
    expect(readableLocales({ locales: Array(2_000).fill('fr') })).toEqual(['fr']);
  });

  it('takes products in the request itself, and ids of both kinds', () => {
    expect(faultsOf({ catalog: [{ product_id: 1 }], products: [1, 'a-2'] })).toEqual([]);
  });
});
