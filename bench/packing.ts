import { readFileSync } from 'node:fs';
import { inMemoryTranslationMemory } from '../lib/adapters/memory-store.ts';
import { bundledCatalog } from '../lib/local/package-folder.ts';
import { runHere } from '../lib/local/run-here.ts';
import type { RunStats } from '../lib/run/contract/results.ts';
import type { Documents, StepDeps } from '../lib/run/ports.ts';
import { newRunId } from '../lib/run/run-id.ts';
import { withOfflineDeps } from './here.ts';
import { atMost, type Row } from './row.ts';

const LOCALES = ['es', 'fr', 'de', 'it', 'ja', 'ar'];
const PRODUCTS = 44;

/** Calls and tokens of the bundled catalog into six languages, against one call for each product and language; and what runs after the first one buy. */
export function packingRows(): Promise<Row[]> {
  return withOfflineDeps(0, async (offline) => {
    const { memory, saved } = countingMemory(offline.memory);
    const deps = { ...offline, memory };
    const packed = await run(deps, 'all');
    const first = saved();
    const again = await run(deps, 'all');
    const unchanged = saved() - first;
    const edited = await run({ ...deps, documents: withOneEdit(deps.documents) }, 'all');
    const bought = saved() - first - unchanged;
    const single = { calls: 0, tokens: 0 };
    for (let id = 1; id <= PRODUCTS; id++) {
      // Each product on its own, with nothing remembered: what one call per product and language would take.
      const stats = await run({ ...deps, memory: inMemoryTranslationMemory() }, [id]);
      single.calls += stats.calls;
      single.tokens += tokens(stats);
    }
    return [
      atMost(
        `calls, ${PRODUCTS} products x ${LOCALES.length} locales (${packed.calls} against ${single.calls})`,
        packed.calls / single.calls,
        0.25,
      ),
      atMost(`tokens, the same (${tokens(packed)} against ${single.tokens})`, tokens(packed) / single.tokens, 0.75),
      atMost('unchanged second run: model calls, and translations written', again.calls + unchanged, 0, '', 0),
      {
        what: `after one description was edited: units bought in ${LOCALES.length} locales (${edited.calls} calls)`,
        measured: `${bought}`,
        goal: `= ${LOCALES.length}`,
        met: bought === LOCALES.length,
      },
    ];
  });
}

const tokens = ({ promptTokens, completionTokens }: RunStats) => promptTokens + completionTokens;

/** Memory that counts what is written to it. */
function countingMemory(memory: StepDeps['memory']): { memory: StepDeps['memory']; saved: () => number } {
  let saved = 0;
  const save: StepDeps['memory']['save'] = (scope, entries) => {
    saved += entries.length;
    return memory.save(scope, entries);
  };
  return { memory: { ...memory, save }, saved: () => saved };
}

/** The bundled catalog under its own name, with another description of the first product. */
function withOneEdit(documents: Documents): Documents {
  const products = JSON.parse(readFileSync(bundledCatalog(), 'utf8')) as { extracted_data: Record<string, unknown> }[];
  const [first] = products;
  if (first) first.extracted_data['other_details'] = 'Light, dry and ready for the first sunny day of the year.';
  const text = JSON.stringify(products);
  return {
    ...documents,
    open: async (reference) => (reference === bundledCatalog() ? [text] : documents.open(reference)),
  };
}

async function run(deps: StepDeps, products: 'all' | [number]): Promise<RunStats> {
  const result = await runHere(
    newRunId(new Date()),
    { catalog: bundledCatalog(), products, locales: LOCALES as [string] },
    deps,
  );
  if (!result.ok || result.summary.status !== 'COMPLETE') throw new Error('the run to measure did not complete');
  return result.summary.stats;
}
