import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KETL_PROFILE } from '../../lib/catalog/profile.ts';
import { NameIndex } from '../../lib/run/name-index.ts';
import { NameSurvey } from '../../lib/run/name-survey.ts';
import { textsReader } from '../../lib/run/product-texts.ts';
import { protector } from '../../lib/translate/protect.ts';
import { product, run, world } from '../fakes/run.ts';

const CATALOG = [
  product(1, { product_name: 'Graveltooth Wind Jacket', other_details: 'Goes with the Alpine Beanie or a Nofry.' }),
  product(2, { product_name: 'Alpine Beanie' }),
  product(3, { product_name: 'Nofry' }),
  product(4, { product_name: 'Beanie', other_details: 'This beanie is a Beanie.' }),
  product(5, { product_name: null }),
  product(6, { product_name: 'Unmentioned Vest' }),
];
const textsOf = textsReader(KETL_PROFILE);

function namesOf(catalog: readonly Record<string, unknown>[], mostWords?: number): NameIndex {
  const survey = new NameSurvey(KETL_PROFILE, mostWords);
  for (const one of catalog) survey.look(one);
  expect(survey.needsSecondLook).toBe(mostWords !== undefined);
  if (mostWords !== undefined) for (const one of catalog) survey.lookAgain(one);
  return survey.end();
}

const ALL_NAMES = ['Graveltooth Wind Jacket, Alpine Beanie, Nofry, a Beanie and an Unmentioned Vest'];

describe('the names of a catalog', () => {
  it('are found in any product that mentions them, and no others', () => {
    expect(namesOf(CATALOG).in(textsOf(CATALOG[0]!))).toEqual(['Alpine Beanie', 'Nofry']);
  });

  it('are none where the catalog uses one as a common word, so that one product alone is masked as all are', () => {
    const distinctive = ['Graveltooth Wind Jacket', 'Alpine Beanie', 'Nofry', 'Unmentioned Vest'];
    expect(namesOf(CATALOG).in(ALL_NAMES)).toEqual(distinctive);
    expect(namesOf(CATALOG.filter(({ product_id }) => product_id !== 4)).in(['a Beanie'])).toEqual([]);
    expect(namesOf([...CATALOG.slice(0, 3), product(4, { product_name: 'Beanie' })]).in(['a Beanie'])).toEqual([
      'Beanie',
    ]);
  });

  it('are the same where there are too many words to hold, after a second look', () => {
    expect(namesOf(CATALOG, 3).in(ALL_NAMES)).toEqual(namesOf(CATALOG).in(ALL_NAMES));
  });

  it('are found however many there are, also those of other batches', () => {
    const many = Array.from({ length: 5_000 }, (_, id) => product(id, { product_name: `Ridge Shell ${id}` }));
    const found = namesOf(many).in(['over the Ridge Shell 4711, under it a Ridge Shell 12']);
    expect(found).toContain('Ridge Shell 4711');
    expect(found).toContain('Ridge Shell 12');
    // Beginnings of a number are no whole words: masking leaves them alone.
    expect(found.length).toBeLessThanOrEqual(7);
  });

  it('stay as they are in the translation', async () => {
    const { merged } = await run(
      world({ answers: { translate: (text) => text.toLowerCase().replace('goes with', 'va avec') } }),
      { catalog: CATALOG.slice(0, 3), products: [1] },
    );
    expect(merged.products[0]?.translations['fr']?.['details']).toBe('va avec the Alpine Beanie or a Nofry.');
  });

  it('mask any text as all names together would', () => {
    const word = fc.constantFrom('Ridge', 'Shell', 'ridge', '3', 'Été', '(New)', '«X»', '...', 'Nofry', 'O’Neil', '🏔');
    const phrase = (max: number) =>
      fc.array(fc.tuple(word, fc.constantFrom(' ', '-', ', ', '')), { minLength: 1, maxLength: max }).map((parts) =>
        parts
          .map((part) => part.join(''))
          .join('')
          .trim(),
      );
    fc.assert(
      fc.property(fc.array(phrase(3), { maxLength: 12 }), phrase(12), (names, text) => {
        const known = new Set(names.filter((name) => name !== ''));
        const found = new NameIndex(known).in([text]);
        expect(protector(found)(text)).toEqual(protector([...known])(text));
      }),
    );
  });
});
