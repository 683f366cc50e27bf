import { describe, expect, it } from 'vitest';
import { keyedModel } from '../../lib/adapters/keyed-model.ts';
import { ProviderKeyRejected, ProviderUnavailable } from '../../lib/translate/errors.ts';
import type { ModelAnswer, ModelRequest } from '../../lib/translate/model.ts';

const REQUEST = { model: 'm' } as ModelRequest;
const answerOf = (text: string) => ({ text }) as ModelAnswer;

/** Keys as they are kept at each fetch; an Error is thrown. A provider that takes only `good`. */
function keyed(keys: readonly (string | null | Error)[], good: string) {
  const fetched: unknown[] = [];
  const calls: string[] = [];
  const model = keyedModel({
    readKey: async () => {
      const key = keys[Math.min(fetched.length, keys.length - 1)];
      fetched.push(key);
      if (key instanceof Error) throw key;
      return key ?? null;
    },
    missing: 'there is no key',
    modelFor: (key) => ({
      async complete() {
        calls.push(key);
        if (key !== good) throw new ProviderKeyRejected(`${key.length} characters refused`);
        return answerOf(`by ${key}`);
      },
    }),
  });
  return { model, fetched, calls };
}

describe('keyedModel', () => {
  it('fetches the key at once, and once for all calls', async () => {
    const { model, fetched } = keyed(['a'], 'a');
    expect(fetched).toEqual(['a']);
    await Promise.all([model.complete(REQUEST), model.complete(REQUEST)]);
    await model.complete(REQUEST);
    expect(fetched).toEqual(['a']);
  });

  it('takes a key that was replaced since, for calls refused together with one fetch', async () => {
    const { model, fetched, calls } = keyed(['old', 'new'], 'new');
    const answers = await Promise.all([1, 2, 3].map(() => model.complete(REQUEST)));
    expect(answers).toEqual([answerOf('by new'), answerOf('by new'), answerOf('by new')]);
    expect(fetched).toEqual(['old', 'new']);
    expect(calls.filter((key) => key === 'old')).toHaveLength(3);
  });

  it('says that the key is refused when the one that is kept is the same', async () => {
    const { model, calls } = keyed(['bad'], 'good');
    await expect(model.complete(REQUEST)).rejects.toThrow('3 characters refused');
    expect(calls).toEqual(['bad']);
  });

  it('says that there is no key, and takes one that is set later', async () => {
    const { model } = keyed([null, 'a'], 'a');
    await expect(model.complete(REQUEST)).rejects.toMatchObject({
      name: 'ProviderKeyRejected',
      message: 'there is no key',
    });
    expect(await model.complete(REQUEST)).toEqual(answerOf('by a'));
  });

  it('fetches again after a fetch that failed', async () => {
    const { model } = keyed([new Error('down'), 'a'], 'a');
    await Promise.resolve();
    await expect(model.complete(REQUEST).catch(() => model.complete(REQUEST))).resolves.toEqual(answerOf('by a'));
  });

  it('throws other errors of the model on', async () => {
    const model = keyedModel({
      readKey: async () => 'a',
      missing: '',
      modelFor: () => ({ complete: () => Promise.reject(new ProviderUnavailable('down')) }),
    });
    await expect(model.complete(REQUEST)).rejects.toThrow(ProviderUnavailable);
  });
});
