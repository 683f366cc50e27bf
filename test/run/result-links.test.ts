import { expect, it } from 'vitest';
import { inMemoryStore } from '../../lib/adapters/memory-store.ts';
import { LINKED_PARTS, resultLinks } from '../../lib/run/result-links.ts';

const linksTo = async (parts: number) => {
  const store = inMemoryStore();
  for (let part = 0; part < parts; part++)
    await store.write(`runs/r/merged/fr/${String(part).padStart(5, '0')}.jsonl`, '');
  await store.write('runs/r/merged.json', '');
  let signed = 0;
  const linkTo = async (key: string) => {
    signed++;
    return `https://files.example/${key}`;
  };
  return { links: await resultLinks('r', { store, linkTo }), signed: () => signed };
};

it('gives the first hundred parts a link each, and says how many more there are', async () => {
  const { links, signed } = await linksTo(LINKED_PARTS + 250);
  expect(signed()).toBe(LINKED_PARTS + 1);
  expect(Object.keys(links.parts ?? {})).toHaveLength(100);
  expect(links.parts?.['merged/fr/00099.jsonl']).toBe('https://files.example/runs/r/merged/fr/00099.jsonl');
  expect(links).toMatchObject({ merged: 'https://files.example/runs/r/merged.json', morePartsInMerged: 250 });
});

it('says nothing of more where all have one, and of parts where there are none', async () => {
  const { links } = await linksTo(LINKED_PARTS);
  expect(Object.keys(links.parts ?? {})).toHaveLength(100);
  expect(links).not.toHaveProperty('morePartsInMerged');
  expect((await linksTo(0)).links).toEqual({ catalogs: {}, merged: 'https://files.example/runs/r/merged.json' });
});
