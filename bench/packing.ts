import { inMemoryTranslationMemory } from '../lib/adapters/memory-store.ts';
import { bundledCatalog } from '../lib/local/package-folder.ts';
import { runHere } from '../lib/local/run-here.ts';
import type { RunStats } from '../lib/run/contract/results.ts';
import type { StepDeps } from '../lib/run/ports.ts';
import { newRunId } from '../lib/run/run-id.ts';
import { withOfflineDeps } from './here.ts';
import { atMost, type Row } from './row.ts';

const LOCALES = ['es', 'fr', 'de', 'it', 'ja', 'ar'];
const PRODUCTS = 44;

/** Calls and tokens of the bundled catalog into six languages, against one call for each product and language. */
export function packingRows(): Promise<Row[]> {
  return withOfflineDeps(0, async (deps) => {
    const packed = await run(deps, 'all');
    const again = await run(deps, 'all');
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
      atMost('model calls of an unchanged second run', again.calls, 0, '', 0),
    ];
  });
}

const tokens = ({ promptTokens, completionTokens }: RunStats) => promptTokens + completionTokens;

async function run(deps: StepDeps, products: 'all' | [number]): Promise<RunStats> {
  const result = await runHere(
    newRunId(new Date()),
    { catalog: bundledCatalog(), products, locales: LOCALES as [string] },
    deps,
  );
  if (!result.ok || result.summary.status !== 'COMPLETE') throw new Error('the run to measure did not complete');
  return result.summary.stats;
}
