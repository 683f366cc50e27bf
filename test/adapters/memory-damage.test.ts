import { describe, expect, it } from 'vitest';
import { memoryLines } from '../../lib/adapters/memory-lines.ts';
import type { Locale } from '../../lib/catalog/locale.ts';
import { WHOLE } from '../../lib/translate/memory.ts';
import { entry, keys } from './memory-entries.ts';
import { PLACES } from './memory-places.ts';

const SCOPE = { catalog: 'shop', locale: 'fr' as Locale, shard: WHOLE };
const FOLDER = 'shop/fr/0of1';
const DAMAGED = `${FOLDER}/20260102T000000000Z-0000000001.jsonl`;
const ASIDE = `${FOLDER}/damaged/20260102T000000000Z-0000000001.jsonl`;
const GOOD = memoryLines([entry('c'), entry('d')]);
const lines = memoryLines([entry('a', 'new'), entry('b')]);

const DAMAGES: [string, string][] = [
  ['a letter of a translation', lines.replace('new', 'nex')],
  ['a letter of a key', lines.replace('"a"', '"x"')],
  ['a letter of a checksum', lines.replace(/"sum":"./, '"sum":"g')],
  ['a line that nobody asks for', lines.replace('~b~', '~c~')],
  ['a line of something else', `hello\n${lines}`],
  ['an entry without a checksum', `${JSON.stringify(entry('a', 'forged'))}\n${lines}`],
  ['a line cut short with others behind it', `${lines.slice(0, 30)}\n${lines}`],
  ['bytes of nothing', `\0\0\0\0\n${lines}`],
  ['a last line cut short', `${lines}${lines.slice(0, 30)}`],
  ['a last line without its line break', lines.trimEnd()],
  ['nothing in it', ''],
  ['a line break alone', '\n'],
];

describe.each(PLACES)('a damaged file of memory in %s', (_, placeIn) => {
  it.each(DAMAGES)('is not trusted in anything for %s, and is named', async (_, text) => {
    const place = await placeIn();
    await place.write(`${FOLDER}/20260101T000000000Z-0000000001.jsonl`, memoryLines([entry('a', 'old')]));
    await place.write(DAMAGED, text);
    await place.write(`${FOLDER}/20260103T000000000Z-0000000001.jsonl`, GOOD);
    const before = await place.paths();
    const memory = place.open();
    // Twice: the first reading teaches the second nothing false.
    for (let time = 0; time < 2; time++) {
      const { entries, damaged } = await memory.recall(SCOPE, keys('a', 'c', 'd', 'x'));
      expect([...entries.values()]).toEqual([entry('a', 'old'), entry('c'), entry('d')]);
      expect(damaged).toEqual([DAMAGED]);
    }
    expect(await place.paths()).toEqual(before);
  });

  it('is set aside as it stands, also by many at once, and is then no longer read', async () => {
    const place = await placeIn();
    const text = `hello\n${lines}`;
    await place.write(DAMAGED, text);
    await place.write(`${FOLDER}/20260103T000000000Z-0000000001.jsonl`, GOOD);
    const readers = Array.from({ length: 4 }, () => place.open());
    const found = await Promise.all(readers.map((memory) => memory.recall(SCOPE, keys('c'))));
    await Promise.all(readers.map((memory, index) => memory.setAside(found[index]?.damaged ?? [])));
    await readers[0]?.setAside([DAMAGED]);
    expect(await place.read(ASIDE)).toBe(text);
    expect(await place.paths()).not.toContain(DAMAGED);
    const { entries, damaged } = await place.open().recall(SCOPE, keys('a', 'c'));
    expect([[...entries.keys()], damaged]).toEqual([['c'], []]);
  });

  it('is set aside where it is come across in a compaction, and nothing of it gets into the new file', async () => {
    const place = await placeIn();
    await place.write(`${FOLDER}/20260101T000000000Z-0000000001.jsonl`, memoryLines([entry('a', 'old')]));
    await place.write(DAMAGED, `${lines}hello\n`);
    await place.write(`${FOLDER}/20260103T000000000Z-0000000001.jsonl`, GOOD);
    const memory = place.open();
    expect(await memory.compact(SCOPE)).toEqual({ damaged: [DAMAGED] });
    expect(await place.paths()).toHaveLength(2);
    expect(await place.paths()).toContain(ASIDE);
    const { entries, damaged } = await memory.recall(SCOPE, keys('a', 'b', 'c', 'd'));
    expect([...entries.values()]).toEqual([entry('a', 'old'), entry('c'), entry('d')]);
    expect(damaged).toEqual([]);
  });

  it('leaves nothing behind where all are damaged', async () => {
    const place = await placeIn();
    const others = ['20260103T000000000Z-0000000001.jsonl', '20260104T000000000Z-0000000001.jsonl'];
    for (const name of others) await place.write(`${FOLDER}/${name}`, 'hello\n');
    const { damaged } = await place.open().compact(SCOPE);
    expect([...damaged].sort()).toEqual(others.map((name) => `${FOLDER}/${name}`));
    expect(await place.paths()).toEqual(others.map((name) => `${FOLDER}/damaged/${name}`));
  });

  it('is one, too, that has the right checksum of what is no entry', async () => {
    const place = await placeIn();
    const { target: _, ...half } = entry('a');
    // As a program of another version would write it.
    const odd = memoryLines([half as ReturnType<typeof entry>]);
    await place.write(DAMAGED, odd);
    const { entries, damaged } = await place.open().recall(SCOPE, keys('a'));
    expect([entries.size, damaged]).toEqual([0, [DAMAGED]]);
  });
});
