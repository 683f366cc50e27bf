import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Asked, MeasuredPlan } from './plan-run.ts';
import type { Row } from './row.ts';

const SIZES = [1_000, 10_000, 100_000];
const LOCALES = ['es', 'fr', 'de', 'it', 'pt-BR', 'nl', 'sv', 'pl', 'ja', 'ar'];
const MORE_LOCALES = [
  ...LOCALES,
  ...['da', 'fi', 'nb', 'cs', 'hu', 'ro', 'el', 'tr', 'he', 'ko'],
  ...['zh-Hans', 'vi', 'th', 'id', 'hi', 'uk', 'bg', 'hr', 'sk', 'sl'],
];
/** What is planned into those, with nothing in memory and with all of it: from two sizes comes what each product takes. */
const FULL_PRODUCTS = [2_000, 8_000] as const;
const MILLION = 1_000_000;
/** What a Lambda has. */
const MOST_MINUTES = 15;
const MOST_MB = 256;
/** What the process may take for what it holds: without a limit Node lets garbage lie for as long as the machine has room. */
const HEAP_MB = 160;

/** Plan over generated catalogs, in a process of its own: its time, its memory, and how both grow. */
export function planRows(): Row[] {
  const measured = SIZES.map((products) => ({ products, ...plannedRun(products) }));
  const last = measured.at(-1);
  // The smallest is mostly the start of a process that has compiled nothing yet.
  const middle = measured[1];
  if (!middle || !last) return [];
  const each = ({ ms, products }: { ms: number; products: number }) => (ms * 1_000) / (products * LOCALES.length);
  const sizes = measured.map(
    ({ products, ms, peakMb }) => `${products}: ${(ms / 1_000).toFixed(1)} s, ${peakMb.toFixed(0)} MB`,
  );
  const peak = Math.max(...measured.map(({ peakMb }) => peakMb));
  const growth = each(last) / each(middle);
  return [
    {
      what: `plan, ${LOCALES.length} locales (${sizes.join('; ')}): peak memory, with ${HEAP_MB} MB of heap`,
      measured: `${peak.toFixed(0)} MB`,
      goal: `<= ${MOST_MB} MB`,
      met: peak <= MOST_MB,
    },
    {
      what: `plan: time per product-language, ${last.products} products against ${middle.products}`,
      measured: `${growth.toFixed(2)} (${each(last).toFixed(0)} µs)`,
      goal: '<= 1.3',
      met: growth <= 1.3,
    },
    ...millionRows(),
  ];
}

function millionRows(): Row[] {
  const [small, large] = FULL_PRODUCTS.map(plannedTwice);
  if (!small || !large) return [];
  const row = (what: string, whole: MeasuredPlan, [one, other]: readonly [MeasuredPlan, MeasuredPlan]): Row => {
    const each = (other.cpuMs - one.cpuMs) / (large.products - small.products);
    const minutes = (whole.cpuMs + each * (MILLION - large.products)) / 60_000;
    const how = `${large.products}: ${(whole.cpuMs / 1_000).toFixed(1)} s of processor time; ${(each * 1_000).toFixed(0)} µs more for each product`;
    return {
      what: `${what}, ${MORE_LOCALES.length} locales (${how}): extrapolated to ${MILLION} products, and its memory`,
      measured: `${minutes.toFixed(1)} min, ${whole.peakMb.toFixed(0)} MB`,
      goal: `<= ${MOST_MINUTES} min, <= ${MOST_MB} MB`,
      met: minutes <= MOST_MINUTES && whole.peakMb <= MOST_MB,
    };
  };
  const rowOfFull = (what: string, asked: Asked): Row =>
    row(`${what}, memory full`, large.full(asked), [small.unsampled(asked), large.unsampled(asked)]);
  return [
    row('plan, memory empty', large.empty, [small.empty, large.empty]),
    rowOfFull('plan', 'run'),
    rowOfFull('dry run', 'dryRun'),
    rowOfFull('plan within a budget', 'budget'),
  ];
}

/** A catalog planned with an empty memory, and with one that holds all of it: with and without the sample of hits, which takes as long for a run of any size. */
function plannedTwice(products: number) {
  const folder = mkdtempSync(join(tmpdir(), 'fanout-plan-'));
  process.once('exit', () => rmSync(folder, { recursive: true }));
  const empty = planned(folder, products, MORE_LOCALES);
  started('./fill-memory.ts', [], [folder]);
  const full = (asked: Asked) => planned(folder, products, MORE_LOCALES, { asked });
  const unsampled = (asked: Asked) => planned(folder, products, MORE_LOCALES, { asked, sampling: 'unsampled' });
  return { products, empty, full, unsampled };
}

function inFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'fanout-plan-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const plannedRun = (products: number): MeasuredPlan => inFolder((folder) => planned(folder, products, LOCALES));

function planned(
  folder: string,
  products: number,
  locales: readonly string[],
  { asked = 'run', sampling = 'sampled' }: { asked?: Asked; sampling?: 'sampled' | 'unsampled' } = {},
): MeasuredPlan {
  const args = [folder, asked, sampling, `${products}`, ...locales];
  return JSON.parse(started('./plan-run.ts', [`--max-old-space-size=${HEAP_MB}`], args)) as MeasuredPlan;
}

/** What a program of its own says. */
function started(program: string, options: readonly string[], args: readonly string[]): string {
  const script = fileURLToPath(new URL(program, import.meta.url));
  const { stdout, stderr, status } = spawnSync(process.execPath, [...options, '--import', 'tsx', script, ...args], {
    encoding: 'utf8',
    cwd: fileURLToPath(new URL('..', import.meta.url)),
  });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}
