import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { packageFolder } from '../../../lib/local/package-folder.ts';
import { runChecks } from '../../../lib/translate/checks/index.ts';
import { untranslated } from '../../../lib/translate/checks/untranslated.ts';
import { checked } from './checked.ts';

/** `half`: the rules were made on the one and looked at on the other. */
interface Pair {
  readonly half: 'tuned' | 'held-out';
  readonly locale: string;
  readonly source: string;
  readonly target: string;
  readonly label: 'good' | 'bad';
}

const pairs = readFileSync(packageFolder('data/checks/short-texts.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Pair);
const isRejected = ({ locale, source, target }: Pair) =>
  runChecks(checked(locale, source, target)).some(({ severity }) => severity === 'reject');
const shown = ({ locale, source, target }: Pair) => `${locale}: ${source} -> ${target}`;

describe('short texts of a shop', () => {
  it.each(['tuned', 'held-out'] as const)('are let through where they are right: %s', (half) => {
    const good = pairs.filter((pair) => pair.half === half && pair.label === 'good');
    expect(good.length).toBeGreaterThan(40);
    expect(good.filter(isRejected).map(shown)).toEqual([]);
  });

  it.each(['tuned', 'held-out'] as const)('are held back where they are wrong, nearly all: %s', (half) => {
    const bad = pairs.filter((pair) => pair.half === half && pair.label === 'bad');
    expect(bad.length).toBeGreaterThan(35);
    expect(bad.filter((pair) => !isRejected(pair)).length).toBeLessThanOrEqual(0.05 * bad.length);
  });
});

describe('a text that came back as it was', () => {
  const isFound = (locale: string, source: string, target = source) =>
    untranslated.find(checked(locale, source, target)) !== null;

  it.each([
    ['de', "Men's Waterproof Hiking Jacket"],
    ['de', 'Men’s Socks'],
    ['de', 'Pockets'],
    ['fr', 'black'],
    ['es', 'Dark Olive'],
    ['nl', 'Kids’ Rain Boots'],
    ['it', 'Nofry Hoodie with Pockets'],
  ])('is untranslated for its English words: %s, %j', (locale, source) => {
    expect(isFound(locale, source)).toBe(true);
    expect(isFound(locale, source, source.toUpperCase())).toBe(true);
  });

  it.each([
    ['de', 'Warm'],
    ['nl', 'Storm'],
    ['de', 'Softshell'],
    ['de', 'Long Haul'],
    ['de', 'Black Diamond'],
    ['fr', 'Long'],
    ['de', 'Trucker Cap'],
    ['en-GB', 'Rain Jacket'],
  ])('may be a name, a cognate or a word of the trade: %s, %j', (locale, source) => {
    expect(isFound(locale, source)).toBe(false);
  });

  it('is found where only little words were changed', () => {
    expect(isFound('de', 'Warm gloves with pockets and hood', 'Warm gloves mit pockets und hood')).toBe(true);
    expect(isFound('de', 'Black Diamond gloves for women', 'Black Diamond Handschuhe für Damen')).toBe(false);
  });
});
