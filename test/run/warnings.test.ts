import { expect, it } from 'vitest';
import type { Locale } from '../../lib/catalog/locale.ts';
import { runChecks } from '../../lib/run/checks.ts';
import { keys } from '../../lib/run/contract/keys.ts';
import { product, run, world } from '../fakes/run.ts';

const COATS = [
  product(1, { product_features: 'A light shell for windy days.', available_colors: ['Cloud grey', 'Sage green'] }),
  product(2, { product_features: 'Made of 79gsm yarn for cold mornings.', available_colors: null }),
];
const FRENCH: Readonly<Record<string, string>> = {
  // Published, with a remark: the marks at the end are not those of the source.
  'A light shell for windy days.': 'Une veste légère pour les jours de vent !',
  'Cloud grey': 'Gris nuage',
  'Sage green': 'Vert sauge ;',
  // Held back.
  'Made of ⟦1⟧ yarn for cold mornings.': 'Error translating to French: ⟦1⟧',
};

it('lists what the checks remark and shows what they hold back to nobody but a person', async () => {
  const w = world({ examine: runChecks, answers: { translate: (text) => FRENCH[text] } });
  const { merged, summary, failures, part } = await run(w, { catalog: COATS }, { runId: 'r' });

  const remark = { check: 'final-punctuation', message: expect.stringMatching(/^must end /) };
  expect((await part('fr'))?.products[0]?.warnings).toEqual([
    { unit: 'features', ...remark },
    { unit: 'colors[1]', ...remark },
  ]);
  expect(merged.products[0]?.translations['fr']).toMatchObject({
    features: FRENCH['A light shell for windy days.'],
    colors: ['Gris nuage', 'Vert sauge ;'],
  });
  expect(merged.products[0]?.warnings).toEqual([
    { locale: 'fr', field: 'features', ...remark },
    { locale: 'fr', field: 'colors', ...remark, message: expect.stringMatching(/^colors\[1\]: must end /) },
  ]);
  expect(merged.products[1]).not.toHaveProperty('warnings');
  expect(summary).toMatchObject({ status: 'PARTIAL', counts: { units: 4, translated: 3, failed: 1, warnings: 2 } });

  const failure = { locale: 'fr', field: 'features', error: 'ModelAnswerInvalid' };
  expect(failures).toEqual([
    {
      product_id: 2,
      ...failure,
      cause: expect.stringContaining('error-text: '),
      lastAnswer: 'Error translating to French: 79gsm',
    },
  ]);
  expect(merged.products[1]?.failures).toEqual([{ ...failure, cause: failures[0]?.cause }]);
  for (const key of [keys.merged('r'), keys.summary('r'), keys.catalog('r', 'fr' as Locale)]) {
    expect(await w.store.read(key), key).not.toMatch(/lastAnswer|Error translating to French: 79gsm|⟦/);
  }
});

it('counts the remarks of all locales and batches', async () => {
  const late = { check: 'late', severity: 'warn' as const, message: 'one remark on each unit' };
  const w = world({ batchProducts: 1, examine: () => [late] });
  const { summary, merged } = await run(w, { catalog: COATS, locales: ['fr', 'de'] });
  expect(summary).toMatchObject({ status: 'COMPLETE', counts: { units: 8, warnings: 8 } });
  expect(merged.products.map(({ warnings }) => warnings?.map(({ locale, field }) => `${locale} ${field}`))).toEqual([
    ['fr features', 'fr colors', 'fr colors', 'de features', 'de colors', 'de colors'],
    ['fr features', 'de features'],
  ]);
});
