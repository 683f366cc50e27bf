import { readFileSync } from 'node:fs';
import { bundledCatalog } from '../../lib/local/package-folder.ts';
import type { MinutesScenario } from './run.ts';

const SIX = ['es', 'fr', 'de', 'it', 'ja', 'ar'];

const bundled = JSON.parse(readFileSync(bundledCatalog(), 'utf8')) as {
  readonly extracted_data: Readonly<Record<string, unknown>>;
}[];

/** Languages without references, of each group: to look a text up among those takes longer than all else. */
const FIVE = ['nl', 'sv', 'da', 'ko', 'fa'];

/**
 * The bundled products again and again, each with a name and a sentence of its own. Fabrics and colours, and features where they are 'shared', are those of every
 * 44th product: where one batch follows the other, the second finds them in memory.
 */
export function generatedCatalog(count: number, features: 'own' | 'shared' = 'own'): unknown[] {
  return Array.from({ length: count }, (_, index) => {
    const { extracted_data = {}, ...rest } = bundled[index % bundled.length] ?? {};
    const own = {
      ...extracted_data,
      product_name: `Ridge Shell ${index + 1}`,
      ...(features === 'own' && {
        product_features: `${extracted_data['product_features'] ?? 'Storm hood'}, pocket of the series ${index + 1}`,
      }),
      other_details: `${extracted_data['other_details'] ?? ''} Goes with the Ridge Shell ${index}, number ${index + 1} of its kind.`,
    };
    return { ...rest, product_id: index + 1, extracted_data: own };
  });
}

/** Languages of one model. */
const ONE_MODEL = ['nl', 'sv', 'da', 'fi'];

/** Runs whose estimate is held against what they take. */
export const MINUTES_SCENARIOS: Readonly<Record<string, MinutesScenario>> = {
  'the bundled catalog x 6, free': { catalog: bundledCatalog(), locales: SIX, plan: 'free', pace: 'each' },
  'the same on one machine': { catalog: bundledCatalog(), locales: SIX, plan: 'free', pace: 'one' },
  'the same by one model': {
    catalog: bundledCatalog(),
    locales: SIX,
    plan: 'free',
    pace: 'each',
    model: 'openai/gpt-oss-120b',
  },
  'the bundled catalog x 6, developer': { catalog: bundledCatalog(), locales: SIX, plan: 'developer', pace: 'each' },
  // As much as a day allows of each model: the stand-in knows no limit of tokens a day.
  '300 products x 2, free': { catalog: generatedCatalog(300), locales: ['nl', 'ko'], plan: 'free', pace: 'each' },
  '450 products with shared features x 2, free': {
    catalog: generatedCatalog(450, 'shared'),
    locales: ['nl', 'ko'],
    plan: 'free',
    pace: 'each',
  },
  '450 products x 2, developer': {
    catalog: generatedCatalog(450),
    locales: ['nl', 'ko'],
    plan: 'developer',
    pace: 'each',
  },
  '100 products x 4 of one model, free': {
    catalog: generatedCatalog(100),
    locales: ONE_MODEL,
    plan: 'free',
    pace: 'each',
  },
  // A quarter of a minute.
  '250 products x 3 of one model, developer, mean of 12': {
    catalog: generatedCatalog(250),
    locales: ONE_MODEL.slice(0, 3),
    plan: 'developer',
    pace: 'each',
    runs: 12,
  },
  '250 products x 4 of one model, developer, one machine, mean of 6': {
    catalog: generatedCatalog(250),
    locales: ONE_MODEL,
    plan: 'developer',
    pace: 'one',
    runs: 6,
  },
  '1,500 products x 4 of one model, developer': {
    catalog: generatedCatalog(1_500),
    locales: ONE_MODEL,
    plan: 'developer',
    pace: 'each',
  },
  // Little more than a minute's limits, in batches of which the last is small.
  '810 products x 1, developer': { catalog: generatedCatalog(810), locales: ['ko'], plan: 'developer', pace: 'each' },
  '2,000 products x 5, developer': {
    catalog: generatedCatalog(2_000),
    locales: FIVE,
    plan: 'developer',
    pace: 'each',
  },
};
