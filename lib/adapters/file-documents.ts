import { open } from 'node:fs/promises';
import { type Documents, DocumentUnreadable } from '../run/ports.ts';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EISDIR: 'is a folder',
  EACCES: 'may not be read',
  ENOTDIR: 'no such file',
};

/** Documents as files here, read as UTF-8 in pieces. */
export const fileDocuments: Documents = {
  async open(reference) {
    try {
      const file = await open(reference);
      if ((await file.stat()).isDirectory()) {
        await file.close();
        throw new DocumentUnreadable('is a folder');
      }
      return decode(file.createReadStream());
    } catch (error) {
      if (error instanceof DocumentUnreadable) throw error;
      const { code, message } = error as NodeJS.ErrnoException;
      throw new DocumentUnreadable(REASONS[code ?? ''] ?? message, { cause: error });
    }
  },
};

async function* decode(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
  } catch (error) {
    if (error instanceof TypeError) throw new DocumentUnreadable('is not UTF-8 text', { cause: error });
    throw error;
  }
}
