import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { folderMemory } from '../../lib/adapters/folder-memory.ts';
import { filesInBucket } from '../../lib/adapters/memory-bucket.ts';
import type { MemoryFiles } from '../../lib/adapters/memory-files.ts';
import { filesInFolder } from '../../lib/adapters/memory-folder.ts';
import { bucketMemory } from '../../lib/adapters/s3-memory.ts';
import type { TranslationMemory } from '../../lib/translate/memory.ts';
import { temporaryFolder } from '../fakes/folder.ts';
import { temporaryS3 } from '../fakes/s3.ts';
import { BUCKETS, type BucketKind } from './s3-buckets.ts';

/** A place where memory is kept, as its user and as who damages it sees it. Paths are from memory's root on. */
export interface MemoryPlace {
  readonly files: MemoryFiles;
  /** As another process opens it. */
  open(options?: { readonly now?: () => number }): TranslationMemory;
  write(path: string, text: string): Promise<void>;
  read(path: string): Promise<string | null>;
  /** All files, wherever they stand. */
  paths(): Promise<string[]>;
}

async function inFolder(): Promise<MemoryPlace> {
  const root = await temporaryFolder();
  return {
    files: filesInFolder(root),
    open: (options) => folderMemory(root, options),
    async write(path, text) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), text);
    },
    read: (path) => readFile(join(root, path), 'utf8').catch(() => null),
    async paths() {
      const entries = await readdir(root, { recursive: true, withFileTypes: true });
      const files = entries.filter((entry) => entry.isFile());
      return files.map(({ parentPath, name }) => join(parentPath, name).slice(root.length + 1)).sort();
    },
  };
}

const inBucket = (kind: BucketKind) => async (): Promise<MemoryPlace> => {
  const s3 = await temporaryS3();
  const bucket = kind.open(s3.url);
  return {
    files: filesInBucket(bucket),
    open: (options) => bucketMemory(bucket, { checkpointMs: 60_000, ...options }),
    write: (path, text) => s3.store.write(`memory/${path}`, text),
    read: (path) => s3.store.read(`memory/${path}`),
    paths: async () => (await s3.store.list('memory/')).map((key) => key.slice('memory/'.length)),
  };
};

export const PLACES = [
  ['a folder', inFolder],
  ...BUCKETS.map(([name, kind]) => [`a bucket, through ${name}`, inBucket(kind)] as const),
] as const;
