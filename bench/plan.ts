import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MeasuredPlan } from './plan-run.ts';
import type { Row } from './row.ts';

/** 100,000 products take a minute and a half: `BENCH_LARGE=1 npm run bench`. */
const SIZES = process.env['BENCH_LARGE'] ? [1_000, 10_000, 100_000] : [1_000, 10_000, 30_000];
const LOCALES = ['es', 'fr', 'de', 'it', 'pt-BR', 'nl', 'sv', 'pl', 'ja', 'ar'];
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
  const large = process.env['BENCH_LARGE'] ? '' : '; 100000 with BENCH_LARGE=1';
  return [
    {
      what: `plan, ${LOCALES.length} locales (${sizes.join('; ')}${large}): peak memory, with ${HEAP_MB} MB of heap`,
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
  ];
}

function plannedRun(products: number): MeasuredPlan {
  const folder = mkdtempSync(join(tmpdir(), 'fanout-plan-'));
  try {
    const script = fileURLToPath(new URL('./plan-run.ts', import.meta.url));
    const fence = [`--max-old-space-size=${HEAP_MB}`, '--import', 'tsx'];
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      [...fence, script, folder, `${products}`, ...LOCALES],
      { encoding: 'utf8', cwd: fileURLToPath(new URL('..', import.meta.url)) },
    );
    if (status !== 0) throw new Error(stderr);
    return JSON.parse(stdout) as MeasuredPlan;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
