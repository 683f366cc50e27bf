import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { memoryLines } from '../../lib/adapters/memory-lines.ts';
import { s3Memory } from '../../lib/adapters/s3-memory.ts';
import type { Locale } from '../../lib/catalog/locale.ts';
import { StoreRefused, StoreUnavailable } from '../../lib/run/contract/errors.ts';
import { WHOLE } from '../../lib/translate/memory.ts';
import { temporaryS3 } from '../fakes/s3.ts';
import { entry, keys } from './memory-entries.ts';
import { answering, cut, faultyS3 } from './s3-proxy.ts';

const SCOPE = { catalog: 'shop/summer', locale: 'fr' as Locale, shard: WHOLE };
const OTHER = { catalog: 'other', locale: 'de' as Locale, shard: WHOLE };
const FOLDER = 'memory/shop/summer/fr/0of1/';
const NEVER = 60_000;

describe('the translation memory in a bucket', () => {
  it('gives back what was flushed, also to another process, and no more than it was asked for', async () => {
    const s3 = await temporaryS3();
    const memory = s3Memory({ ...s3, checkpointMs: NEVER });
    const entries = [{ ...entry('a', 'ligne\n"guillemets" \u2028 🐕'), pseudo: true }, entry('b'), entry('c')];
    await memory.save(SCOPE, entries.slice(0, 1));
    await memory.save(SCOPE, entries.slice(1));
    await memory.flush();
    const { entries: recalled } = await s3Memory(s3).recall(SCOPE, keys('a', 'b', 'd'));
    expect([...recalled.values()]).toEqual(entries.slice(0, 2));
  });

  it('writes one object for each checkpoint, none for nothing, and never one again', async () => {
    const faulty = await faultyS3();
    const memory = s3Memory({ ...faulty, checkpointMs: NEVER, now: () => Date.UTC(2026, 10, 21, 9, 30, 15, 123) });
    await memory.flush();
    await memory.save(SCOPE, []);
    await memory.flush();
    expect(faulty.asked).toEqual([]);
    for (const key of ['a', 'b', 'c']) {
      await memory.save(SCOPE, [entry(key)]);
      await memory.save(SCOPE, [entry(`${key}2`)]);
      await memory.flush();
    }
    await memory.flush();
    const written = faulty.asked.filter(({ what }) => what === 'PUT').map(({ key }) => key);
    expect(written).toHaveLength(3);
    expect(written[0]).toMatch(/^memory\/shop\/summer\/fr\/0of1\/20261121T093015123Z-[0-9a-f]{10}\.jsonl$/);
    // In their order, even of a clock that stands still.
    expect([...written].sort()).toEqual(written);
    expect(await faulty.s3.store.list(FOLDER)).toEqual(written);
  });

  it('sees what is not written yet', async () => {
    const s3 = await temporaryS3();
    const memory = s3Memory({ ...s3, checkpointMs: NEVER });
    await memory.save(SCOPE, [entry('a', 'old')]);
    await memory.flush();
    await memory.save(SCOPE, [entry('a', 'new'), entry('b')]);
    const { entries: recalled } = await memory.recall(SCOPE, keys('a', 'b'));
    expect([recalled.get('a')?.target, recalled.get('b')?.target]).toEqual(['new', '~b~']);
    expect((await s3Memory(s3).recall(SCOPE, keys('a'))).entries.get('a')?.target).toBe('old');
  });

  it('takes the last entry of a key, over many objects', async () => {
    const s3 = await temporaryS3();
    for (let time = 0; time < 40; time++) {
      const memory = s3Memory({ ...s3, now: () => time * 1_000 });
      await memory.save(SCOPE, [entry('a', `no ${time}`), entry(`k${time}`)]);
      await memory.flush();
    }
    const { entries: recalled } = await s3Memory(s3).recall(SCOPE, keys('a', 'k0', 'k39'));
    expect(recalled.get('a')?.target).toBe('no 39');
    expect(recalled.size).toBe(3);
  });

  it('keeps catalogs and locales apart, also a catalog that is named like a locale of another', async () => {
    const s3 = await temporaryS3();
    const memory = s3Memory({ ...s3, checkpointMs: NEVER });
    const inner = { catalog: 'shop/summer/fr', locale: 'de' as Locale, shard: WHOLE };
    await memory.save(SCOPE, [entry('a')]);
    await memory.save({ ...SCOPE, locale: 'fr-CA' as Locale }, [entry('b')]);
    await memory.save(inner, [entry('c')]);
    for (const one of [memory, s3Memory(s3)]) {
      expect([...(await one.recall(SCOPE, keys('a', 'b', 'c'))).entries.keys()]).toEqual(['a']);
      expect([...(await one.recall(inner, keys('a', 'b', 'c'))).entries.keys()]).toEqual(['c']);
      await memory.flush();
    }
  });

  it('loses nothing of runs side by side', async () => {
    const s3 = await temporaryS3();
    const now = () => 0;
    const memories = Array.from({ length: 4 }, () => s3Memory({ ...s3, checkpointMs: 5, now }));
    const names = Array.from({ length: 200 }, (_, index) => `k${index}`);
    await Promise.all(
      names.map(async (name, index) => {
        await pause(index % 40);
        await memories[index % 4]!.save(SCOPE, [entry(name)]);
      }),
    );
    await Promise.all(memories.map((memory) => memory.flush()));
    expect((await s3Memory(s3).recall(SCOPE, keys(...names))).entries.size).toBe(200);
  });

  it('reads no more than 16 objects at once, for all recalls together', async () => {
    const faulty = await faultyS3();
    const locales = ['fr', 'de', 'es'] as Locale[];
    for (const locale of locales)
      for (let index = 0; index < 20; index++)
        await faulty.s3.store.write(
          `memory/shop/summer/${locale}/0of1/${index}.jsonl`,
          memoryLines([entry(`k${index}`)]),
        );
    let reading = 0;
    let most = 0;
    let open = () => {};
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    faulty.delay = async ({ what }) => {
      if (what !== 'GET') return;
      most = Math.max(most, ++reading);
      // None is answered before 16 have been asked for.
      if (reading === 16) open();
      await opened;
      await pause(50);
      reading--;
    };
    const memory = s3Memory(faulty);
    const recalled = await Promise.all(locales.map((locale) => memory.recall({ ...SCOPE, locale }, keys('k0', 'k19'))));
    expect(recalled.map(({ entries }) => entries.size)).toEqual([2, 2, 2]);
    expect(most).toBe(16);
  });

  it('says which right it lacks to set a file aside, loses nothing of it, and does it later', async () => {
    const faulty = await faultyS3();
    await faulty.s3.store.write(`${FOLDER}1.jsonl`, 'hello\n');
    const memory = s3Memory(faulty);
    const { damaged } = await memory.recall(SCOPE, keys('a'));
    for (const [what, right] of [
      ['PUT', 's3:PutObject'],
      ['DELETE', 's3:DeleteObject'],
    ] as const) {
      faulty.rule = (asked) => (asked.what === what ? answering(403, 'AccessDenied') : null);
      await expect(memory.setAside(damaged)).rejects.toMatchObject({
        name: 'StoreRefused',
        message: expect.stringContaining(`access denied; it takes the right ${right}`),
      });
      expect(await faulty.s3.store.read(`${FOLDER}1.jsonl`)).toBe('hello\n');
    }
    faulty.rule = () => null;
    await memory.setAside(damaged);
    expect(await faulty.s3.store.list(FOLDER)).toEqual([`${FOLDER}damaged/1.jsonl`]);
  });

  it('says so where it cannot be read, and asks no further', async () => {
    const faulty = await faultyS3();
    for (let index = 0; index < 60; index++) await faulty.s3.store.write(`${FOLDER}${index}.jsonl`, 'x'.repeat(5_000));
    faulty.rule = ({ what }) => (what === 'GET' ? answering(503, 'SlowDown') : null);
    await expect(s3Memory(faulty).recall(SCOPE, keys('a'))).rejects.toBeInstanceOf(StoreUnavailable);
    await pause(50);
    expect(faulty.asked.length).toBeLessThan(40);
    faulty.rule = ({ what }) => (what === 'GET' ? cut() : null);
    await expect(s3Memory(faulty).recall(SCOPE, keys('a'))).rejects.toBeInstanceOf(StoreUnavailable);
    faulty.rule = () => answering(403, 'AccessDenied');
    await expect(s3Memory(faulty).recall(SCOPE, keys('a'))).rejects.toMatchObject({ name: 'StoreRefused' });
  });
});

