import { describe, expect, it } from 'vitest';
import { askPack } from '../../lib/translate/ask.ts';
import {
  ModelAnswerInvalid,
  ModelNotServed,
  ProviderKeyRejected,
  ProviderUnavailable,
  RateLimited,
  RequestRejected,
  RequestTooLarge,
} from '../../lib/translate/errors.ts';
import { MAX_WAIT_MS, Paused } from '../../lib/translate/pacing/paused.ts';
import { buildMessages, estimatePromptTokens, expectedAnswerTokens } from '../../lib/translate/prompt.ts';
import { usdOf } from '../../lib/translate/routing.ts';
import {
  answer,
  FAKE_USAGE,
  inFake,
  questionOf,
  type Script,
  scriptedModel,
  translated,
  translatedBut,
} from '../fakes/scripted-model.ts';
import { A, B, conversation, EN, FR, NO_GUIDANCE, segmentsOf } from './helpers.ts';

const WEIGHT = 'Weight: 79gsm';
const PAIR = segmentsOf('Cloud', WEIGHT);
const idsOf = (request: Parameters<typeof questionOf>[0]) => questionOf(request).segments.map(({ id }) => id);
const nobody = () => Promise.reject(new Error('nobody is to be asked'));

/** A script by model; each entry answers that model's calls in turn, the last one again and again. */
function byModel(scripts: Readonly<Record<string, readonly Script[]>>) {
  const calls = new Map<string, number>();
  return scriptedModel((request, call) => {
    const turn = calls.get(request.model) ?? 0;
    calls.set(request.model, turn + 1);
    const script = scripts[request.model]?.[turn] ?? scripts[request.model]?.at(-1) ?? nobody;
    return script(request, call);
  });
}

const throwing =
  (error: Error): Script =>
  () => {
    throw error;
  };
const withoutCloud: Script = (request) => translatedBut(request, { s1: null });
const maskLost: Script = (request) => translatedBut(request, { s2: 'Poids' });

describe('an answer that is right', () => {
  it('is accepted whole, after one call to the first model', async () => {
    const model = scriptedModel();
    const asking = conversation(model);
    expect(await askPack(PAIR, asking)).toEqual([]);
    expect(model.requests.map(({ model }) => model)).toEqual([A]);
    expect(asking.accepted).toEqual([
      PAIR.map((segment) => ({ segment, text: inFake(segment.text), model: A, pseudo: false, warnings: [] })),
    ]);
    expect(asking.ledger).toMatchObject({ calls: 1, retries: 0, usage: FAKE_USAGE, model: A });
  });

  it('is matched by id, whatever its order, its outer white space and what else it holds', async () => {
    const model = scriptedModel(() =>
      answer([
        { id: 's9', text: 'nobody asked' },
        { id: 's2', text: ' Poids : ⟦1⟧\n' },
        { id: 's1', text: 'Nuage' },
      ]),
    );
    const asking = conversation(model);
    expect(await askPack(PAIR, asking)).toEqual([]);
    expect(asking.accepted.flat().map(({ segment, text }) => [segment.id, text])).toEqual([
      ['s1', 'Nuage'],
      ['s2', 'Poids : ⟦1⟧'],
    ]);
  });

  it('marks the segments that the stand-in pseudo-localized', async () => {
    const asking = conversation(scriptedModel((request) => ({ ...translated(request), pseudo: ['s2'] })));
    await askPack(PAIR, asking);
    expect(asking.accepted.flat().map(({ pseudo }) => pseudo)).toEqual([false, true]);
  });

  it('asks nothing for no segments', async () => {
    const model = scriptedModel(nobody);
    expect(await askPack([], conversation(model))).toEqual([]);
    expect(model.requests).toEqual([]);
  });
});

