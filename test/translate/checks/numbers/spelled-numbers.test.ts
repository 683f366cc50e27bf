import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { packageFolder } from '../../../../lib/local/package-folder.ts';
import { runChecks } from '../../../../lib/translate/checks/index.ts';
import { numbers } from '../../../../lib/translate/checks/numbers/numbers.ts';
import { units } from '../../../../lib/translate/checks/numbers/units.ts';
import { checked } from '../checked.ts';

/** `half`: the rules were made on the one and looked at on the other. */
interface Pair {
  readonly half: 'tuned' | 'held-out';
  readonly locale: string;
  readonly source: string;
  readonly target: string;
  readonly label: 'good' | 'bad';
}

const pairs = readFileSync(packageFolder('data/checks/number-words-pairs.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Pair);
const shown = ({ locale, source, target }: Pair) => `${locale}: ${source} -> ${target}`;
const rejected = ({ locale, source, target }: Pair) =>
  runChecks(checked(locale, source, target)).some(({ severity }) => severity === 'reject');
const isFound = ({ locale, source, target }: Pair) => {
  const text = checked(locale, source, target);
  return numbers.find(text) !== null || units.find(text) !== null;
};

describe('number words and prices', () => {
  it.each(['tuned', 'held-out'] as const)('are let through where they are right: %s', (half) => {
    const good = pairs.filter((pair) => pair.half === half && pair.label === 'good');
    expect(good.length).toBeGreaterThan(30);
    expect(good.filter((pair) => isFound(pair) || rejected(pair)).map(shown)).toEqual([]);
  });

  it.each(['tuned', 'held-out'] as const)('are held back where they are wrong: %s', (half) => {
    const bad = pairs.filter((pair) => pair.half === half && pair.label === 'bad');
    expect(bad.length).toBeGreaterThan(20);
    expect(bad.filter((pair) => !isFound(pair)).map(shown)).toEqual([]);
  });
});

describe('a price in another currency', () => {
  it.each([
    ['de', 'Nur ⟦1⟧ Euro heute'],
    ['ja', '本日限り⟦1⟧円'],
    ['sv', 'Bara ⟦1⟧ kronor i dag'],
    ['fr', 'EUR ⟦1⟧ seulement'],
  ])('is a touched mask in %s: %j', (locale, maskedTarget) => {
    const text = { ...checked(locale, 'Only $25.00 today', ''), maskedTarget };
    expect(numbers.find(text)).toContain('right beside');
  });

  it.each([
    ['de', 'Nur ⟦1⟧ heute'],
    ['es', 'Solo ⟦1⟧ dólares hoy'],
    ['cs', 'Za ⟦1⟧ jen dnes'],
    ['pt-BR', 'Só ⟦1⟧ livres hoje'],
  ])('is its own in %s: %j', (locale, maskedTarget) => {
    expect(numbers.find({ ...checked(locale, 'Only $25.00 today', ''), maskedTarget })).toBeNull();
  });
});

describe('a number word that the source does not have', () => {
  it.each([
    ['de', 'Pockets galore', 'Vier Taschen und mehr'],
    ['de', '4 pockets', 'Vier Taschen auf allen vieren, fünf Sterne'],
    ['fr', '95 days', 'Quatre-vingt-quinze jours'],
    ['nl', '25 liters', 'Vijfentwintig liter'],
    ['sv', '25 cards', 'Tjugofem kort'],
  ])('is let through in %s where no number is gone: %j as %j', (locale, source, target) => {
    expect(numbers.find(checked(locale, source, target))).toBeNull();
  });
});
