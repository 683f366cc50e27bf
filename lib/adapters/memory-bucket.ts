import { MEMORY_PREFIX } from '../run/contract/keys.ts';
import type { MemoryFiles } from './memory-files.ts';
import type { Bucket } from './s3-bucket.ts';

/** The files of memory in a bucket, under `memory/`. */
export function filesInBucket(bucket: Bucket): MemoryFiles {
  return {
    async list(folder) {
      const prefix = `${MEMORY_PREFIX}${folder}/`;
      const objects = await bucket.list(prefix, '/');
      return objects.map(({ key, bytes }) => ({ name: key.slice(prefix.length), bytes }));
    },
    read: async (path) => (await bucket.get(MEMORY_PREFIX + path))?.chunks ?? null,
    write: (path, pieces) => bucket.write(MEMORY_PREFIX + path, pieces),
    async move(from, to) {
      const object = await bucket.get(MEMORY_PREFIX + from);
      if (object === null) return;
      const chunks: Uint8Array[] = [];
      for await (const chunk of object.chunks) chunks.push(chunk);
      await bucket.put(MEMORY_PREFIX + to, Buffer.concat(chunks));
      await bucket.remove(MEMORY_PREFIX + from);
    },
    remove: (path) => bucket.remove(MEMORY_PREFIX + path),
    // A write that was killed leaves no object: parts of an upload at most, which the bucket's lifecycle rule ends.
    removeLeftovers: async () => {},
  };
}