describe('an answer that is partly right', () => {
  it('has its right part saved before the next call', async () => {
    const happened: string[] = [];
    const model = scriptedModel((request, call) => {
      happened.push(`asked ${idsOf(request)}`);
      return call === 1 ? withoutCloud(request, call) : translated(request);
    });
    const asking = conversation(model, {
      accept: async (translations) => {
        await Promise.resolve();
        happened.push(`saved ${translations.map(({ segment }) => segment.id)}`);
      },
    });
    expect(await askPack(PAIR, asking)).toEqual([]);
    expect(happened).toEqual(['asked s1,s2', 'saved s2', 'asked s1', 'saved s1']);
  });

  it.each<[string, Script, string, string]>([
    ['missing', withoutCloud, 's1', 'missing from the answer'],
    [
      'without its mask',
      maskLost,
      's2',
      'protected-spans: each ⟦number⟧ of the text must stand in its translation exactly once, and no other; wrong: ⟦1⟧',
    ],
    ['empty', (request) => translatedBut(request, { s1: ' \n' }), 's1', 'empty: the translation is empty'],
    [
      'there twice',
      (request) => answer([...questionOf(request).segments, { id: 's1', text: 'another' }]),
      's1',
      'stands twice in the answer, with different texts',
    ],
  ])('is asked again for what is %s alone, with what was wrong and twice the room', async (_, script, id, problem) => {
    const model = byModel({ [A]: [script, translated] });
    const asking = conversation(model);
    expect(await askPack(PAIR, asking)).toEqual([]);
    const [first, second] = model.requests;
    expect(model.requests).toHaveLength(2);
    expect(second?.model).toBe(A);
    expect(idsOf(second!)).toEqual([id]);
    expect(questionOf(second!).corrections).toEqual([{ id, problem }]);
    expect(questionOf(first!)).not.toHaveProperty('corrections');
    const alone = scriptedModel();
    await askPack(
      PAIR.filter((segment) => segment.id === id),
      conversation(alone),
    );
    expect(second?.maxCompletionTokens).toBe(2 * alone.requests[0]!.maxCompletionTokens);
    expect(asking.ledger).toMatchObject({ calls: 2, retries: 1 });
  });
});

describe('an answer that is all wrong', () => {
  it.each<[string, Script, string]>([
    ['empty', () => answer(''), 'the answer is empty'],
    ['prose', () => answer('Certainly!'), 'the answer is not JSON'],
    ['cut off', () => answer('{"segments":[', { brokenOff: 'length' }), 'the answer was broken off (length)'],
    ['of another shape', () => answer('{"s1":"Nuage"}'), 'the answer is not {"segments":[{"id":"...","text":"..."}]}'],
    [
      'refused by the provider as no JSON',
      throwing(new ModelAnswerInvalid('the model did not produce valid JSON')),
      'the model did not produce valid JSON',
    ],
  ])('is asked for again once, then of the next model, when it is %s', async (_, script, problem) => {
    const model = byModel({ [A]: [script], [B]: [translated] });
    const asking = conversation(model);
    expect(await askPack(PAIR, asking)).toEqual([]);
    expect(model.requests.map(({ model }) => model)).toEqual([A, A, B]);
    for (const request of model.requests.slice(1)) {
      expect(questionOf(request).corrections).toEqual(PAIR.map(({ id }) => ({ id, problem })));
    }
    expect(asking.accepted.flat().map(({ model }) => model)).toEqual([B, B]);
    expect(asking.ledger).toMatchObject({ calls: 3, retries: 2, model: B });
  });

  it('fails the segments when the chain is at its end, each with what was wrong with it', async () => {
    const model = scriptedModel((request) => translatedBut(request, { s1: null, s2: 'Poids' }));
    const asking = conversation(model);
    expect(await askPack(PAIR, asking)).toEqual([
      { segment: PAIR[0], error: 'ModelAnswerInvalid', cause: 'missing from the answer', lastAnswer: null },
      {
        segment: PAIR[1],
        error: 'ModelAnswerInvalid',
        cause: 'protected-spans: ⟦1⟧ (79gsm) must stand exactly once, stands 0 times',
        lastAnswer: 'Poids',
      },
    ]);
    expect(model.requests).toHaveLength(4);
    expect(asking.accepted.flat()).toEqual([]);
  });

  it.each([
    'Poids',
    'Poids ⟦1⟧ ⟦1⟧',
    'Poids ⟦2⟧',
    'Poids ⟦1⟧ ⟦2⟧',
    'Poids ⟦ 1 ⟧',
    'Poids [1]',
    'Poids ⟦1',
    'Poids 79gsm',
    '',
  ])('is never accepted with wrong masks: %j', async (text) => {
    const asking = conversation(scriptedModel((request) => translatedBut(request, { s2: text })));
    const failures = await askPack(PAIR, asking);
    expect(failures.map(({ segment }) => segment.id)).toEqual(['s2']);
    expect(asking.accepted.flat().map(({ segment }) => segment.id)).toEqual(['s1']);
  });
});

