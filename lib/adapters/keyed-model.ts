import { ProviderKeyRejected } from '../translate/errors.ts';
import type { ModelPort } from '../translate/model.ts';

export interface KeyedModelOptions {
  /** Fetches the key; null where there is none. */
  readonly readKey: () => Promise<string | null>;
  /** What to say where there is no key. */
  readonly missing: string;
  readonly modelFor: (key: string) => ModelPort;
}

/**
 * A model whose key is fetched at once, and kept in memory only. A key that is refused is fetched once more: it may have been replaced since this
 * process began. Whoever asks no model never sees that there is no key.
 *
 * @throws ProviderKeyRejected where there is no key, and what `readKey` throws
 */
export function keyedModel({ readKey, missing, modelFor }: KeyedModelOptions): ModelPort {
  interface Keyed {
    readonly key: string;
    readonly model: ModelPort;
  }
  let current: Promise<Keyed> | null = null;
  const fetchKey = (): Promise<Keyed> => {
    const fetched = readKey().then((key) => {
      if (key === null) throw new ProviderKeyRejected(missing);
      return { key, model: modelFor(key) };
    });
    current = fetched;
    // A fetch that failed is nobody's answer: the next call tries again.
    fetched.catch(() => {
      if (current === fetched) current = null;
    });
    return fetched;
  };
  fetchKey();
  return {
    async complete(request) {
      const used = current ?? fetchKey();
      const { key, model } = await used;
      try {
        return await model.complete(request);
      } catch (error) {
        if (!(error instanceof ProviderKeyRejected)) throw error;
        // Calls that are refused together fetch the key once.
        const renewed = await (current === used || current === null ? fetchKey() : current);
        if (renewed.key === key) throw error;
        return renewed.model.complete(request);
      }
    },
  };
}
