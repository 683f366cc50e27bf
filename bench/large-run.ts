import { runHere } from '../lib/local/run-here.ts';
import type { StepDeps } from '../lib/run/ports.ts';
import type { Store } from '../lib/run/store.ts';
import { withOfflineDeps } from './here.ts';
import { atMost, type Row } from './row.ts';

const PRODUCTS = 2_000;
const LOCALES = ['es', 'fr', 'de', 'ja', 'ar'];
const MATERIALS = ['merino', 'fleece', 'canvas', 'ripstop', 'flannel', 'softshell', 'poplin', 'corduroy'];

/** A catalog run through the Distributed Map: what it takes of the workflow and of the bucket for each product and language. */
export function largeRunRows(): Promise<Row[]> {
  return withOfflineDeps(0, async (deps) => {
    const counted = counting(deps);
    const request = { catalog: products(), products: 'all', locales: LOCALES } as never;
    const start = performance.now();
    const run = await runHere('bench', request, counted.deps);
    if (!run.ok || run.summary.status !== 'COMPLETE') throw new Error('the run to measure did not complete');
    const seconds = (performance.now() - start) / 1_000;
    const pairs = PRODUCTS * LOCALES.length;
    const what = `${PRODUCTS} products x ${LOCALES.length} locales, offline`;
    return [
      atMost(
        `state transitions per product-language, ${what} (${run.transitions}, ${seconds.toFixed(0)} s)`,
        run.transitions / pairs,
        0.02,
        '',
        4,
      ),
      // What one object for each product and language would be is 1.
      atMost(`objects written per product-language, the same (${counted.puts()})`, counted.puts() / pairs, 0.02, '', 4),
    ];
  });
}

function products(): readonly unknown[] {
  return Array.from({ length: PRODUCTS }, (_, index) => ({
    product_id: index + 1,
    url: `https://shop.example/${index + 1}`,
    extracted_data: {
      product_name: `Ridge Shell ${index + 1}`,
      available_colors: ['Sage', 'Cloud'],
      product_features: `Two-way zip, ${MATERIALS[index % MATERIALS.length]} lining of the series ${index + 1}, Storm hood`,
      fabric_details: null,
      other_details: null,
    },
  }));
}

/** Counts the objects that a bucket would be given: each file of the run, and one of memory for each job that has bought anything. */
function counting(deps: StepDeps): { deps: StepDeps; puts: () => number } {
  let puts = 0;
  const unflushed = new Set<string>();
  const idOf = (scope: Parameters<StepDeps['memory']['save']>[0]) => JSON.stringify(scope);
  const store: Store = {
    ...deps.store,
    write: (key, text) => {
      puts++;
      return deps.store.write(key, text);
    },
    writePieces: (key, pieces) => {
      puts++;
      return deps.store.writePieces(key, pieces);
    },
  };
  const memory: StepDeps['memory'] = {
    ...deps.memory,
    save: (scope, entries) => {
      if (entries.length > 0) unflushed.add(idOf(scope));
      return deps.memory.save(scope, entries);
    },
    flush: (scope) => {
      if (scope !== undefined && unflushed.delete(idOf(scope))) puts++;
      return deps.memory.flush(scope);
    },
  };
  return { deps: { ...deps, store, memory }, puts: () => puts };
}
