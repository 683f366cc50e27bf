import { inMemoryStore, inMemoryTranslationMemory } from '../lib/adapters/memory-store.ts';
import { localDeps } from '../lib/local/deps.ts';
import { startEngine } from '../lib/local/engine.ts';
import type { StepDeps } from '../lib/run/ports.ts';

/** Ports for a benchmark: the real client over HTTP to the stand-in, results and memory in this process. */
export async function withOfflineDeps<T>(latencyMs: number, measure: (deps: StepDeps) => Promise<T>): Promise<T> {
  const engine = await startEngine({ engine: 'offline', providerPlan: 'developer' }, { latencyMs });
  try {
    return await measure({ ...localDeps('.', engine), store: inMemoryStore(), memory: inMemoryTranslationMemory() });
  } finally {
    await engine.close();
  }
}