describe('entries that wait for their checkpoint', () => {
  it('are written by themselves when it comes, together', async () => {
    const faulty = await faultyS3();
    const memory = s3Memory({ ...faulty, checkpointMs: 60 });
    for (const key of ['a', 'b', 'c']) await memory.save(SCOPE, [entry(key)]);
    expect(faulty.asked).toEqual([]);
    await vi.waitFor(async () => expect(await faulty.s3.store.list(FOLDER)).toHaveLength(1));
    expect((await s3Memory(faulty.s3).recall(SCOPE, keys('a', 'b', 'c'))).entries.size).toBe(3);
    await memory.save(SCOPE, [entry('d')]);
    await vi.waitFor(async () => expect(await faulty.s3.store.list(FOLDER)).toHaveLength(2));
  });

  it('are kept where a flush fails, which says so, and written by the next', async () => {
    const faulty = await faultyS3();
    const memory = s3Memory({ ...faulty, checkpointMs: NEVER });
    await memory.save(SCOPE, [entry('a')]);
    faulty.rule = () => answering(503, 'SlowDown');
    await expect(memory.flush()).rejects.toBeInstanceOf(StoreUnavailable);
    await expect(memory.flush()).rejects.toBeInstanceOf(StoreUnavailable);
    faulty.rule = ({ what }) => (what === 'PUT' ? answering(503, 'SlowDown') : null);
    expect((await memory.recall(SCOPE, keys('a'))).entries.size).toBe(1);
    faulty.rule = () => null;
    await memory.save(SCOPE, [entry('b')]);
    await memory.flush();
    expect([...(await s3Memory(faulty).recall(SCOPE, keys('a', 'b'))).entries.keys()]).toEqual(['a', 'b']);
    expect(await faulty.s3.store.list(FOLDER)).toHaveLength(1);
  });

  it('that could not be written in the background fail the next save, which is itself kept', async () => {
    const faulty = await faultyS3();
    const memory = s3Memory({ ...faulty, checkpointMs: 200 });
    faulty.rule = () => answering(503, 'SlowDown');
    await memory.save(SCOPE, [entry('a')]);
    await vi.waitFor(() => expect(faulty.asked.length).toBe(1));
    await pause(30);
    await expect(memory.save(SCOPE, [entry('b')])).rejects.toBeInstanceOf(StoreUnavailable);
    await memory.save(SCOPE, [entry('c')]);
    faulty.rule = () => null;
    await memory.flush();
    expect((await s3Memory(faulty).recall(SCOPE, keys('a', 'b', 'c'))).entries.size).toBe(3);
  });

  it('are tried again in the background, and then no longer fail a save', async () => {
    const faulty = await faultyS3();
    const memory = s3Memory({ ...faulty, checkpointMs: 30 });
    let failing = 2;
    faulty.rule = () => (failing-- > 0 ? answering(503, 'SlowDown') : null);
    await memory.save(SCOPE, [entry('a')]);
    await vi.waitFor(async () => expect(await faulty.s3.store.list(FOLDER)).toHaveLength(1));
    await pause(20);
    await memory.save(SCOPE, [entry('b')]);
    await memory.flush();
    expect((await s3Memory(faulty).recall(SCOPE, keys('a', 'b'))).entries.size).toBe(2);
  });

  it('of one scope are written although those of another cannot be', async () => {
    const faulty = await faultyS3();
    const memory = s3Memory({ ...faulty, checkpointMs: NEVER });
    await memory.save(SCOPE, [entry('a')]);
    await memory.save(OTHER, [entry('b')]);
    faulty.rule = ({ key }) => (key.startsWith(FOLDER) ? answering(503, 'SlowDown') : null);
    await expect(memory.flush()).rejects.toBeInstanceOf(StoreUnavailable);
    expect((await s3Memory(faulty.s3).recall(OTHER, keys('b'))).entries.size).toBe(1);
  });

  it('of one scope are flushed alone, whatever comes of another', async () => {
    const faulty = await faultyS3();
    const memory = s3Memory({ ...faulty, checkpointMs: NEVER });
    await memory.save(SCOPE, [entry('a')]);
    await memory.save(OTHER, [entry('b')]);
    faulty.rule = ({ key }) => (key.startsWith(FOLDER) ? answering(503, 'SlowDown') : null);
    await memory.flush(OTHER);
    expect(faulty.asked.map(({ key }) => key.startsWith('memory/other/de/'))).toEqual([true]);
    await expect(memory.flush(SCOPE)).rejects.toBeInstanceOf(StoreUnavailable);
    await memory.flush(OTHER);
    faulty.rule = () => null;
    await memory.flush(SCOPE);
    expect((await s3Memory(faulty).recall(SCOPE, keys('a'))).entries.size).toBe(1);
  });

  it('that the store refuses are told of once, to those who saved them, and let go of', async () => {
    const faulty = await faultyS3();
    const memory = s3Memory({ ...faulty, checkpointMs: NEVER });
    faulty.rule = ({ key }) => (key.startsWith(FOLDER) ? answering(400, 'KeyTooLongError') : null);
    await memory.save(SCOPE, [entry('a')]);
    await memory.save(OTHER, [entry('b')]);
    await memory.flush(OTHER);
    await expect(memory.flush(SCOPE)).rejects.toBeInstanceOf(StoreRefused);
    const asked = faulty.asked.length;
    await memory.flush(SCOPE);
    await memory.flush();
    expect(faulty.asked).toHaveLength(asked);
    // Who saves there again is told again; a flush of all tells of one scope at a time.
    await memory.save(SCOPE, [entry('a')]);
    await memory.save({ ...SCOPE, locale: OTHER.locale }, [entry('c')]);
    faulty.rule = () => answering(400, 'KeyTooLongError');
    await expect(memory.flush()).rejects.toBeInstanceOf(StoreRefused);
    await expect(memory.flush()).rejects.toBeInstanceOf(StoreRefused);
    await memory.flush();
  });

  it('that were refused in the background fail the next save of their scope and no other, and are not asked for again and again', async () => {
    const faulty = await faultyS3();
    const memory = s3Memory({ ...faulty, checkpointMs: 20 });
    faulty.rule = ({ key }) => (key.startsWith(FOLDER) ? answering(403, 'AccessDenied') : null);
    await memory.save(SCOPE, [entry('a')]);
    await vi.waitFor(() => expect(faulty.asked).toHaveLength(1));
    await pause(100);
    expect(faulty.asked).toHaveLength(1);
    await memory.save(OTHER, [entry('b')]);
    await memory.flush(OTHER);
    await expect(memory.save(SCOPE, [entry('c')])).rejects.toBeInstanceOf(StoreRefused);
    faulty.rule = () => null;
    await memory.save(SCOPE, [entry('d')]);
    await memory.flush(SCOPE);
    expect([...(await s3Memory(faulty).recall(SCOPE, keys('a', 'b', 'c', 'd'))).entries.keys()]).toEqual(['c', 'd']);
  });

  it('that come while others are refused are kept, and written by themselves', async () => {
    const faulty = await faultyS3();
    const memory = s3Memory({ ...faulty, checkpointMs: 50 });
    let seen = () => {};
    const refusing = new Promise<void>((resolve) => {
      seen = resolve;
    });
    faulty.rule = () => async (response, ask) => {
      seen();
      await pause(30);
      await answering(403, 'AccessDenied')(response, ask);
    };
    await memory.save(SCOPE, [entry('a')]);
    const flushed = memory.flush(SCOPE);
    const told = expect(flushed).rejects.toBeInstanceOf(StoreRefused);
    await refusing;
    await memory.save(SCOPE, [entry('b')]);
    await told;
    faulty.rule = () => null;
    await vi.waitFor(async () => expect(await faulty.s3.store.list(FOLDER)).toHaveLength(1));
    expect([...(await s3Memory(faulty).recall(SCOPE, keys('a', 'b'))).entries.keys()]).toEqual(['b']);
  });

  it('are written once where flushes meet, and a flush covers what came while another was writing', async () => {
    const faulty = await faultyS3();
    const memory = s3Memory({ ...faulty, checkpointMs: NEVER });
    faulty.delay = () => pause(30);
    await memory.save(SCOPE, [entry('a')]);
    const first = memory.flush();
    await pause(5);
    await memory.save(SCOPE, [entry('b')]);
    await Promise.all([first, memory.flush(), memory.flush()]);
    faulty.delay = async () => {};
    expect(await faulty.s3.store.list(FOLDER)).toHaveLength(2);
    const texts = await Promise.all((await faulty.s3.store.list(FOLDER)).map((key) => faulty.s3.store.read(key)));
    expect(texts.join('').trim().split('\n')).toHaveLength(2);
  });

  it('do not keep a process alive', async () => {
    const s3 = await temporaryS3();
    const timer = vi.spyOn(globalThis, 'setTimeout');
    const memory = s3Memory({ ...s3, checkpointMs: NEVER });
    await memory.save(SCOPE, [entry('a')]);
    const made = timer.mock.results.at(-1)?.value as NodeJS.Timeout;
    timer.mockRestore();
    expect(made.hasRef()).toBe(false);
    await memory.flush();
  });
});
