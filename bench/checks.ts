import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { maskedPair } from '../data/checks/masked-pair.ts';
import type { Locale } from '../lib/catalog/locale.ts';
import { bundledCatalog, packageFolder } from '../lib/local/package-folder.ts';
import { type AppliedTerm, type CheckedText, runChecks } from '../lib/translate/checks/index.ts';
import type { Row } from './row.ts';

/** One line of the labelled set: a translation and whether it may be published. */
interface Pair {
  readonly id: string;
  readonly locale: Locale;
  readonly source: string;
  readonly target: string;
  readonly label: 'good' | 'bad';
  /** The check that is expected to find it. */
  readonly fault?: string;
  readonly terms?: readonly Omit<AppliedTerm, 'caseSensitive'>[];
  /** Do-not-translate terms. */
  readonly keep?: readonly string[];
}

const ROUNDS = 5;

/** How well `reject` tells the labelled pairs apart, and what the checks cost. */
export async function checkRows(): Promise<Row[]> {
  const pairs = labelledPairs();
  const isRejected = (pair: Pair) => runChecks(checkedPair(pair)).some(({ severity }) => severity === 'reject');
  const rejected = pairs.filter(isRejected);
  const right = rejected.filter(({ label }) => label === 'bad').length;
  const bad = pairs.filter(({ label }) => label === 'bad').length;
  const set = `${pairs.length} labelled pairs, ${new Set(pairs.map(({ locale }) => locale)).size} locales, ${bad} bad`;
  return [
    atLeast(`checks: precision of reject (${set})`, right / rejected.length, 0.98),
    atLeast(
      `checks: recall of reject (${bad - right} missed, ${rejected.length - right} false alarms)`,
      right / bad,
      0.95,
    ),
    costRow(),
  ];
}

/** Over the reference translations of the bundled catalog, warm. */
function costRow(): Row {
  const locales = ['es', 'fr', 'de', 'it', 'ja', 'zh-Hans', 'ar', 'pt-BR'] as Locale[];
  const texts = locales.flatMap((locale) =>
    Object.entries(references(locale)).map(([source, target]) =>
      checkedPair({ id: '', locale, source, target, label: 'good', keep: productNames() }),
    ),
  );
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    for (const text of texts) runChecks(text);
    best = Math.min(best, ((performance.now() - start) / texts.length) * 1_000);
  }
  // A call to a model takes 200,000 at the least, and has some twenty units.
  return { what: 'checks: cost per unit', measured: `${best.toFixed(0)} µs`, goal: '<= 1000 µs', met: best <= 1_000 };
}

/** All of `data/checks`: each file a set of its own making, looked at by its own tests. */
function labelledPairs(): Pair[] {
  const folder = packageFolder('data/checks');
  const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
  return files.flatMap((name) =>
    readFileSync(join(folder, name), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Pair),
  );
}

function checkedPair({ locale, source, target, terms = [], keep = [] }: Pair): CheckedText {
  const applied = terms.map((term) => ({ ...term, caseSensitive: false }));
  return { ...maskedPair(locale, source, target, keep), terms: applied };
}

const references = (locale: Locale) =>
  JSON.parse(readFileSync(packageFolder(`data/references/${locale}.json`), 'utf8')) as Record<string, string>;

function productNames(): string[] {
  const products = JSON.parse(readFileSync(bundledCatalog(), 'utf8')) as {
    extracted_data: { product_name: string | null };
  }[];
  return products.flatMap(({ extracted_data: { product_name } }) => product_name ?? []);
}

const atLeast = (what: string, value: number, goal: number): Row => ({
  what,
  measured: value.toFixed(3),
  goal: `>= ${goal}`,
  met: value >= goal,
});
