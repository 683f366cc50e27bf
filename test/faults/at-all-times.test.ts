import { beforeAll, describe, expect, it } from 'vitest';
import { FAULT_NAMES } from '../../lib/local/groq-server/faults.ts';
import { type Fault, type FaultyRun, faultyRun } from './faulty-run.ts';
import { falseTexts, publishedTexts } from './published.ts';

interface Ending {
  /** Calls for each of the run's packs, at most. */
  readonly calls: number;
  readonly status: 'FAILED' | 'PARTIAL' | 'COMPLETE';
  readonly error?: string;
  readonly cause?: RegExp;
  /** What people are told to do. */
  readonly advice?: RegExp;
}

const LATER = /run the same command again later/;
/** The refused key: whoever is in flight meets it, once. */
const KEY = { calls: 1, status: 'FAILED', error: 'ProviderKeyRejected', advice: /check GROQ_API_KEY/ } as const;
/** Every model of the chain is asked once, whichever pack comes to it first. */
const MODEL = { calls: 2, status: 'FAILED', error: 'ModelNotServed', advice: /"fanout models" lists what/ } as const;
/** The call, and the workflow's four retries. */
const TROUBLE = { calls: 5, status: 'FAILED', error: 'ProviderUnavailable', advice: LATER } as const;
/** A call that nobody answers takes a minute: once more, and no oftener. */
const SILENCE = { calls: 2, status: 'FAILED', error: 'ProviderTimedOut', advice: LATER } as const;
/** Two models, each with one corrective retry. */
const ANSWER = { calls: 4, error: 'ModelAnswerInvalid', advice: /again, or with another --model/ } as const;
/** A fault that is none: ids decide, not the order, and what nobody asked for is passed over. */
const HARMLESS = { calls: 1, status: 'COMPLETE' } as const;

const ENDINGS: Readonly<Record<Fault, Ending>> = {
  unauthorized: { ...KEY, cause: /the key was refused: 401 / },
  forbidden: { ...KEY, cause: /the key was refused: 403 / },
  model_not_found: { ...MODEL, cause: /404 The model `\S+` does not exist/ },
  model_decommissioned: { ...MODEL, cause: /400 The model `\S+` has been decommissioned/ },
  // Each pack is halved down to its first texts alone, for each of two models. Where those are refused too the rest is not asked.
  too_large: {
    calls: 10,
    status: 'FAILED',
    error: 'RequestTooLarge',
    cause: /413 Request too large/,
    advice: /another --model, or a plan/,
  },
  // Put off eight times in each of four invocations. A refusal costs nothing; a pace of its own would spare most of them.
  rate_limited: {
    calls: 36,
    status: 'FAILED',
    error: 'WaitTooLong',
    cause: /refused one call 9 times; what is translated is kept: run again after \d{4}-/,
    advice: /run again after/,
  },
  capacity_exceeded: { ...TROUBLE, cause: /498 .*capacity exceeded/ },
  server_error: { ...TROUBLE, cause: /500 Internal Server Error/ },
  bad_gateway: { ...TROUBLE, cause: /: 502 / },
  unavailable: { ...TROUBLE, cause: /: 503 / },
  reset: { ...TROUBLE, cause: /the connection failed \(ECONNRESET\)/ },
  hang: { ...SILENCE, cause: /no answer within 0\.3 s/ },
  slow_body: { ...SILENCE, cause: /no answer within 0\.3 s/ },
  connection_refused: {
    calls: 2,
    status: 'FAILED',
    error: 'ProviderUnreachable',
    cause: /ECONNREFUSED/,
    advice: /check GROQ_BASE_URL and the network/,
  },
  json_validate_failed: { ...ANSWER, status: 'FAILED', cause: /did not produce valid JSON/ },
  bad_json: { ...ANSWER, status: 'FAILED', cause: /the answer is not JSON/ },
  truncated: { ...ANSWER, status: 'FAILED', cause: /the answer was broken off/ },
  empty: { ...ANSWER, status: 'FAILED', cause: /the answer is empty/ },
  wrong_ids: { ...ANSWER, status: 'FAILED', cause: /missing from the answer/ },
  missing_ids: { ...ANSWER, status: 'PARTIAL', cause: /missing from the answer/ },
  duplicate_ids: { ...ANSWER, status: 'PARTIAL', cause: /stands twice in the answer/ },
  lost_mask: { ...ANSWER, status: 'PARTIAL', cause: /protected-spans: ⟦\d+⟧ \(.+\) must stand exactly once/ },
  untranslated: { ...ANSWER, status: 'FAILED', cause: /untranslated: |terms: |language: |script: / },
  chatter: { ...ANSWER, status: 'FAILED', cause: /leak: "Here is the translat/ },
  extra_ids: HARMLESS,
  reordered: HARMLESS,
};

/** One for each script of the six: a fault in every answer asks no more of a fourth language. */
const LOCALES = ['es', 'ja', 'ar'] as const;

let clean: FaultyRun;
let right: ReadonlyMap<string, string>;

beforeAll(async () => {
  clean = await faultyRun(null, 0, { locales: LOCALES });
  right = publishedTexts(clean);
});

describe('a provider with a fault in every answer', () => {
  it.concurrent.each([...FAULT_NAMES, 'connection_refused'] as const)('ends soon and says why: %s', async (fault) => {
    const ending = ENDINGS[fault];

    const timeoutMs = fault === 'hang' || fault === 'slow_body' ? 300 : undefined;
    const run = await faultyRun(fault, 1, { timeoutMs, locales: LOCALES });

    expect(falseTexts(run, right)).toEqual([]);
    expect(run.calls).toBeLessThanOrEqual(ending.calls * clean.calls);
    expect(run.summary.status).toBe(ending.status);
    expect(run.summary.counts.translated + run.failures.length).toBe(clean.summary.counts.units);
    const reasons = new Set(run.failures.map(({ error }) => error));
    expect([...reasons]).toEqual(ending.error === undefined ? [] : [ending.error]);
    for (const { cause } of run.failures) expect(cause).toMatch(ending.cause ?? /never/);
    expect(run.said).toMatch(ending.advice ?? /^$/);
  });
});