describe('a model that is not served', () => {
  const gone = new ModelNotServed(`${A}: 404 The model does not exist`);

  it('is passed over, and not asked again by the rest of the job', async () => {
    const model = byModel({ [A]: [throwing(gone)], [B]: [translated] });
    const asking = conversation(model);
    expect(await askPack(PAIR, asking)).toEqual([]);
    expect(await askPack(segmentsOf('Sage'), asking)).toEqual([]);
    expect(model.requests.map(({ model }) => model)).toEqual([A, B, B]);
    expect(asking.events).toEqual([{ event: 'model.not_served', data: expect.objectContaining({ model: A }) }]);
  });

  it('fails the segments when no other is left, now and later', async () => {
    const asking = conversation(scriptedModel(throwing(gone)), { chain: [A] });
    expect(await askPack(PAIR.slice(0, 1), asking)).toEqual([
      { segment: PAIR[0], error: 'ModelNotServed', cause: gone.message, lastAnswer: null },
    ]);
    expect(await askPack(PAIR.slice(0, 1), asking)).toEqual([
      { segment: PAIR[0], error: 'ModelNotServed', cause: 'no model of the chain is served', lastAnswer: null },
    ]);
    expect(asking.ledger.calls).toBe(1);
  });
});

describe('a request that is too large', () => {
  const tooLarge =
    (most: number): Script =>
    (request) => {
      if (questionOf(request).segments.length > most) throw new RequestTooLarge(`${request.model}: 413 too large`);
      return translated(request);
    };

  it('is split until it fits', async () => {
    const segments = segmentsOf('a', 'b', 'c', 'd', 'e');
    const model = scriptedModel(tooLarge(2));
    const asking = conversation(model);
    expect(await askPack(segments, asking)).toEqual([]);
    const bySize = (a: string[], b: string[]) => b.length - a.length || a.join().localeCompare(b.join());
    expect(model.requests.map(idsOf).sort(bySize)).toEqual([
      ['s1', 's2', 's3', 's4', 's5'],
      ['s1', 's2', 's3'],
      ['s1', 's2'],
      ['s4', 's5'],
      ['s3'],
    ]);
    expect(new Set(asking.accepted.flat().map(({ segment }) => segment))).toEqual(new Set(segments));
  });

  it('is not split below one segment: the next model gets it, and after the last it fails', async () => {
    const model = scriptedModel(tooLarge(0));
    const [alone] = segmentsOf('a');
    expect(await askPack([alone!], conversation(model))).toEqual([
      { segment: alone, error: 'RequestTooLarge', cause: `${B}: 413 too large`, lastAnswer: null },
    ]);
    expect(model.requests.map(({ model }) => model)).toEqual([A, B]);
  });

  it('is not sent where the model could not read it, or write so much', async () => {
    const model = scriptedModel();
    const [unreadable, fine] = segmentsOf('long warm coat '.repeat(40_000), 'a');
    expect(await askPack([unreadable!, fine!], conversation(model))).toEqual([
      {
        segment: unreadable,
        error: 'RequestTooLarge',
        cause: expect.stringMatching(/takes 131072 tokens, question and answer together, and this is about 3\d{5}$/),
        lastAnswer: null,
      },
    ]);
    expect(model.requests.map(idsOf)).toEqual([['s2']]);

    const [unwritable] = segmentsOf('long warm coat '.repeat(14_000));
    expect(await askPack([unwritable!], conversation(model))).toMatchObject([
      { error: 'RequestTooLarge', cause: expect.stringMatching(/writes 65536 tokens at most/) },
    ]);
    expect(model.requests).toHaveLength(1);
  });

  it('is split for the later model that refused it, without asking the earlier ones again', async () => {
    const model = byModel({ [A]: [() => answer('no')], [B]: [tooLarge(1)] });
    const asking = conversation(model);
    expect(await askPack(PAIR, asking)).toEqual([]);
    expect(model.requests.map((request) => [request.model, idsOf(request).length])).toEqual([
      [A, 2],
      [A, 2],
      [B, 2],
      [B, 1],
      [B, 1],
    ]);
  });
});

