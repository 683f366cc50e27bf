import { isNewer, type Published, type RunVersion } from '../../lib/run/ports.ts';

/** Published files in memory, with what was written in which order. */
export function fakePublished() {
  const files = new Map<string, { readonly text: string; readonly version: RunVersion | null }>();
  const writes: string[] = [];
  const published: Published = {
    async update(key, change) {
      files.set(key, { text: change(files.get(key)?.text ?? null), version: null });
      writes.push(key);
    },
    async replace(key, pieces, version) {
      const before = files.get(key)?.version;
      if (before && isNewer(before, version)) return false;
      let text = '';
      for await (const piece of pieces()) text += piece;
      files.set(key, { text, version });
      writes.push(key);
      return true;
    },
  };
  const json = (key: string) => JSON.parse(files.get(key)?.text ?? 'null') as never;
  return { published, writes, json, has: (key: string) => files.has(key) };
}
