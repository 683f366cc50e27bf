import { open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Documents, DocumentUnreadable } from '../run/ports.ts';
import { nameOfFile } from './catalog-name.ts';
import { documentText } from './document-text.ts';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EISDIR: 'is a folder',
  EACCES: 'may not be read',
  ENOTDIR: 'no such file',
};
const MISSING = new Set(['ENOENT', 'ENOTDIR']);

/**
 * Documents as files here, read as UTF-8 in pieces. Beside `shop/summer.json` stand `shop/summer.glossary.json` and `shop/overrides/<locale>.json`.
 */
export const fileDocuments: Documents = {
  glossaryBeside: (catalog) => `${catalog.replace(/\.[^./\\]+$/, '')}.glossary.json`,
  overridesBeside: (catalog, locale) => join(dirname(catalog), 'overrides', `${locale}.json`),
  identify: (catalog) => ({ name: nameOfFile(catalog), isPublished: false }),
  async open(reference) {
    try {
      const file = await open(reference);
      if ((await file.stat()).isDirectory()) {
        await file.close();
        throw new DocumentUnreadable('is a folder');
      }
      return documentText(file.createReadStream());
    } catch (error) {
      if (error instanceof DocumentUnreadable) throw error;
      const { code, message } = error as NodeJS.ErrnoException;
      throw new DocumentUnreadable(REASONS[code ?? ''] ?? message, { cause: error, missing: MISSING.has(code ?? '') });
    }
  },
};
