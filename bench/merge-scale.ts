import { spawnSync } from 'node:child_process';
import { linkSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { KETL_PROFILE } from '../lib/catalog/profile.ts';
import type { BatchFile, PartFile, PlanFile } from '../lib/run/contract/internal.ts';
import { keys } from '../lib/run/contract/keys.ts';
import { MERGE_PRODUCTS } from '../lib/run/merge.ts';
import { BATCH_PRODUCTS } from '../lib/run/plan.ts';
import type { Measured } from './merge-scale-run.ts';
import type { Row } from './row.ts';

/** 100,000 products take the disk some GB and three minutes. */
const SIZES = [1_000, 10_000, 100_000];
const LOCALES = ['es', 'fr', 'de', 'it', 'pt-BR', 'nl', 'sv', 'pl', 'ja', 'ar'] as PlanFile['locales'];
const MOST_MB = 256;
/** What the process may take for what it holds: without a limit Node lets garbage lie for as long as the machine has room. */
const HEAP_MB = 160;
const SHARD_PRODUCTS = 8_192;

/** Merge over what the jobs of a run have left, in a process of its own: its time, its memory, and how both grow. */
export function mergeScaleRows(): Row[] {
  const measured = SIZES.map((products) => ({ products, ...mergedRun(products) }));
  const [first, last] = [measured[0], measured.at(-1)];
  if (!first || !last) return [];
  const each = ({ ms, products }: { ms: number; products: number }) => (ms * 1_000) / (products * LOCALES.length);
  const sizes = measured.map(
    ({ products, ms, peakMb }) => `${products}: ${(ms / 1000).toFixed(1)} s, ${peakMb.toFixed(0)} MB`,
  );
  const peak = Math.max(...measured.map(({ peakMb }) => peakMb));
  const growth = each(last) / each(first);
  return [
    {
      what: `merge, ${LOCALES.length} locales (${sizes.join('; ')}): peak memory, with ${HEAP_MB} MB of heap`,
      measured: `${peak.toFixed(0)} MB`,
      goal: `<= ${MOST_MB} MB`,
      met: peak <= MOST_MB,
    },
    {
      what: `merge: time per product-language, ${last.products} products against ${first.products}`,
      measured: `${growth.toFixed(2)} (${each(last).toFixed(0)} µs)`,
      goal: '<= 1.5',
      met: growth <= 1.5,
    },
  ];
}

function mergedRun(products: number): Measured {
  const folder = mkdtempSync(join(tmpdir(), 'fanout-merge-'));
  try {
    writeRun(folder, products);
    const script = fileURLToPath(new URL('./merge-scale-run.ts', import.meta.url));
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      [`--max-old-space-size=${HEAP_MB}`, '--import', 'tsx', script, folder],
      {
        encoding: 'utf8',
        cwd: fileURLToPath(new URL('..', import.meta.url)),
      },
    );
    if (status !== 0) throw new Error(stderr);
    return JSON.parse(stdout) as Measured;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What Plan and all jobs of a run would have left: products of the usual size, in as many shards as there would be. */
function writeRun(folder: string, products: number): void {
  const write = (key: string, value: unknown) => {
    mkdirSync(dirname(join(folder, key)), { recursive: true });
    writeFileSync(join(folder, key), JSON.stringify(value));
  };
  let shardCount = 1;
  while (products / shardCount > SHARD_PRODUCTS) shardCount *= 2;
  const perShard = Array.from({ length: shardCount }, (_, shard) =>
    Array.from({ length: products }, (_, position) => position).filter((position) => position % shardCount === shard),
  );
  const settings: PlanFile['settings'] = {
    catalog: 'bench',
    source: 'en' as PlanFile['settings']['source'],
    profile: KETL_PROFILE,
    translateNames: false,
    model: null,
    glossary: { terms: [], styles: {} } as unknown as PlanFile['settings']['glossary'],
    force: false,
  };
  const run = { runId: 'bench', planId: 'plan' };
  const shards: number[] = [];
  for (const [shard, positions] of perShard.entries()) {
    for (let from = 0; from < positions.length; from += BATCH_PRODUCTS) {
      const batch = shards.push(shard) - 1;
      const own = positions.slice(from, from + BATCH_PRODUCTS);
      const file: BatchFile = {
        settings,
        shard: { index: shard, of: shardCount },
        products: own.map(product),
        positions: own,
        names: [],
        overrides: {},
      };
      write(keys.batch(run, batch), file);
      const [first, ...others] = LOCALES.map((locale) => keys.part(run, batch, locale));
      write(first ?? '', part(own));
      for (const other of others) linkSync(join(folder, first ?? ''), join(folder, other));
    }
  }
  const plan: PlanFile = {
    ...run,
    startedAt: new Date().toISOString(),
    trace: { traceparent: '', root: '', since: null },
    engine: 'groq',
    settings,
    locales: LOCALES,
    shardCount,
    shards,
    batches: shards.length,
    products,
    invalid: 0,
    mergesByLocale: products > MERGE_PRODUCTS,
    publishes: false,
    wrapper: null,
    unusedOverrides: [],
    spentBefore: [],
  };
  write(keys.plan('bench'), plan);
}

const TEXT = 'A light shell for changing weather that packs into its own chest pocket and dries within the hour. ';

const product = (id: number): BatchFile['products'][number] => ({
  product_id: id,
  url: `https://shop.example/products/${id}`,
  extracted_data: {
    product_name: `Ridge Shell ${id}`,
    available_colors: ['Sage', 'Cloud', 'Storm'],
    available_sizes: ['S', 'M', 'L'],
    product_features: `Two-way zip, Storm hood, Pocket ${id}`,
    fabric_details: '100% recycled polyamide, Weight: 121g',
    other_details: TEXT.repeat(4),
    price: 64.95,
  },
});

function part(positions: readonly number[]): PartFile {
  const units = (id: number) => ({
    features: `Zip de dos vías, Capucha, Bolsillo ${id}`,
    fabric_details: '100% poliamida reciclada, Peso: 121g',
    details: TEXT.repeat(5),
    'colors[0]': 'Salvia',
    'colors[1]': 'Nube',
    'colors[2]': 'Tormenta',
  });
  return {
    startedAt: 0,
    ms: 1_000,
    model: 'openai/gpt-oss-20b',
    calls: 20,
    retries: 0,
    unanswered: 0,
    usage: { promptTokens: 1, cachedTokens: 0, completionTokens: 1 },
    usd: 0.001,
    attempt: '0-1',
    trail: calls(20),
    memoryHits: 0,
    damagedMemory: [],
    endedBy: null,
    products: positions.map((id) => ({ units: units(id), pseudo: [], warnings: [], failures: [] })),
  };
}

/** What a job's calls leave of themselves. */
const calls = (count: number): PartFile['trail'] =>
  Array.from({ length: count }, (_, call) => ({
    kind: 'call' as const,
    at: call,
    ms: 1_200,
    model: 'openai/gpt-oss-20b',
    again: null,
    segments: 25,
    promptTokens: 900,
    cachedTokens: 0,
    completionTokens: 450,
    usd: 0.0002,
    answerLength: 1_800,
    error: null,
  }));
