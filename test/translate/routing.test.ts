import { describe, expect, it } from 'vitest';
import type { Locale } from '../../lib/catalog/locale.ts';
import { Ledger } from '../../lib/translate/ledger.ts';
import { modelsSchema } from '../../lib/translate/model-table.ts';
import { MODELS, modelFacts, resolveModel, route, routingTable, usdOf } from '../../lib/translate/routing.ts';
import { A, B, QWEN } from './helpers.ts';

describe('routing', () => {
  it('comes from a table that fits its schema', () => {
    expect(modelsSchema.parse(MODELS)).toEqual(MODELS);
  });

  it.each([
    ['es', 'western', A],
    ['pt-BR', 'western', A],
    ['ru', 'western', A],
    ['he', 'western', A],
    ['ja', 'asian', QWEN],
    ['zh-Hans', 'asian', QWEN],
    ['vi', 'asian', QWEN],
    ['hi', 'asian', QWEN],
    ['ar', 'arabic', B],
    ['fa', 'arabic', B],
    ['ur', 'arabic', B],
  ])('sends %s to the %s chain, %s first', (locale, group, first) => {
    expect(route(locale as Locale, null)).toEqual({ group, chain: MODELS.groups[group as 'western'] });
    expect(route(locale as Locale, null).chain[0]).toBe(first);
  });

  it('asks the one model that was named, and no other, whatever the language', () => {
    expect(route('ja' as Locale, A)).toEqual({ group: 'asian', chain: [A] });
    expect(route('fr' as Locale, 'mistral-saba-24b').chain).toEqual([B]);
  });

  it('gives every group a second model', () => {
    for (const chain of Object.values(MODELS.groups)) expect(new Set(chain).size).toBeGreaterThan(1);
  });

  it('names no model, in a group or as a successor, that the table does not hold', () => {
    const named = [
      ...Object.values(MODELS.groups).flat(),
      ...Object.values(MODELS.retired).map((one) => one.successor),
    ];
    for (const model of named) expect(Object.keys(MODELS.models)).toContain(model);
    for (const retired of Object.keys(MODELS.retired)) expect(MODELS.models).not.toHaveProperty([retired]);
  });

  it('shows the table group by group, in the order of asking', () => {
    expect(routingTable().map(({ group, position, model }) => `${group} ${position} ${model}`)).toEqual([
      `western 1 ${A}`,
      `western 2 ${B}`,
      `asian 1 ${QWEN}`,
      `asian 2 ${B}`,
      `arabic 1 ${B}`,
      `arabic 2 ${A}`,
    ]);
  });
});

describe('the name of a model', () => {
  it.each([
    ['llama-3.1-8b-instant', A],
    ['llama-3.3-70b-versatile', B],
    ['qwen-2.5-32b', QWEN],
    ['mistral-saba-24b', B],
  ])('%s, which is retired, becomes its successor, with a notice', (name, model) => {
    const resolved = resolveModel(name);
    expect(resolved.model).toBe(model);
    expect(resolved.notice).toContain(`${name} was shut down`);
    expect(resolved.notice).toContain(model);
  });

  it('is taken as it is when the table holds it', () => {
    expect(resolveModel(A)).toEqual({ model: A, notice: null });
  });

  it.each(['llama3:8b', 'constructor', '__proto__'])('%s, which nobody knows, is asked for with a notice', (name) => {
    expect(resolveModel(name)).toEqual({ model: name, notice: expect.stringContaining('not in the model table') });
    expect(modelFacts(name)).toMatchObject({ structuredOutput: 'json_object', reasoningEffort: null });
    expect(usdOf(name, { promptTokens: 1e6, cachedTokens: 0, completionTokens: 1e6 })).toBe(0);
  });
});

describe('costs', () => {
  it('are those of the price list, with cached tokens at their own price', () => {
    expect(usdOf(A, { promptTokens: 1e6, cachedTokens: 0, completionTokens: 0 })).toBeCloseTo(0.075, 12);
    expect(usdOf(A, { promptTokens: 1e6, cachedTokens: 1e6, completionTokens: 0 })).toBeCloseTo(0.0375, 12);
    expect(usdOf(A, { promptTokens: 1e6, cachedTokens: 400_000, completionTokens: 1e6 })).toBeCloseTo(
      0.6 * 0.075 + 0.4 * 0.0375 + 0.3,
      12,
    );
  });

  it('add up over models in the ledger', () => {
    const ledger = new Ledger();
    ledger.answered(A, { promptTokens: 1_000, cachedTokens: 400, completionTokens: 500 });
    ledger.answered(B, { promptTokens: 2_000, cachedTokens: 0, completionTokens: 100 });
    expect(ledger.usage).toEqual({ promptTokens: 3_000, cachedTokens: 400, completionTokens: 600 });
    expect(ledger.usd).toBeCloseTo((600 * 0.075 + 400 * 0.0375 + 500 * 0.3 + 2_000 * 0.15 + 100 * 0.6) / 1e6, 15);
    expect(ledger.model).toBe(B);
  });

  it('are bounded by what is spent and what is set aside together', () => {
    const ledger = new Ledger(1);
    expect(ledger.reserve(0.6)).toBe(true);
    expect(ledger.reserve(0.6)).toBe(false);
    ledger.release(0.6);
    expect(ledger.reserve(0.6)).toBe(true);
    expect(new Ledger(null).reserve(1e9)).toBe(true);
  });
});
