import { folderStore } from '../lib/adapters/folder-store.ts';
import { inMemoryTranslationMemory } from '../lib/adapters/memory-store.ts';
import { systemClock } from '../lib/run/clock.ts';
import { planFileSchema } from '../lib/run/contract/internal.ts';
import { keys } from '../lib/run/contract/keys.ts';
import { mergeStep } from '../lib/run/steps/merge.ts';
import { readJson } from '../lib/run/store.ts';

/** What a process that merged a run has to say; in milliseconds, and MB of its resident memory at its greatest. */
export interface Measured {
  readonly ms: number;
  readonly peakMb: number;
}

// Started by itself, with the folder of the run: a process's greatest memory is never given back.
const [folder = ''] = process.argv.slice(2);
const deps = {
  store: folderStore(folder),
  memory: inMemoryTranslationMemory(),
  published: null,
  clock: systemClock,
  log: () => {},
  spans: null,
  remainingMs: () => 900_000,
};
const start = performance.now();
const plan = planFileSchema.parse(await readJson(deps.store, keys.plan('bench')));
// On AWS each of these is a Lambda of its own, side by side: the memory is that of one, the time the sum.
if (plan.mergesByLocale) for (const locale of plan.locales) await mergeStep({ runId: 'bench', locale }, deps);
await mergeStep({ runId: 'bench' }, deps);
const measured: Measured = { ms: performance.now() - start, peakMb: process.resourceUsage().maxRSS / 1_024 };
console.log(JSON.stringify(measured));
