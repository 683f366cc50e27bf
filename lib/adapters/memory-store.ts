import type { Store } from '../run/store.ts';
import { type MemoryEntry, shardsFor, type TranslationMemory } from '../translate/memory.ts';

/** A store that lives as long as the process: for runs whose results go to the caller and not to a disk. */
export function inMemoryStore(): Store {
  const files = new Map<string, string>();
  return {
    read: async (key) => files.get(key) ?? null,
    write: async (key, text) => void files.set(key, text),
    async open(key) {
      const text = files.get(key);
      return text === undefined ? null : piecesOf(text);
    },
    async writePieces(key, pieces) {
      let text = '';
      for await (const piece of pieces) text += piece;
      files.set(key, text);
    },
    list: async (prefix) => [...files.keys()].filter((key) => key.startsWith(prefix)).sort(),
  };
}

async function* piecesOf(text: string): AsyncGenerator<string> {
  yield text;
}

/** A translation memory that lives as long as the process. A catalog is all one to it: a shard holds what all do. */
export function inMemoryTranslationMemory(): TranslationMemory {
  const scopes = new Map<string, Map<string, MemoryEntry>>();
  const counts = new Map<string, number>();
  return {
    async recall({ catalog, locale }, keys) {
      const entries = scopes.get(`${catalog}/${locale}`) ?? new Map<string, MemoryEntry>();
      return { entries: new Map([...entries].filter(([key]) => keys.has(key))), damaged: [] };
    },
    async holds({ catalog, locale }, keys) {
      const scope = scopes.get(`${catalog}/${locale}`);
      if (scope === undefined) return new Map();
      const wanted = keys();
      return new Map([...scope].filter(([key]) => wanted.has(key)));
    },
    async save({ catalog, locale }, entries) {
      const scope = scopes.get(`${catalog}/${locale}`) ?? new Map<string, MemoryEntry>();
      for (const entry of entries) scope.set(entry.key, entry);
      scopes.set(`${catalog}/${locale}`, scope);
    },
    flush: async () => {},
    setAside: async () => {},
    async shards(catalog, products) {
      const count = Math.max(shardsFor(products), counts.get(catalog) ?? 1);
      counts.set(catalog, count);
      return count;
    },
    countShards: async (catalog, products) => Math.max(shardsFor(products), counts.get(catalog) ?? 1),
    compact: async () => ({ damaged: [] }),
  };
}
