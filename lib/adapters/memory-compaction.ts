import pLimit from 'p-limit';
import type { MemoryScope } from '../translate/memory.ts';
import { addDigest, DIGEST_FROM_BYTES, digestPath, digestPieces, isDigest } from './memory-digest.ts';
import {
  asidePath,
  folderOf,
  isJournal,
  isMemoryFile,
  type MemoryFile,
  type MemoryFiles,
  nameAfter,
  timeOf,
} from './memory-files.ts';
import { isPseudo, readMemoryLines } from './memory-lines.ts';

/** More files than these are made one: each takes a request to read. */
const MANY_FILES = 4;
/**
 * What nobody has made a file of by then was left by a kill. No journal that is alive is older than `JOURNAL_MS`, and a write that is under way adds to its temporary file within
 * seconds; on a laptop that slept through the night it still may.
 */
const LEFT_AFTER_MS = 24 * 3_600_000;
/** Files that are removed at once. Merge compacts some shards side by side, and all share the S3 client's 50 connections. */
const REMOVALS_IN_FLIGHT = 8;
/** Lines that are written together. */
const LINES_AT_ONCE = 500;

/**
 * Makes one file of those of a shard, with the last entry of each key, and removes exactly what it has read. Whatever it is cut off at, all stands in the one or the others, and twice
 * does no harm. Where another compaction is at work it leaves that to it. A large file gets a digest, behind the file itself: so a digest never tells of what does not
 * stand, and a file without one is read. What writes that were killed have left goes last: it is in nobody's way.
 */
export async function compactMemory(
  files: MemoryFiles,
  scope: MemoryScope,
  now: number,
): Promise<{ damaged: readonly string[] }> {
  const folder = folderOf(scope);
  const leftBefore = now - LEFT_AFTER_MS;
  const mayTake = ({ name }: MemoryFile) => {
    const time = timeOf(name);
    return time !== null && (!isJournal(name) || time < leftBefore);
  };
  const listed = await files.list(folder);
  const taken = listed.filter(mayTake);
  const digests = new Set(listed.filter(({ name }) => isDigest(name)).map(({ name }) => `${folder}/${name}`));
  const work = isWorthwhile(taken)
    ? await putTogether(files, folder, taken)
    : await addDigests(files, folder, taken, digests);
  const { read, damaged } = work;
  const leaving = new Set([...read, ...damaged]);
  const staying = listed
    .filter(({ name }) => isMemoryFile(name))
    .map(({ name, bytes }) => ({ path: `${folder}/${name}`, bytes }))
    .filter(({ path }) => !leaving.has(path));
  const useful = new Set(staying.map(({ path, bytes }) => digestPath(path, bytes)));
  const useless = [...digests].filter((path) => !useful.has(path));
  // First what is certain: where a damaged file cannot be moved, the others are not read again with each run.
  await removeAll(files, [...read, ...useless]);
  for (const path of damaged) await files.move(path, asidePath(path));
  await files.removeLeftovers(folder, leftBefore);
  return { damaged };
}

/** What a compaction has found: files that are to be removed, since another holds what they do, and damaged ones. */
interface Found {
  readonly read: readonly string[];
  readonly damaged: readonly string[];
}

async function putTogether(files: MemoryFiles, folder: string, taken: readonly MemoryFile[]): Promise<Found> {
  const newest = taken
    .map(({ name }) => name)
    .sort()
    .reverse();
  const compaction = { read: [] as string[], damaged: [] as string[], keys: new Map<string, boolean>(), bytes: 0 };
  const lines = compacted(
    files,
    newest.map((name) => `${folder}/${name}`),
    compaction,
  );
  // Behind all that it was made of, and before all that is written from here on.
  const path = `${folder}/${nameAfter(newest[0] ?? '')}`;
  try {
    await files.write(path, lines);
  } catch (error) {
    if (!(error instanceof CalledOff)) throw error;
    return { read: [], damaged: compaction.damaged };
  }
  const { keys, bytes } = compaction;
  if (bytes >= DIGEST_FROM_BYTES) await files.write(digestPath(path, bytes), digestPieces(keys));
  return compaction;
}

/**
 * Gives each large file that has no digest one: those of a first run, which nothing is to be put together with, and one that was cut short or replaced since. Names and sizes
 * tell which: where nothing has changed, nothing is read.
 */
async function addDigests(
  files: MemoryFiles,
  folder: string,
  taken: readonly MemoryFile[],
  digests: ReadonlySet<string>,
): Promise<Found> {
  const damaged: string[] = [];
  for (const { name, bytes } of taken) {
    const path = `${folder}/${name}`;
    if (isJournal(name) || bytes < DIGEST_FROM_BYTES || digests.has(digestPath(path, bytes))) continue;
    if (!(await addDigest(files, path, bytes))) damaged.push(path);
  }
  return { read: [], damaged };
}

/** Ends when no removal is under way any more, also where one fails. */
async function removeAll(files: MemoryFiles, paths: readonly string[]): Promise<void> {
  const limit = pLimit(REMOVALS_IN_FLIGHT);
  const results = await Promise.allSettled(paths.map((path) => limit(() => files.remove(path))));
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}

function isWorthwhile(files: readonly MemoryFile[]): boolean {
  const sizes = files.map(({ bytes }) => bytes);
  const greatest = Math.max(0, ...sizes);
  const others = sizes.reduce((sum, bytes) => sum + bytes, 0) - greatest;
  return files.length > MANY_FILES || (files.length > 1 && others > greatest / 2);
}

/** There is nothing to write, or another has taken the files away. */
class CalledOff extends Error {}

/** The lines of files, the newest first, each key once: in memory is one file at a time, and the keys. */
async function* compacted(
  files: MemoryFiles,
  newestFirst: readonly string[],
  found: { readonly read: string[]; readonly damaged: string[]; readonly keys: Map<string, boolean>; bytes: number },
): AsyncGenerator<string> {
  const { read, damaged, keys: written } = found;
  for (const path of newestFirst) {
    const chunks = await files.read(path);
    // To go on without it could bring back, behind what the other compaction writes, what it held a newer entry for.
    if (chunks === null) throw new CalledOff();
    const lines = new Map<string, Buffer>();
    const isWhole = await readMemoryLines(chunks, (key, line) => void lines.set(key, line), {
      isJournal: isJournal(path),
    });
    if (!isWhole) {
      damaged.push(path);
      continue;
    }
    read.push(path);
    let text: string[] = [];
    for (const [key, line] of lines) {
      if (written.has(key)) continue;
      written.set(key, isPseudo(line));
      found.bytes += line.length + 1;
      text.push(`${line}\n`);
      if (text.length === LINES_AT_ONCE) {
        yield text.join('');
        text = [];
      }
    }
    yield text.join('');
  }
  if (written.size === 0) throw new CalledOff();
}
