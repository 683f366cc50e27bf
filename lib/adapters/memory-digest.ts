import { crc32 } from 'node:zlib';
import type { Held } from '../translate/memory.ts';
import type { MemoryFiles } from './memory-files.ts';
import { isPseudo, readMemoryLines } from './memory-lines.ts';

/**
 * The digest of a file of memory: its keys, one a line, in a file of the same name that ends in `.keys`. Lines of text rather than bytes packed tight: a third
 * larger, and read with any tool. It is about a tenth of its file. Only who estimates goes by it: what is bought is decided by the file itself.
 */
const ENDING = '.keys';
/** The first line, `bytes <size of the file>`: it tells the digest of a file that was cut short or replaced since, or of another. No key has a space. */
const headOf = (bytes: number): string => `bytes ${bytes}\n`;
/** Behind the key of a pseudo-localized entry; no key has it. */
const PSEUDO_MARK = '*';
/** The last line, `sum <checksum of all before it>`: it tells a digest that is damaged, or has lost its end. */
const SUM = /^sum [0-9a-f]{8}\n$/;
const SUM_BYTES = 'sum 01234567\n'.length;
const LINES_AT_ONCE = 1_000;

const HELD: Held = { pseudo: false };
const HELD_PSEUDO: Held = { pseudo: true };

/** A file's keys, and whether the entry of each is pseudo-localized. */
export type Keys = ReadonlyMap<string, boolean>;

/** A file that is smaller is read as fast as its digest would be, and needs none. */
export const DIGEST_FROM_BYTES = 64 * 1024;

export const digestPath = (path: string): string => path.replace(/\.jsonl$/, ENDING);
export const isDigest = (path: string): boolean => path.endsWith(ENDING);

/** @param bytes the size of the file that has the keys */
export function* digestPieces(keys: Keys, bytes: number): Generator<string> {
  let [sum, lines] = [0, [headOf(bytes)]];
  const piece = () => {
    const text = lines.join('');
    sum = crc32(text, sum);
    lines = [];
    return text;
  };
  for (const [key, pseudo] of keys) {
    lines.push(`${key}${pseudo ? PSEUDO_MARK : ''}\n`);
    if (lines.length === LINES_AT_ONCE) yield piece();
  }
  yield piece();
  yield `sum ${sum.toString(16).padStart(8, '0')}\n`;
}

/** What a digest holds of the wanted keys, or null where it is not as it was written, or not that of a file of so many bytes. */
export async function readDigest(
  chunks: AsyncIterable<Uint8Array>,
  wanted: ReadonlySet<string>,
  bytes: number,
): Promise<ReadonlyMap<string, Held> | null> {
  const read: Uint8Array[] = [];
  for await (const chunk of chunks) read.push(chunk);
  const whole = Buffer.concat(read);
  const lines = whole.subarray(0, -SUM_BYTES);
  const last = whole.toString('latin1', lines.length);
  if (!SUM.test(last) || crc32(lines) !== Number.parseInt(last.slice(4), 16)) return null;
  const text = lines.toString('latin1');
  const head = headOf(bytes);
  if (!text.startsWith(head)) return null;
  const held = new Map<string, Held>();
  let start = head.length;
  for (let end = text.indexOf('\n', start); end !== -1; start = end + 1, end = text.indexOf('\n', start)) {
    const pseudo = text[end - 1] === PSEUDO_MARK;
    const key = text.slice(start, pseudo ? end - 1 : end);
    if (wanted.has(key)) held.set(key, pseudo ? HELD_PSEUDO : HELD);
  }
  return held;
}

/** Whether a digest stands beside a file of so many bytes, and is its own. */
export async function hasDigest(files: MemoryFiles, path: string, bytes: number): Promise<boolean> {
  const chunks = await files.read(digestPath(path));
  return chunks !== null && (await readDigest(chunks, new Set(), bytes)) !== null;
}

/** Writes the digest of a file of so many bytes. Returns false where the file is damaged. */
export async function addDigest(files: MemoryFiles, path: string, bytes: number): Promise<boolean> {
  const chunks = await files.read(path);
  // Another compaction has taken it away.
  if (chunks === null) return true;
  const keys = new Map<string, boolean>();
  if (!(await readMemoryLines(chunks, (key, line) => void keys.set(key, isPseudo(line)), { isJournal: false })))
    return false;
  await files.write(digestPath(path), digestPieces(keys, bytes));
  return true;
}
