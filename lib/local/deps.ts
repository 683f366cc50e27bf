import { join } from 'node:path';
import { folderMemory } from '../adapters/folder-memory.ts';
import { folderStore } from '../adapters/folder-store.ts';
import { runChecks } from '../run/checks.ts';
import { systemClock } from '../run/clock.ts';
import { BATCH_PRODUCTS } from '../run/plan.ts';
import type { StepDeps } from '../run/ports.ts';
import { localDocuments } from './documents.ts';
import type { RunningEngine } from './engine.ts';

/** Where a run waits for the provider on one machine before it ends as PARTIAL and says when to come back. */
export const MAX_LOCAL_WAIT_SECONDS = 600;

/** The ports of a run on this machine: its results under `output`, its memory beside them. */
export function localDeps(output: string, { engine, origin, model, providerPlan }: RunningEngine): StepDeps {
  return {
    engine,
    origin,
    model,
    providerPlan,
    examine: runChecks,
    store: folderStore(output),
    memory: folderMemory(join(output, 'memory')),
    documents: localDocuments(),
    published: null,
    clock: systemClock,
    maxWaitSeconds: MAX_LOCAL_WAIT_SECONDS,
    // The workflow's own task timeout is what cuts a job off here.
    remainingMs: () => 15 * 60_000,
    batchProducts: BATCH_PRODUCTS,
    progress: () => {},
    log: () => {},
  };
}
