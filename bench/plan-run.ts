import { createWriteStream, existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileDocuments } from '../lib/adapters/file-documents.ts';
import { folderMemory } from '../lib/adapters/folder-memory.ts';
import { folderStore } from '../lib/adapters/folder-store.ts';
import { scratchFolder } from '../lib/adapters/scratch-folder.ts';
import { systemClock } from '../lib/run/clock.ts';
import { MERGE_PRODUCTS } from '../lib/run/merge.ts';
import { BATCH_PRODUCTS } from '../lib/run/plan.ts';
import { planStep } from '../lib/run/steps/plan.ts';
import { NOT_TRACED } from '../lib/run/trace/not-traced.ts';
import { type MemoryScope, OFFLINE_ORIGIN } from '../lib/translate/memory.ts';

/** What a process that planned a run has to say; in milliseconds, and MB of its resident memory at its greatest. */
export interface MeasuredPlan {
  readonly ms: number;
  readonly peakMb: number;
  /** Processor time, which tells what a Lambda with one core takes also where other programs run beside this one. */
  readonly cpuMs: number;
}

/** What is asked for: a run, one within a budget that nothing exceeds, or its estimate alone. These two take another way where the catalog is too large to be held. */
const ASKED = { run: {}, budget: { maxUsd: 1e9 }, dryRun: { dryRun: true } };
export type Asked = keyof typeof ASKED;

// Started by itself, with a folder, a number of products and the languages: a process's greatest memory is never given back.
const [folder = '', asked = 'run', sampling = 'sampled', count = '0', ...locales] = process.argv.slice(2);

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
// A folder in which memory was filled since is planned a second time.
const isFirst = !existsSync(file);
if (isFirst) await pipeline(products, createWriteStream(file));
const cpu = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};
const memory = folderMemory(join(folder, 'memory'));
/** Entries that nobody reads and nothing is wrong with: leaves out what the sample of a run's hits takes, which is as much for a run of any size. */
const withoutSample = {
  memory: {
    ...memory,
    recall: async (_: MemoryScope, keys: ReadonlySet<string>) => {
      const entry = (key: string) => ({ key, target: 'x', model: 'm', run: 'bench', pseudo: true });
      return { entries: new Map([...keys].map((key) => [key, entry(key)])), damaged: [] };
    },
  },
  examine: () => [],
};
const start = performance.now();
const cpuAtStart = cpu();
await planStep(
  {
    runId: isFirst ? 'bench' : 'again',
    request: { catalog: file, products: 'all', locales, ...ASKED[asked as Asked] },
  },
  {
    store: folderStore(join(folder, 'out')),
    scratch: scratchFolder(),
    documents: fileDocuments,
    clock: systemClock,
    engine: 'groq',
    // What fills memory here is pseudo-localized.
    origin: OFFLINE_ORIGIN,
    providerPlan: 'developer',
    onePace: false,
    batchProducts: BATCH_PRODUCTS,
    mergeProducts: MERGE_PRODUCTS,
    // Just too little to hold it, and as much as there is in one of the shards of a million products.
    ...(asked !== 'run' && { heldCharacters: statSync(file).size }),
    ...(sampling === 'unsampled' ? withoutSample : { memory }),
    ...NOT_TRACED,
  },
);
const measured: MeasuredPlan = {
  ms: performance.now() - start,
  peakMb: process.resourceUsage().maxRSS / 1_024,
  cpuMs: cpu() - cpuAtStart,
};
console.log(JSON.stringify(measured));