describe('a failure', () => {
  const rejected = new RequestRejected(`${B}: 400 bad schema`);
  const tooLarge = new RequestTooLarge(`${B}: 413 too large`);
  const notServed = new ModelNotServed(`${B}: 404 gone`);
  const cloudMissing = 'missing from the answer';

  it.each<[string, Script, Script, string, string]>([
    ['both rejected', throwing(new RequestRejected('first')), throwing(rejected), 'RequestRejected', rejected.message],
    [
      'answered wrongly, then rejected',
      withoutCloud,
      throwing(rejected),
      'RequestRejected',
      `${rejected.message} (before that: ${cloudMissing})`,
    ],
    [
      'answered wrongly, then too large',
      withoutCloud,
      throwing(tooLarge),
      'RequestTooLarge',
      `${tooLarge.message} (before that: ${cloudMissing})`,
    ],
    ['rejected, then answered wrongly', throwing(rejected), withoutCloud, 'ModelAnswerInvalid', cloudMissing],
    ['answered wrongly, then not served', withoutCloud, throwing(notServed), 'ModelAnswerInvalid', cloudMissing],
    ['rejected, then not served', throwing(rejected), throwing(notServed), 'RequestRejected', rejected.message],
    [
      'both not served',
      throwing(new ModelNotServed('first')),
      throwing(notServed),
      'ModelNotServed',
      notServed.message,
    ],
  ])('has a cause that belongs to its error: %s', async (_, first, second, error, cause) => {
    const [cloud] = PAIR;
    const model = byModel({ [A]: [first], [B]: [second] });
    expect(await askPack([cloud!], conversation(model))).toEqual([{ segment: cloud, error, cause, lastAnswer: null }]);
  });
});

describe('a rate limit', () => {
  it('waits as long as it is told, then makes the same call again', async () => {
    const model = byModel({ [A]: [throwing(new RateLimited('slow down', 4_770)), translated] });
    const asking = conversation(model);
    expect(await askPack(PAIR, asking)).toEqual([]);
    expect(asking.clock.slept).toEqual([4_770]);
    expect(model.requests).toHaveLength(2);
    expect(model.requests[1]).toEqual(model.requests[0]);
    expect(asking.ledger).toMatchObject({ calls: 2, retries: 1 });
  });

  it('pauses the job for a longer wait, and keeps what was accepted', async () => {
    const waitMs = MAX_WAIT_MS + 1;
    const model = byModel({ [A]: [withoutCloud, throwing(new RateLimited('tomorrow', waitMs))] });
    const asking = conversation(model);
    await expect(askPack(PAIR, asking)).rejects.toMatchObject({ name: 'Paused', waitMs });
    expect(asking.clock.slept).toEqual([]);
    expect(asking.accepted.flat().map(({ segment }) => segment.id)).toEqual(['s2']);
  });

  it('pauses the job when one call is refused again and again', async () => {
    const model = scriptedModel(throwing(new RateLimited('busy', 1_000)));
    const asking = conversation(model);
    await expect(askPack(PAIR, asking)).rejects.toBeInstanceOf(Paused);
    expect(model.requests).toHaveLength(9);
    expect(asking.clock.slept).toEqual(Array.from({ length: 8 }, () => 1_000));
  });
});

