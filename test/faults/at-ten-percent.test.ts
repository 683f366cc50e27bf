import { beforeAll, describe, expect, it } from 'vitest';
import { FAULT_NAMES } from '../../lib/local/groq-server/faults.ts';
import { type Fault, type FaultyRun, faultyRun } from './faulty-run.ts';
import { falseTexts, notByReference, publishedTexts } from './published.ts';

const FAULTS: readonly Fault[] = [...FAULT_NAMES, 'connection_refused'];
/** The refused key ends the run. */
const ENDS_THE_RUN: readonly Fault[] = ['unauthorized', 'forbidden'];
/** Tried twice at most: chance may strike one pack both times, or one job's two models, and the rest is then listed. */
const MAY_END_PARTLY: readonly Fault[] = [
  'hang',
  'slow_body',
  'connection_refused',
  'model_not_found',
  'model_decommissioned',
];
/** Silence is told from slowness by the clock alone. */
const TIMEOUT_MS: Partial<Record<Fault, number>> = { hang: 2_500, slow_body: 2_500 };

let clean: FaultyRun;
let right: ReadonlyMap<string, string>;

beforeAll(async () => {
  clean = await faultyRun(null, 0);
  right = publishedTexts(clean);
});

it('publishes the references, and nothing else, where there is no fault', async () => {
  expect(clean.summary).toMatchObject({ status: 'COMPLETE', counts: { products: 44, failed: 0, pseudo: 0 } });
  expect(await notByReference(clean)).toEqual([]);
});

describe('a provider with a fault in every tenth answer', () => {
  it.concurrent.each(FAULTS)('costs little and publishes nothing false: %s', async (fault) => {
    const run = await faultyRun(fault, 0.1, { timeoutMs: TIMEOUT_MS[fault] });

    expect(run.hits).toBeGreaterThan(0);
    expect(falseTexts(run, right)).toEqual([]);
    const { status, counts } = run.summary;
    expect(counts.translated + run.failures.length).toBe(clean.summary.counts.units);
    if (ENDS_THE_RUN.includes(fault)) expect(status).toBe('PARTIAL');
    else if (!MAY_END_PARTLY.includes(fault)) expect(status).toBe('COMPLETE');
    // One more for each that was struck; two where a pack is split (413).
    expect(run.calls).toBeLessThanOrEqual(1.4 * clean.calls);
  });
});
