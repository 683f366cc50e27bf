import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fanout, workplace } from './command.ts';

it('says which file of memory was damaged, trusts nothing of it and asks anew', async () => {
  const place = await workplace();
  const args = ['--languages', 'es', '--output', place.out];
  await fanout(args);
  const folder = join(place.out, 'memory/ketlmtn_products/es/0of1');
  const [name = ''] = await readdir(folder);
  const text = await readFile(join(folder, name), 'utf8');
  // One letter of one translation: it still reads as JSON.
  await writeFile(join(folder, name), text.replace(/("target":")(\S)/, '$1#'));

  const { code, stdout } = await fanout(args);

  expect(code).toBe(0);
  expect(stdout).toContain('were damaged');
  expect(stdout).toContain(name);
  expect(stdout).not.toContain('#');
  expect(await readdir(join(folder, 'damaged'))).toEqual([name]);
  const { stdout: third } = await fanout(args);
  expect(third).not.toContain('were damaged');
});
