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
  const [digest = '', file = ''] = await place.paths();
  const [lines = '', text = ''] = [await place.read(file), await place.read(digest)].map((read) => read ?? '');
  return { wanted, file, digest, lines, text };
}

/** What a compaction reads and changes. */
async function done(place: MemoryPlace): Promise<string[]> {
  const calls: string[] = [];
  const files: MemoryFiles = {
    ...place.files,
    async read(path) {
      calls.push(`read ${path}`);
      return place.files.read(path);
    },
    async write(path, pieces) {
      calls.push(`write ${path}`);
      await place.files.write(path, pieces);
    },
    async move(from, to) {
      calls.push(`move ${from}`);
      await place.files.move(from, to);
    },
    async remove(path) {
      calls.push(`remove ${path}`);
      await place.files.remove(path);
    },
  };
  await compactMemory(files, SCOPE, NOW);
  return calls;
}

/** A digest as it was written when its first line, and not its name, told the size of its file. */
function withSize(text: string, bytes: number): string {
  const keys = `bytes ${bytes}\n${text.replace(/sum .*\n$/, '')}`;
  return `${keys}sum ${crc32(keys).toString(16).padStart(8, '0')}\n`;
}

/** What may happen to a file. */
const CHANGES: [string, (lines: string) => string][] = [
  ['has lost its last line', (lines) => lines.slice(0, lines.lastIndexOf('\n', lines.length - 2) + 1)],
  ['has a line more', (lines) => lines + memoryLines([entry('nobody')])],
  ['was replaced by a greater one', (lines) => lines + memoryLines([entry('nobody'), ...large(9)])],
  ['was replaced by a smaller one', () => memoryLines([entry('nobody'), ...large(9)])],
];

describe.each(PLACES)('the digest of a file of memory in %s', (_, placeIn) => {
  it('is written beside what a compaction puts together, and read instead of it', async () => {
    const place = await placeIn();
    const wanted = await fill(place, 6);
    await place.open().compact(SCOPE);
    const [digest = '', file = '', ...others] = await place.paths();
    const bytes = Buffer.byteLength((await place.read(file)) ?? '');
    expect([digest, others]).toEqual([file.replace('.jsonl', `.${bytes}.keys`), []]);
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

  it('is passed over in favour of the file where it is damaged, until its file is compacted', async () => {
    const place = await placeIn();
    const { wanted, file, digest, text } = await compactedFile(place);
    expect((await looked(place, wanted)).read).toEqual([digest]);
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
    ];
    const expected = await recalled(place, wanted);
    for (const damage of damages) {
      expect(damage).not.toBe(text);
      await place.write(digest, damage);
      expect(await looked(place, wanted)).toEqual({ held: expected, read: [digest, file] });
      expect(await done(place)).toEqual([]);
    }
    for (let day = 11; day <= 15; day++) await place.write(`${FOLDER}/${nameOf(day)}`, memoryLines(large(day)));
    await place.open().compact(SCOPE);
    const [newDigest, newFile, ...others] = await place.paths();
    expect([newFile === file, others]).toEqual([false, []]);
    expect(await looked(place, wanted)).toEqual({ held: expected, read: [newDigest] });
  });

  it.each(CHANGES)(
    'is passed over where its file %s, and the next compaction writes the right one',
    async (_, change) => {
      const place = await placeIn();
      const { wanted, file, digest, lines } = await compactedFile(place);
      await place.write(file, change(lines));
      const expected = await recalled(place, wanted);
      expect(await looked(place, wanted)).toEqual({ held: expected, read: [file] });
      const right = digestPath(file, Buffer.byteLength(change(lines)));
      expect(await done(place)).toEqual([`read ${file}`, `write ${right}`, `remove ${digest}`]);
      expect(await place.paths()).toEqual([right, file]);
      expect(await looked(place, wanted)).toEqual({ held: expected, read: [right] });
      expect(await done(place)).toEqual([]);
    },
  );

  it('goes where its file has lost all lines but one: a small file needs none', async () => {
    const place = await placeIn();
    const { wanted, file, digest, lines } = await compactedFile(place);
    await place.write(file, lines.slice(0, lines.indexOf('\n') + 1));
    const expected = await recalled(place, wanted);
    expect(Object.keys(expected)).toHaveLength(1);
    expect(await looked(place, wanted)).toEqual({ held: expected, read: [file] });
    expect(await done(place)).toEqual([`remove ${digest}`]);
    expect(await looked(place, wanted)).toEqual({ held: expected, read: [file] });
  });

  it('goes with its file where that has lost its end in the middle of a line', async () => {
    const place = await placeIn();
    const { wanted, file, digest, lines } = await compactedFile(place);
    await place.write(file, lines.slice(0, -20));
    expect(await looked(place, wanted)).toEqual({ held: {}, read: [file] });
    expect(await done(place)).toEqual([`read ${file}`, `remove ${digest}`, `move ${file}`]);
  });

  it('counts for nothing under a name without a size, and is replaced', async () => {
    const place = await placeIn();
    const { wanted, file, digest, lines, text } = await compactedFile(place);
    const old = file.replace('.jsonl', '.keys');
    await place.files.remove(digest);
    await place.write(old, withSize(text, Buffer.byteLength(lines)));
    expect(await looked(place, wanted)).toEqual({ held: await recalled(place, wanted), read: [file] });
    expect(await done(place)).toEqual([`read ${file}`, `write ${digest}`, `remove ${old}`]);
    expect(await place.read(digest)).toBe(text);
  });

  it('is alone beside its file: those that name another size go, and those of no file of memory stay', async () => {
    const place = await placeIn();
    const { wanted, file, digest, lines } = await compactedFile(place);
    const bytes = Buffer.byteLength(lines);
    const lies = [...digestPieces(new Map([['nobody', false]]))].join('');
    const others = [0, bytes - 1, bytes + 1].map((size) => digestPath(file, size));
    const foreign = ['notes.keys', 'notes.123.keys', 'x.keys.txt'].map((name) => `${FOLDER}/${name}`);
    for (const path of [...others, ...foreign]) await place.write(path, lies);
    expect(await looked(place, wanted)).toEqual({ held: await recalled(place, wanted), read: [digest] });
    expect((await done(place)).sort()).toEqual(others.map((path) => `remove ${path}`).sort());
    expect(await place.paths()).toEqual([digest, file, ...foreign].sort());
  });

  it('is listed before its file: who lists them page by page while they are written finds it with its file', async () => {
    const place = await placeIn();
    const { file, digest } = await compactedFile(place);
    const listed = (await place.files.list(FOLDER)).map(({ name }) => `${FOLDER}/${name}`);
    expect(listed).toEqual([digest, file]);
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

  it('is given to the large files of a first run, once: an unchanged run then reads and writes nothing', async () => {
    const place = await placeIn();
    const wanted = await fill(place, 1);
    const small = `${FOLDER}/20260102T000000000Z-00000000ff.jsonl`;
    await place.write(small, memoryLines([entry('small')]));
    await place.open().compact(SCOPE);
    const file = `${FOLDER}/${nameOf(1)}`;
    const digest = digestPath(file, Buffer.byteLength((await place.read(file)) ?? ''));
    expect(await place.paths()).toEqual([digest, file, small]);
    expect((await looked(place, wanted)).read.sort()).toEqual([digest, small]);
    for (let run = 0; run < 3; run++) expect(await done(place)).toEqual([]);
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
      const isDone = await compactMemory(files, SCOPE, NOW).then(
        () => true,
        () => false,
      );
      // One list, five readings, two writes, and six removals: five files and a digest.
      expect(isDone).toBe(last >= 14);
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
