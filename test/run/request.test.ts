import { describe, expect, it } from 'vitest';
import { DEFAULT_MAX_CONCURRENCY, parseRequest } from '../../lib/run/contract/request.ts';

const valid = { catalog: 'c.json', locales: ['spanish'] };
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
  ])('refuses %j with one fault that says what was read', (more, fault) => {
    const faults = faultsOf(more);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(fault);
  });

  it.each([[null], [undefined], ['text'], [[]], [3]])('refuses %j as a request', (raw) => {
    expect(parseRequest(raw)).toMatchObject({ ok: false, faults: [expect.stringMatching(/^request: /)] });
  });

  it('takes products in the request itself, and ids of both kinds', () => {
    expect(faultsOf({ catalog: [{ product_id: 1 }], products: [1, 'a-2'] })).toEqual([]);
  });
});
