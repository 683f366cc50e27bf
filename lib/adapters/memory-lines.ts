import { crc32 } from 'node:zlib';
import * as z from 'zod';
import type { MemoryEntry } from '../translate/memory.ts';

const entrySchema = z.object({
  key: z.string(),
  target: z.string(),
  model: z.string(),
  run: z.string(),
  pseudo: z.boolean(),
});

/** How every line begins: what stands up to the next quote is its key, which has no character that JSON escapes. */
const HEAD = Buffer.from('{"key":"');
const LINE_BREAK = 0x0a;
const QUOTE = 0x22;

const sumOf = (content: string | Buffer): string => crc32(content).toString(16).padStart(8, '0');
/** What a line ends with: the checksum of all that stands before it. */
const tailOf = (content: string | Buffer): string => `,"sum":"${sumOf(content)}"}`;
const TAIL_BYTES = tailOf('').length;

/** Entries as JSONL: a line each, with a checksum of its own. */
export const memoryLines = (entries: readonly MemoryEntry[]): string => entries.map(memoryLine).join('');

function memoryLine({ key, target, model, run, pseudo }: MemoryEntry): string {
  const content = JSON.stringify({ key, target, model, run, pseudo }).slice(0, -1);
  return `${content}${tailOf(content)}\n`;
}

/**
 * Hands each line of a file to `take`, unparsed, with its key. Returns false as soon as a line is none of ours or not as it was written: then nothing of the
 * file may be trusted. In a journal an unfinished last line is passed over: it is what a kill leaves. A closed file was written whole: one that does not end with a
 * line break, or has no line, has lost its end.
 */
export async function readMemoryLines(
  chunks: AsyncIterable<Uint8Array>,
  take: (key: string, line: Buffer) => void,
  { isJournal }: { readonly isJournal: boolean },
): Promise<boolean> {
  let lines = 0;
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const piece = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    let start = 0;
    for (let end = bytes.indexOf(LINE_BREAK); end !== -1; end = bytes.indexOf(LINE_BREAK, start)) {
      if (end > start && !takeLine(bytes.subarray(start, end), take)) return false;
      if (end > start) lines++;
      start = end + 1;
    }
    rest = bytes.subarray(start);
  }
  if (!isJournal) return rest.length === 0 && lines > 0;
  takeLine(rest, take);
  return true;
}

function takeLine(line: Buffer, take: (key: string, line: Buffer) => void): boolean {
  const content = line.subarray(0, -TAIL_BYTES);
  if (!content.subarray(0, HEAD.length).equals(HEAD)) return false;
  if (line.toString('latin1', content.length) !== tailOf(content)) return false;
  take(line.toString('latin1', HEAD.length, line.indexOf(QUOTE, HEAD.length)), line);
  return true;
}

const PSEUDO = Buffer.from('"pseudo":true');
/** Whether a line's entry is pseudo-localized: what it says last before its checksum. */
export const isPseudo = (line: Buffer): boolean =>
  line.subarray(-TAIL_BYTES - PSEUDO.length, -TAIL_BYTES).equals(PSEUDO);

/** @throws where it is no entry's */
export const entryOf = (line: Buffer): MemoryEntry => entrySchema.parse(JSON.parse(line.toString()));
