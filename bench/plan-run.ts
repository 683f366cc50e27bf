import { createWriteStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileDocuments } from '../lib/adapters/file-documents.ts';
import { folderMemory } from '../lib/adapters/folder-memory.ts';
import { folderStore } from '../lib/adapters/folder-store.ts';
import { systemClock } from '../lib/run/clock.ts';
import { MERGE_PRODUCTS } from '../lib/run/merge.ts';
import { BATCH_PRODUCTS } from '../lib/run/plan.ts';
import { planStep } from '../lib/run/steps/plan.ts';

/** What a process that planned a run has to say; in milliseconds, and MB of its resident memory at its greatest. */
export interface MeasuredPlan {
  readonly ms: number;
  readonly peakMb: number;
}

// Started by itself, with a folder, a number of products and the languages: a process's greatest memory is never given back.
const [folder = '', count = '0', ...locales] = process.argv.slice(2);

const bundled = JSON.parse(readFileSync(new URL('../data/ketlmtn_products.json', import.meta.url), 'utf8')) as {
  readonly extracted_data: Readonly<Record<string, unknown>>;
}[];

/** The bundled products again and again, each with a name, colours and a sentence of its own. */
function* products(): Generator<string> {
  yield '[';
  for (let id = 1; id <= Number(count); id++) {
    const { extracted_data = {}, ...rest } = bundled[id % bundled.length] ?? {};
    const own = {
      ...extracted_data,
      product_name: `Ridge Shell ${id}`,
      other_details: `${extracted_data['other_details'] ?? ''} Goes with the Ridge Shell ${id - 1}, number ${id} of its kind.`,
    };
    yield `${id === 1 ? '' : ','}\n${JSON.stringify({ ...rest, product_id: id, extracted_data: own })}`;
  }
  yield ']\n';
}

const file = join(folder, 'catalog.json');
await pipeline(products, createWriteStream(file));
const start = performance.now();
await planStep(
  { runId: 'bench', request: { catalog: file, products: 'all', locales } },
  {
    store: folderStore(join(folder, 'out')),
    memory: folderMemory(join(folder, 'memory')),
    documents: fileDocuments,
    clock: systemClock,
    engine: 'groq',
    origin: 'groq',
    providerPlan: 'developer',
    batchProducts: BATCH_PRODUCTS,
    mergeProducts: MERGE_PRODUCTS,
  },
);
const measured: MeasuredPlan = { ms: performance.now() - start, peakMb: process.resourceUsage().maxRSS / 1_024 };
console.log(JSON.stringify(measured));