describe('a budget', () => {
  const usdOfOne = usdOf(A, FAKE_USAGE);
  const expectedOfOne = usdOf(A, {
    promptTokens: estimatePromptTokens(
      buildMessages({ source: EN, target: FR, segments: PAIR, guidance: NO_GUIDANCE }),
    ),
    cachedTokens: 0,
    completionTokens: expectedAnswerTokens(PAIR, FR),
  });
  /** For one call to A; B costs twice as much. */
  const ROOM_FOR_ONE = 1.5 * expectedOfOne;

  it('that has no room for a call asks nothing', async () => {
    const model = scriptedModel(nobody);
    const cause = "the run's budget is spent; what is translated is kept";
    expect(await askPack(PAIR, conversation(model, { maxUsd: 0 }))).toEqual(
      PAIR.map((segment) => ({ segment, error: 'BudgetReached', cause, lastAnswer: null })),
    );
    expect(model.requests).toEqual([]);
  });

  it('that is spent by an answer keeps the answer, asks nothing more, and no dearer model either', async () => {
    const model = byModel({ [A]: [withoutCloud, nobody], [B]: [nobody] });
    const asking = conversation(model, { maxUsd: usdOfOne });
    expect(await askPack(PAIR, asking)).toEqual([
      {
        segment: PAIR[0],
        error: 'BudgetReached',
        cause: "the run's budget is spent; what is translated is kept (before that: missing from the answer)",
        lastAnswer: null,
      },
    ]);
    expect(asking.ledger.usd).toBeCloseTo(usdOfOne, 12);
    expect(asking.accepted.flat()).toHaveLength(1);
  });

  it('that has no room for the first model is not spent on a cheaper one', async () => {
    const model = scriptedModel();
    await askPack(PAIR, conversation(model, { chain: [B, A], maxUsd: ROOM_FOR_ONE }));
    expect(model.requests).toEqual([]);
    await askPack(PAIR, conversation(model, { chain: [A, B], maxUsd: ROOM_FOR_ONE }));
    expect(model.requests).toHaveLength(1);
  });

  it('gets back what a call was expected to cost and did not', async () => {
    const cheap = { promptTokens: 1, cachedTokens: 0, completionTokens: 1 };
    const model = scriptedModel((request) => ({ ...translated(request), usage: cheap }));
    const asking = conversation(model, { maxUsd: ROOM_FOR_ONE });
    for (let packs = 0; packs < 10; packs++) expect(await askPack(PAIR, asking)).toEqual([]);
    const refused = conversation(byModel({ [A]: [throwing(new RequestRejected('400'))] }), {
      maxUsd: ROOM_FOR_ONE,
      chain: [A],
    });
    for (let packs = 0; packs < 10; packs++) await askPack(PAIR, refused);
    expect(refused.ledger.calls).toBe(10);
  });

  it('is set aside for calls in flight, so that calls side by side do not spend it twice', async () => {
    const model = scriptedModel();
    const asking = conversation(model, { maxUsd: 0.000_3 });
    const packs = Array.from({ length: 20 }, () => askPack(PAIR, asking));
    const failures = (await Promise.all(packs)).flat();
    expect(model.requests.length).toBeGreaterThan(0);
    expect(model.requests.length).toBeLessThan(10);
    expect(failures).toHaveLength((20 - model.requests.length) * PAIR.length);
  });
});

describe('trouble that is not of one pack', () => {
  it.each([new ProviderKeyRejected('401'), new ProviderUnavailable('503'), new Error('a bug')])(
    'goes to the job as it is: $name',
    async (error) => {
      const model = byModel({ [A]: [withoutCloud, throwing(error)], [B]: [nobody] });
      const asking = conversation(model);
      await expect(askPack(PAIR, asking)).rejects.toBe(error);
      expect(asking.accepted.flat().map(({ segment }) => segment.id)).toEqual(['s2']);
    },
  );

  it('goes to the job when what was bought cannot be saved, and nothing more is bought', async () => {
    const model = byModel({ [A]: [withoutCloud, nobody] });
    const broken = new Error('disk full');
    const accept = () => Promise.reject(broken);
    await expect(askPack(PAIR, conversation(model, { accept }))).rejects.toBe(broken);
    expect(model.requests).toHaveLength(1);
  });
});
