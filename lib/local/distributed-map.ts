import pLimit from 'p-limit';
import type { Definition, State } from './asl.ts';
import { isDistributedMap } from './asl.ts';

/** A Distributed Map as its Task sees it: the items' place, how many children at a time. */
export interface DistributedMapInput {
  readonly key: string;
  readonly maxConcurrency: number;
  /** Children that may fail before the map does. */
  readonly toleratedFailures: number;
}

/** How many children run at a time where the state sets no cap, as for an inline Map. */
const DEFAULT_CONCURRENCY = 40;

/**
 * The definition with every Distributed Map replaced by a Task of the same name, whose input is the evaluated item key and concurrency. Paths stay with the
 * interpreter; reading the items and running the children is for the Task's binding.
 */
export function withDistributedMapsAsTasks(definition: Definition): {
  definition: Definition;
  maps: ReadonlyMap<string, Definition>;
} {
  const maps = new Map<string, Definition>();
  const states = Object.entries(definition.States).map(([name, state]) => {
    if (!isDistributedMap(state) || !state.ItemProcessor) return [name, state] as const;
    const { ProcessorConfig: _, ...processor } = state.ItemProcessor;
    maps.set(name, processor as Definition);
    return [name, asTask(state)] as const;
  });
  return { definition: { ...definition, States: Object.fromEntries(states) }, maps };
}

function asTask(state: State): State {
  const { ItemReader, ItemProcessor: _, MaxConcurrency, MaxConcurrencyPath, ToleratedFailureCount, ...rest } = state;
  const parameters = (ItemReader as { Parameters: Record<string, unknown> }).Parameters;
  const key = 'Key.$' in parameters ? { 'key.$': parameters['Key.$'] } : { key: parameters['Key'] };
  const cap =
    typeof MaxConcurrencyPath === 'string'
      ? { 'maxConcurrency.$': MaxConcurrencyPath }
      : { maxConcurrency: MaxConcurrency ?? 0 };
  return {
    ...rest,
    Type: 'Task',
    Resource: 'arn:aws:states:::s3:getObject',
    // A map run may take as long as its children do: Step Functions' own limit for an execution is a year.
    TimeoutSeconds: MAX_TIMER_SECONDS,
    Parameters: { ...key, ...cap, toleratedFailures: ToleratedFailureCount ?? 0 },
  };
}

/** What a timer of Node's can hold: 24 days. */
const MAX_TIMER_SECONDS = Math.floor((2 ** 31 - 1) / 1000);

/**
 * Runs a child for each item, `maxConcurrency` at a time. As on AWS: when more children have failed than are tolerated the map fails, here with the error of the last of
 * them, and no further child is started.
 */
export async function runChildren(
  items: readonly unknown[],
  { maxConcurrency, toleratedFailures }: Pick<DistributedMapInput, 'maxConcurrency' | 'toleratedFailures'>,
  runChild: (item: unknown) => Promise<unknown>,
): Promise<void> {
  const limit = pLimit(maxConcurrency > 0 ? maxConcurrency : DEFAULT_CONCURRENCY);
  let failed = 0;
  const run = async (item: unknown): Promise<void> => {
    if (failed > toleratedFailures) return;
    try {
      await runChild(item);
    } catch (error) {
      failed++;
      if (failed > toleratedFailures) throw error;
    }
  };
  await Promise.all(items.map((item) => limit(() => run(item))));
}
