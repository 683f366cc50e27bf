import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fanout, ketl, type Workplace, workplace } from './command.ts';

const kept = (term: string) => ({ terms: [{ source: term, doNotTranslate: true }] });

async function shop(): Promise<Workplace & { readonly args: readonly string[] }> {
  const place = await workplace();
  const catalog = await place.file('shop.json', [ketl(1)]);
  await mkdir(join(place.folder, 'overrides'));
  return { ...place, args: ['--catalog', catalog, '--all', '--languages', 'es', '--output', place.out] };
}

/** Spanish details after a run. What the stand-in has no reference for it pseudo-localizes, and leaves alone what is protected. */
async function detailsAfter(args: readonly string[], { results }: Workplace): Promise<unknown> {
  const { code, stderr } = await fanout(args);
  expect(code, stderr).toBe(0);
  return (await results()).catalogs['es']?.[0]?.extracted_data['other_details'];
}

it('keeps the terms of --glossary as they are', async () => {
  const place = await shop();
  const glossary = await place.file('mine.json', kept('long days'));
  await place.file('shop.glossary.json', kept('A cap'));
  const details = await detailsAfter([...place.args, '--glossary', glossary], place);
  expect(details).toContain('long days');
  expect(details).not.toContain('A cap');
});

it('finds the glossary beside the catalog', async () => {
  const place = await shop();
  await place.file('shop.glossary.json', kept('A cap'));
  expect(await detailsAfter(place.args, place)).toMatch(/A cap(?!.*long days)/);
});

it('publishes a person’s translation from beside the catalog, also when forced to ask anew', async () => {
  const place = await shop();
  await place.file('overrides/es.json', { 1: { details: { text: 'Una gorra.', source: 'A cap for long days.' } } });
  expect(await detailsAfter([...place.args, '--force'], place)).toBe('Una gorra.');
  const { summary } = await place.results();
  expect(summary).toMatchObject({ stats: { calls: 0 }, counts: { warnings: 0 } });
});

it('refuses broken files of both kinds with their paths, and runs nothing', async () => {
  const place = await shop();
  const glossary = await place.file('mine.json', { terms: [{ source: 'cap' }] });
  await place.file('overrides/es.json', '{oops');
  const { code, stdout, stderr } = await fanout([...place.args, '--glossary', glossary, '--max-concurrency', '0']);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr.replaceAll(`${place.folder}/`, '').trimEnd().split('\n')).toEqual([
    'fanout: 3 faults, nothing was run:',
    '  - max-concurrency: expected at least 1, got 0',
    '  - glossary mine.json: terms[0]: needs either targets or doNotTranslate',
    expect.stringMatching(/^ {2}- overrides overrides\/es\.json: not JSON: /),
  ]);
  expect(place.wasMade()).toBe(false);
});
