import { join } from 'node:path';
import { folderMemory } from '../adapters/folder-memory.ts';
import { folderStore } from '../adapters/folder-store.ts';
import { scratchFolder } from '../adapters/scratch-folder.ts';
import { runChecks, wholeAnswers } from '../run/checks.ts';
import { type Clock, systemClock } from '../run/clock.ts';
import type { ProviderPlan } from '../run/contract/provider-plan.ts';
import { enforcedPlan } from '../run/enforced-plan.ts';
import { MERGE_PRODUCTS } from '../run/merge.ts';
import { ceilingOf, Pacer } from '../run/pacer.ts';
import { BATCH_PRODUCTS } from '../run/plan.ts';
import type { StepDeps } from '../run/ports.ts';
import { NOT_TRACED } from '../run/trace/not-traced.ts';
import { localDocuments } from './documents.ts';
import type { RunningEngine } from './engine.ts';

/** Where a run waits for the provider on one machine before it ends as PARTIAL and says when to come back. */
export const MAX_LOCAL_WAIT_SECONDS = 600;

/** A file costs nothing here: a run that is killed has its costs in the sums all the same. */
const LOCAL_CHECKPOINT_MS = 250;

/** The ports of a run on this machine: its results under `output`, its memory beside them. */
export function localDeps(
  output: string,
  { engine, origin, model, providerPlan }: RunningEngine,
  clock: Clock = systemClock,
): StepDeps {
  return {
    engine,
    origin,
    model,
    providerPlan,
    pacer: onePacer(enforcedPlan({ engine, providerPlan }), clock),
    onePace: true,
    examine: runChecks,
    wholeAnswers,
    store: folderStore(output),
    scratch: scratchFolder(),
    memory: folderMemory(join(output, 'memory')),
    documents: localDocuments(),
    published: null,
    clock,
    maxWaitSeconds: MAX_LOCAL_WAIT_SECONDS,
    checkpointMs: LOCAL_CHECKPOINT_MS,
    // The workflow's own task timeout is what cuts a job off here.
    remainingMs: () => 15 * 60_000,
    batchProducts: BATCH_PRODUCTS,
    mergeProducts: MERGE_PRODUCTS,
    progress: () => {},
    log: () => {},
    ...NOT_TRACED,
  };
}

/**
 * All jobs of a run in one process share one pace, whatever their own share: who has nothing to ask leaves all to the others. A wait for room in it is sat out,
 * however long: the job is at the head of the only queue there is, and a pause would count as waiting for the provider.
 */
function onePacer(plan: ProviderPlan | null, clock: Clock): StepDeps['pacer'] {
  const pacers = new Map<number, Pacer>();
  return (share) => {
    const ceiling = ceilingOf(share);
    const pacer =
      pacers.get(ceiling) ?? new Pacer({ clock, plan, share: ceiling, patienceMs: Number.POSITIVE_INFINITY });
    pacers.set(ceiling, pacer);
    return pacer;
  };
}
