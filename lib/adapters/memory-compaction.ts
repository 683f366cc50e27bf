import pLimit from 'p-limit';
import type { MemoryScope } from '../translate/memory.ts';
import {
  asidePath,
  folderOf,
  isJournal,
  type MemoryFile,
  type MemoryFiles,
  nameAfter,
  timeOf,
} from './memory-files.ts';
import { readMemoryLines } from './memory-lines.ts';

/** More files than these are made one: each takes a request to read. */
const MANY_FILES = 4;
/** A journal of which nobody has made a file by then was left by a kill. None that is alive is older than `JOURNAL_MS`. */
const LEFT_AFTER_MS = 24 * 3_600_000;
/** Files that are removed at once. Merge compacts some shards side by side, and all share the S3 client's 50 connections. */
const REMOVALS_IN_FLIGHT = 8;
/** Lines that are written together. */
const LINES_AT_ONCE = 500;

/**
 * Makes one file of those of a shard, with the last entry of each key, and removes exactly what it has read. Whatever it is cut off at, all stands in the one or the others, and twice
 * does no harm. Where another compaction is at work it leaves that to it.
 */
export async function compactMemory(
  files: MemoryFiles,
  scope: MemoryScope,
  now: number,
): Promise<{ damaged: readonly string[] }> {
  const folder = folderOf(scope);
  const mayTake = ({ name }: MemoryFile) => {
    const time = timeOf(name);
    return time !== null && (!isJournal(name) || time < now - LEFT_AFTER_MS);
  };
  const taken = (await files.list(folder)).filter(mayTake);
  if (!isWorthwhile(taken)) return { damaged: [] };
  const newest = taken
    .map(({ name }) => name)
    .sort()
    .reverse();
  const compaction = { read: [] as string[], damaged: [] as string[] };
  const lines = compacted(
    files,
    newest.map((name) => `${folder}/${name}`),
    compaction,
  );
  try {
    // Behind all that it was made of, and before all that is written from here on.
    await files.write(`${folder}/${nameAfter(newest[0] ?? '')}`, lines);
  } catch (error) {
    if (!(error instanceof CalledOff)) throw error;
    compaction.read = [];
  }
  // First what is certain: where a damaged file cannot be moved, the others are not read again with each run.
  await removeAll(files, compaction.read);
  for (const path of compaction.damaged) await files.move(path, asidePath(path));
  return { damaged: compaction.damaged };
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
  { read, damaged }: { readonly read: string[]; readonly damaged: string[] },
): AsyncGenerator<string> {
  const written = new Set<string>();
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
      written.add(key);
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
