import { describe, expect, it } from 'vitest';
import { groqModel } from '../../lib/adapters/groq.ts';
import type { FaultName, FaultRule } from '../../lib/local/groq-server/server.ts';
import { askPack } from '../../lib/translate/ask.ts';
import { standIn } from '../local/groq-server/standin.ts';
import { A, B, conversation, segmentsOf } from '../translate/helpers.ts';

/** Texts of the bundled references, the second with masks. */
const SEGMENTS = segmentsOf(
  'Cloud',
  'UPF 30+ rating, Four button snap closure, Thumb loops, Hood that fits over a ball cap, Zippered chest pocket',
  'Sage',
);

/** One pack asked of the stand-in over HTTP, through the real client; waits for the rate take no time. */
async function asked(...faults: FaultRule[]) {
  const server = await standIn({ faults });
  const asking = conversation(groqModel({ apiKey: 'any', baseUrl: server.url, timeoutMs: 5_000 }));
  const failures = await askPack(SEGMENTS, asking);
  const models = server.log.map(({ body }) => (body as { model: string }).model);
  return { failures, asking, models, accepted: asking.accepted.flat().map(({ segment, text }) => [segment.id, text]) };
}

describe('a pack asked over HTTP', () => {
  it.each<[FaultName, number]>([
    ['json_validate_failed', 2],
    ['rate_limited', 2],
    ['too_large', 3],
    ['bad_json', 2],
    ['truncated', 2],
    ['empty', 2],
    ['wrong_ids', 2],
    ['missing_ids', 2],
    ['duplicate_ids', 2],
    ['lost_mask', 2],
    ['extra_ids', 1],
    ['reordered', 1],
    ['model_not_found', 2],
    ['model_decommissioned', 2],
  ])('comes to the same after one %s, with %i calls', async (fault, calls) => {
    const right = await asked();
    const result = await asked({ fault, times: 1 });
    expect(result.failures).toEqual([]);
    expect(result.accepted.sort()).toEqual(right.accepted.sort());
    expect(result.models).toHaveLength(calls);
    expect(result.asking.ledger.calls).toBe(calls);
  });

  it('is answered by the next model where the first answers nothing right', async () => {
    const { failures, models, asking } = await asked({ fault: 'bad_json', model: A });
    expect(failures).toEqual([]);
    expect(models).toEqual([A, A, B]);
    expect(asking.accepted.flat().every(({ model }) => model === B)).toBe(true);
  });

  it.each<[FaultName, string, readonly string[]]>([
    ['bad_json', 'ModelAnswerInvalid', []],
    ['truncated', 'ModelAnswerInvalid', []],
    ['empty', 'ModelAnswerInvalid', []],
    ['wrong_ids', 'ModelAnswerInvalid', []],
    ['json_validate_failed', 'ModelAnswerInvalid', []],
    ['lost_mask', 'ModelAnswerInvalid', ['s1', 's3']],
    ['too_large', 'RequestTooLarge', []],
    ['model_not_found', 'ModelNotServed', []],
  ])('fails with %s that does not end as %s, and accepts only what is right', async (fault, error, right) => {
    const { failures, accepted } = await asked({ fault });
    expect(accepted.map(([id]) => id)).toEqual(right);
    expect(failures.map(({ segment }) => segment.id)).toEqual(['s1', 's2', 's3'].filter((id) => !right.includes(id)));
    for (const failure of failures) expect(failure).toMatchObject({ error, cause: expect.stringMatching(/\w{3}/) });
  });
});
