import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const SCRIPT = join(import.meta.dirname, 'large-catalog.ts');
/** Less than the reader and the catalog's products together take, which is over 24 in either form: only a stream passes. */
const HEAP_MB = 24;
const CHARACTERS = 15_000_000;

it.each(['list', 'lines'])('reads a catalog of 15 MB (%s) where 24 MB of heap is all there is', async (form) => {
  const fence = [`--max-old-space-size=${HEAP_MB}`, '--import', 'tsx', SCRIPT, form, String(CHARACTERS)];
  const { stdout } = await promisify(execFile)(process.execPath, fence);
  const { valid, ...rest } = JSON.parse(stdout) as Record<string, unknown>;
  expect(valid).toBeGreaterThan(15_000);
  expect(rest).toEqual({ invalid: 0, repeats: 0, wrapper: null });
});
