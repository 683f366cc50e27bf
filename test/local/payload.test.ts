import { describe, expect, it } from 'vitest';
import { workflowDefinition } from '../../lib/local/definition.ts';
import { MAX_PAYLOAD_BYTES } from '../../lib/local/lambda-boundary.ts';
import { runLocally } from '../../lib/local/runner.ts';
import { ProviderUnavailable } from '../../lib/translate/errors.ts';
import { documents, impatient, product, world } from '../fakes/run.ts';

const LOCALES =
  'ar bg bn ca cs da de el es et fa fi fr gu he hi hr hu id is it ja ka ko lt lv mk ms nl no pl pt ro ru sk sl sv th tr uk';
const LONG = 'A light and quiet layer for cold mornings, with room for a book. '.repeat(20);

/** The largest state of a run: what any state got or gave, in UTF-8 bytes. */
async function largestState(count: number, batchProducts: number, fails: boolean): Promise<number> {
  const fail = () => {
    if (fails) throw new ProviderUnavailable(LONG.repeat(5));
  };
  const catalog = Array.from({ length: count }, (_, id) => product(id + 1, { other_details: `${LONG}${id}` }));
  const { deps } = world({
    batchProducts,
    documents: documents({ 'c.json': JSON.stringify(catalog) }),
    answers: { fail },
  });
  let largest = 0;
  const result = await runLocally({
    input: { runId: 'r', request: { catalog: 'c.json', locales: LOCALES.split(' ') as [string], maxUsd: 1000 } },
    deps,
    definition: impatient(workflowDefinition()),
    onLog: (event) => {
      if (!('state' in event)) return;
      const { input, output } = event.state as { input?: unknown; output?: unknown };
      for (const value of [input, output]) {
        if (value !== undefined) largest = Math.max(largest, Buffer.byteLength(JSON.stringify(value)));
      }
    },
  });
  expect(result).toMatchObject({ ok: true, output: { units: count * 40 * 4 } });
  return largest;
}

describe('the state of a run into 40 locales', () => {
  it.each([
    ['20 products in one batch', 20, 20, false],
    ['20 products in batches of 10', 20, 10, false],
    ['20 products when every job fails at length', 20, 20, true],
  ])('stays far below 256 KiB with %s', async (_, count, batchProducts, fails) => {
    const largest = await largestState(count, batchProducts, fails);
    expect(largest).toBeGreaterThan(1_000);
    expect(largest).toBeLessThan(MAX_PAYLOAD_BYTES / 4);
  });
});
