import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { compactMemory } from '../../lib/adapters/memory-compaction.ts';
import { digestPath, digestPieces } from '../../lib/adapters/memory-digest.ts';
import type { MemoryFiles } from '../../lib/adapters/memory-files.ts';
import { memoryHolder } from '../../lib/adapters/memory-holds.ts';
import { memoryLines } from '../../lib/adapters/memory-lines.ts';
import type { Locale } from '../../lib/catalog/locale.ts';
import { type MemoryEntry, WHOLE } from '../../lib/translate/memory.ts';
import { dyingAfter } from './dying-files.ts';
import { entry, keys } from './memory-entries.ts';
import { type MemoryPlace, PLACES } from './memory-places.ts';

const SCOPE = { catalog: 'shop', locale: 'fr' as Locale, shard: WHOLE };
const FOLDER = 'shop/fr/0of1';
const NOW = Date.UTC(2026, 10, 21);
const nameOf = (day: number) => `202601${String(day).padStart(2, '0')}T000000000Z-00000000ff.jsonl`;

/** Entries that fill a file which is worth a digest; every seventh is pseudo-localized. */
const large = (day: number): MemoryEntry[] =>
  Array.from({ length: 70 }, (_, index) => ({
    ...entry(`k${day}-${index}`, 'x'.repeat(1_000)),
    pseudo: index % 7 === 0,
  }));

/** So many large files, one a day, each with a key of its own and one that all have. Gives the keys, and one that none has. */
async function fill(place: MemoryPlace, days: number): Promise<ReadonlySet<string>> {
  const wanted = ['all', 'nobody'];
  for (let day = 1; day <= days; day++) {
    const entries = [{ ...entry('all'), pseudo: day % 2 === 1 }, ...large(day)];
    await place.write(`${FOLDER}/${nameOf(day)}`, memoryLines(entries));
    wanted.push(...entries.map(({ key }) => key));
  }
  return new Set(wanted);
}

/** What a scope holds by its digests, and what of it is read for that. */
async function looked(place: MemoryPlace, wanted: ReadonlySet<string>) {
  const read: string[] = [];
  const files: MemoryFiles = {
    ...place.files,
    read(path) {
      read.push(path);
      return place.files.read(path);
    },
  };
  const held = await memoryHolder(files)(SCOPE, () => wanted);
  return { held: flags(held), read };
}

const flags = (entries: ReadonlyMap<string, { readonly pseudo: boolean }>) =>
  Object.fromEntries([...entries].map(([key, { pseudo }]) => [key, pseudo]));

/** What `recall` finds. */
const recalled = async (place: MemoryPlace, wanted: ReadonlySet<string>) =>
  flags((await place.open().recall(SCOPE, wanted)).entries);

const isDigest = (path: string) => path.endsWith('.keys');

/** A file that has been compacted, with its digest. */
async function compactedFile(place: MemoryPlace) {
  const wanted = await fill(place, 5);
  await place.open().compact(SCOPE);
  const [file = '', digest = ''] = await place.paths();
  const [lines = '', text = ''] = [await place.read(file), await place.read(digest)].map((read) => read ?? '');
  return { wanted, file, digest, lines, text };
}

/** What a compaction changes. */
async function changed(place: MemoryPlace): Promise<string[]> {
  const changes: string[] = [];
  const files: MemoryFiles = {
    ...place.files,
    async write(path, pieces) {
      changes.push(`write ${path}`);
      await place.files.write(path, pieces);
    },
    async move(from, to) {
      changes.push(`move ${from}`);
      await place.files.move(from, to);
    },
    async remove(path) {
      changes.push(`remove ${path}`);
      await place.files.remove(path);
    },
  };
  await compactMemory(files, SCOPE, NOW);
  return changes;
}

/** A digest as the version before wrote it. */
function withoutSize(text: string): string {
  const keys = text.replace(/^bytes .*\n/, '').replace(/sum .*\n$/, '');
  return `${keys}sum ${crc32(keys).toString(16).padStart(8, '0')}\n`;
}

/** What happens to a file or its digest, both of which are whole in themselves. */
interface Change {
  readonly file?: (lines: string) => string;
  readonly digest?: (text: string) => string;
}
const OTHERS: [string, Change][] = [
  [
    'its file has lost its last line',
    { file: (lines) => lines.slice(0, lines.lastIndexOf('\n', lines.length - 2) + 1) },
  ],
  ['its file has lost all lines but one', { file: (lines) => lines.slice(0, lines.indexOf('\n') + 1) }],
  ['its file has a line more', { file: (lines) => lines + memoryLines([entry('nobody')]) }],
  ['its file was replaced', { file: () => memoryLines([entry('nobody'), ...large(9)]) }],
  [
    'it is the digest of another file',
    { digest: () => [...digestPieces(new Map([['nobody', false]]), 99_999)].join('') },
  ],
  ['it does not say the size of its file', { digest: withoutSize }],
];

