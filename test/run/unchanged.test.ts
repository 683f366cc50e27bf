import { appendFile, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { folderMemory } from '../../lib/adapters/folder-memory.ts';
import type { Product } from '../../lib/catalog/product.ts';
import { temporaryFolder } from '../fakes/folder.ts';
import { run, world } from '../fakes/run.ts';

const SAMPLE = JSON.parse(
  await readFile(new URL('../../data/ketlmtn_products.json', import.meta.url), 'utf8'),
) as Product[];
const LOCALES = ['de', 'es', 'fr', 'it', 'ja', 'ar'] as [string, ...string[]];

/** The first product that has one, with another description. */
function edited(catalog: readonly Product[]): Product[] {
  const copy = structuredClone(catalog) as { extracted_data: Record<string, unknown> }[];
  const first = copy.find(({ extracted_data }) => extracted_data['other_details'] !== null);
  if (first) first.extracted_data['other_details'] = 'A layer that was thought over once more.';
  return copy as unknown as Product[];
}

async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return Promise.all(files.sort().map(async (file) => `${file}\n${await readFile(file, 'utf8')}`));
}

it('the bundled catalog in six locales costs nothing the second time, and an edited description itself alone', async () => {
  const folder = await temporaryFolder();
  const fresh = () => world({ memory: folderMemory(folder) });
  const request = { catalog: SAMPLE, locales: LOCALES };
  const first = await run(fresh(), request);
  expect(first.summary.stats.calls).toBeGreaterThan(0);
  const before = await filesOf(folder);

  const again = fresh();
  const second = await run(again, request);
  expect(again.model.asked).toEqual([]);
  expect(second.merged.products).toEqual(first.merged.products);
  expect(await filesOf(folder)).toEqual(before);

  const last = fresh();
  const third = await run(last, { ...request, catalog: edited(SAMPLE) });
  expect(third.summary.status).toBe(first.summary.status);
  const asked = last.model.asked.flatMap(({ locale, segments }) => segments.map(({ text }) => [locale, text]));
  expect(asked.sort()).toEqual(
    [...LOCALES].sort().map((locale) => [locale, 'A layer that was thought over once more.']),
  );
});

it('a damaged file of memory is reported by the jobs that found it and set aside, and what it held is asked anew', async () => {
  const folder = await temporaryFolder();
  const events: [string, unknown][] = [];
  const fresh = () => world({ memory: folderMemory(folder), log: (event, data) => void events.push([event, data]) });
  const request = { locales: ['de', 'fr'] as [string, ...string[]] };
  const first = await run(fresh(), request);
  const place = join(folder, 'inline', 'fr', '0of1');
  const [name = ''] = await readdir(place);
  await appendFile(join(place, name), 'what is this?\n');

  const w = fresh();
  const second = await run(w, { ...request, dryRun: true });
  expect([second.summary, await readdir(place)]).toEqual([null, [name]]);
  const third = await run(w, request);
  expect(third.merged.products).toEqual(first.merged.products);
  expect(w.model.asked.map(({ locale }) => locale)).toEqual(['fr']);
  expect((await third.part('fr'))?.damagedMemory).toEqual([`inline/fr/0of1/${name}`]);
  expect((await third.part('de'))?.damagedMemory).toEqual([]);
  expect(events.filter(([event]) => event === 'memory.damaged')).toEqual([
    ['memory.damaged', expect.objectContaining({ target: 'fr', files: [`inline/fr/0of1/${name}`] })],
  ]);
  expect(await readdir(join(place, 'damaged'))).toEqual([name]);
  expect((await run(fresh(), request)).summary.stats.calls).toBe(0);
});
