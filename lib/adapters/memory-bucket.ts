import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { MEMORY_PREFIX } from '../run/contract/keys.ts';
import type { MemoryFiles } from './memory-files.ts';
import { s3Error } from './s3-errors.ts';
import { listObjects } from './s3-list.ts';
import { identified, throwRenamed } from './s3-multipart.ts';
import { type InBucket, openObject } from './s3-object.ts';
import { upload } from './s3-upload.ts';

/** The files of memory in a bucket, under `memory/`. */
export function filesInBucket(place: InBucket): MemoryFiles {
  const { client, bucket } = place;
  const remove = async (path: string) => {
    const key = MEMORY_PREFIX + path;
    await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key })).catch((error: unknown) => {
      throw s3Error('remove', { bucket, key }, error);
    });
  };
  return {
    async list(folder) {
      const prefix = `${MEMORY_PREFIX}${folder}/`;
      const objects = await listObjects(place, prefix, '/');
      return objects.map(({ key, bytes }) => ({ name: key.slice(prefix.length), bytes }));
    },
    read: async (path) => (await openObject(place, MEMORY_PREFIX + path))?.chunks ?? null,
    write: (path, pieces) => upload(place, MEMORY_PREFIX + path, pieces),
    async move(from, to) {
      const object = await openObject(place, MEMORY_PREFIX + from);
      if (object === null) return;
      const chunks: Uint8Array[] = [];
      for await (const chunk of object.chunks) chunks.push(chunk);
      const key = MEMORY_PREFIX + to;
      const put = new PutObjectCommand({ ...identified(bucket, key, undefined), Body: Buffer.concat(chunks) });
      await client.send(put).catch(throwRenamed(bucket, key));
      await remove(from);
    },
    remove,
  };
}