describe.each(PLACES)('the digest of a file of memory in %s', (_, placeIn) => {
  it('is written beside what a compaction puts together, and read instead of it', async () => {
    const place = await placeIn();
    const wanted = await fill(place, 6);
    await place.open().compact(SCOPE);
    const [file = '', digest = '', ...others] = await place.paths();
    expect([digest, others]).toEqual([digestPath(file), []]);
    const { held, read } = await looked(place, wanted);
    expect(read).toEqual([digest]);
    expect(held).toEqual(await recalled(place, wanted));
    expect([Object.keys(held).length, held['all'], held['k3-7'], held['k3-8']]).toEqual([421, false, true, false]);
    expect(flags(await place.open().holds(SCOPE, () => wanted))).toEqual(held);
  });

  it('is not needed: files without one, those that came later among them, are read themselves', async () => {
    const place = await placeIn();
    const wanted = await fill(place, 5);
    expect((await looked(place, wanted)).held).toEqual(await recalled(place, wanted));
    await place.open().compact(SCOPE);
    const later = `${FOLDER}/${nameOf(7)}`;
    await place.write(later, memoryLines([{ ...entry('all'), pseudo: false }, entry('later')]));
    const journal = `${FOLDER}/20260108T000000000Z-00000000ff.journal.jsonl`;
    await place.write(journal, `${memoryLines([entry('latest')])}{"key":"cut sho`);
    const more = keys('later', 'latest', ...wanted);
    const { held, read } = await looked(place, more);
    expect(held).toEqual(await recalled(place, more));
    expect([held['later'], held['latest'], held['all']]).toEqual([false, false, false]);
    expect(read.filter((path) => !isDigest(path)).sort()).toEqual([later, journal]);
  });

  it('is passed over in favour of the file where it is damaged, and then written anew', async () => {
    const place = await placeIn();
    const { wanted, file, digest, text } = await compactedFile(place);
    const damages = [
      '',
      '\n',
      text.replace('k2-3\n', 'k2-x\n'),
      text.replace('k2-7*\n', 'k2-7\n'),
      text.slice(0, text.length / 2),
      text.trimEnd(),
      text.replace(/sum .*\n$/, ''),
      text.replace(/sum ./, 'sum g'),
      `${text}more\n`,
      text.slice(5),
      text.replace(/^bytes ./, 'bytes 0'),
    ];
    const expected = await recalled(place, wanted);
    for (const damage of damages) {
      expect(damage).not.toBe(text);
      await place.write(digest, damage);
      expect(await looked(place, wanted)).toEqual({ held: expected, read: [digest, file] });
      expect(await changed(place)).toEqual([`write ${digest}`]);
      expect(await place.read(digest)).toBe(text);
    }
  });

  it.each(OTHERS)('is passed over where %s, and then written anew', async (_, change) => {
    const place = await placeIn();
    const { wanted, file, digest, lines, text } = await compactedFile(place);
    await place.write(file, change.file?.(lines) ?? lines);
    await place.write(digest, change.digest?.(text) ?? text);
    expect([await place.read(file), await place.read(digest)]).not.toEqual([lines, text]);
    const expected = await recalled(place, wanted);
    expect(await looked(place, wanted)).toEqual({ held: expected, read: [digest, file] });
    expect(await changed(place)).toEqual([`write ${digest}`]);
    expect(await looked(place, wanted)).toEqual({ held: expected, read: [digest] });
    expect(await changed(place)).toEqual([]);
  });

  it('goes with its file where that has lost its end in the middle of a line', async () => {
    const place = await placeIn();
    const { wanted, file, digest, lines } = await compactedFile(place);
    await place.write(file, lines.slice(0, -20));
    expect(await looked(place, wanted)).toEqual({ held: {}, read: [digest, file] });
    expect(await changed(place)).toEqual([`remove ${digest}`, `move ${file}`]);
  });

  it('tells of a file of any letters, whose bytes are more than its letters', async () => {
    const place = await placeIn();
    const texts = ['é', '\u2028', '🐕', '\ud83d'];
    for (let day = 1; day <= 5; day++)
      await place.write(
        `${FOLDER}/${nameOf(day)}`,
        memoryLines(texts.map((text) => entry(`${day}-${text.length}-${texts.indexOf(text)}`, text.repeat(9_000)))),
      );
    await place.open().compact(SCOPE);
    const { held, read } = await looked(place, keys('1-1-0', '5-2-2', '3-1-3', 'nobody'));
    expect([Object.keys(held).sort(), read.filter((path) => !isDigest(path))]).toEqual([
      ['1-1-0', '3-1-3', '5-2-2'],
      [],
    ]);
  });

  it('is given to the large files of a first run, once: an unchanged run then writes nothing', async () => {
    const place = await placeIn();
    const wanted = await fill(place, 1);
    const small = `${FOLDER}/20260102T000000000Z-00000000ff.jsonl`;
    await place.write(small, memoryLines([entry('small')]));
    await place.open().compact(SCOPE);
    const file = `${FOLDER}/${nameOf(1)}`;
    expect(await place.paths()).toEqual([file, digestPath(file), small]);
    expect((await looked(place, wanted)).read.sort()).toEqual([digestPath(file), small]);
    let writes = 0;
    const change = async () => void writes++;
    const watched = { ...place.files, write: change, move: change, remove: change };
    for (let run = 0; run < 3; run++) await compactMemory(watched, SCOPE, NOW);
    expect(writes).toBe(0);
  });

  it('is not made of a damaged file, which is set aside', async () => {
    const place = await placeIn();
    const damaged = `${FOLDER}/${nameOf(1)}`;
    await place.write(damaged, `hello\n${memoryLines(large(1))}`);
    expect(await place.open().compact(SCOPE)).toEqual({ damaged: [damaged] });
    expect(await place.paths()).toEqual([`${FOLDER}/damaged/${nameOf(1)}`]);
    expect((await looked(place, keys('k1-1'))).held).toEqual({});
  });

  it('says nothing once its file is gone, and goes with the next compaction', async () => {
    const place = await placeIn();
    const wanted = await fill(place, 1);
    await place.open().compact(SCOPE);
    await place.open().setAside([`${FOLDER}/${nameOf(1)}`]);
    expect(await looked(place, wanted)).toEqual({ held: {}, read: [] });
    await place.open().compact(SCOPE);
    expect(await place.paths()).toEqual([`${FOLDER}/damaged/${nameOf(1)}`]);
  });

  it('never says more than the files hold, wherever a compaction is cut off', async () => {
    for (let last = 0; last < 17; last++) {
      const place = await placeIn();
      const wanted = await fill(place, 5);
      // One of them has a digest already.
      await compactMemory(
        { ...place.files, list: async () => (await place.files.list(FOLDER)).filter(({ name }) => name === nameOf(3)) },
        SCOPE,
        NOW,
      );
      const files = dyingAfter(last, place.files);
      const done = await compactMemory(files, SCOPE, NOW).then(
        () => true,
        () => false,
      );
      // One list, five readings, two writes, and six removals: five files and a digest.
      expect(done).toBe(last >= 14);
      const expected = await recalled(place, wanted);
      expect(Object.keys(expected)).toHaveLength(351);
      expect((await looked(place, wanted)).held).toEqual(expected);
      await place.open().compact(SCOPE);
      expect((await looked(place, wanted)).held).toEqual(expected);
    }
  });

  it('is as good where several compactions are at work at once', async () => {
    const place = await placeIn();
    const wanted = await fill(place, 6);
    const expected = await recalled(place, wanted);
    await Promise.all([1, 2, 3].map(() => place.open().compact(SCOPE)));
    expect((await looked(place, wanted)).held).toEqual(expected);
    await place.open().compact(SCOPE);
    expect((await looked(place, wanted)).held).toEqual(expected);
  });

  it('of the shard that one was split from counts, too', async () => {
    const place = await placeIn();
    const wanted = await fill(place, 1);
    await place.open().shards('shop', 1);
    await place.open().compact(SCOPE);
    const half = { ...SCOPE, shard: { index: 1, of: 2 } };
    expect(flags(await place.open().holds(half, () => wanted))).toEqual(await recalled(place, wanted));
  });
});

it.each(PLACES)('a shard that holds nothing is looked up in %s without a key', async (_, placeIn) => {
  const place = await placeIn();
  const held = await place.open().holds(SCOPE, () => {
    throw new Error('asked for keys');
  });
  expect(held.size).toBe(0);
});
