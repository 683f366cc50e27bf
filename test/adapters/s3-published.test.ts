import { describe, expect, it } from 'vitest';
import { s3Published, TRIES } from '../../lib/adapters/s3-published.ts';
import { StoreRefused, StoreUnavailable } from '../../lib/run/contract/errors.ts';
import type { RunVersion } from '../../lib/run/ports.ts';
import { isNewer } from '../../lib/run/ports.ts';
import { answering, type FaultyS3, faultyS3, silenced } from './s3-proxy.ts';

const OLDER: RunVersion = { runId: 'run-b', startedAt: '2026-11-21T01:00:00.000Z' };
const NEWER: RunVersion = { runId: 'run-a', startedAt: '2026-11-21T02:00:00.000Z' };
const NAME = 'shop/summer/es.json';
const KEY = `published/${NAME}`;
const LARGE = 'x'.repeat(9 * 1024 * 1024);

const standing = ({ s3 }: FaultyS3) => s3.store.read(KEY);
const writes = ({ asked }: FaultyS3) => asked.filter(({ what }) => what === 'PUT' || what === 'complete').length;

describe('a published file', () => {
  it('is replaced by a newer run, never by an older one, and again by its own', async () => {
    const faulty = await faultyS3();
    const published = s3Published(faulty);
    expect(await published.replace(NAME, () => ['first'], OLDER)).toBe(true);
    expect(await published.replace(NAME, () => ['second'], NEWER)).toBe(true);
    expect(await published.replace(NAME, () => ['third'], NEWER)).toBe(true);
    expect(await published.replace(NAME, () => expect.unreachable(), OLDER)).toBe(false);
    expect(await standing(faulty)).toBe('third');
    expect(await faulty.s3.head(KEY)).toMatchObject({
      type: 'application/json',
      metadata: { 'run-id': NEWER.runId, 'started-at': NEWER.startedAt },
    });
  });

  it('of runs that began together is the one with the greater id, as in the manifest', async () => {
    const versions = ['run-a', 'run-b', 'run-10', 'run-9'].flatMap((runId) =>
      [OLDER.startedAt, NEWER.startedAt].map((startedAt): RunVersion => ({ runId, startedAt })),
    );
    const published = s3Published(await faultyS3());
    for (const [index, first] of versions.entries()) {
      for (const second of versions) {
        const name = `${index}/${second.startedAt}/${second.runId}.json`;
        await published.replace(name, () => ['first'], first);
        expect(await published.replace(name, () => ['second'], second)).toBe(!isNewer(first, second));
      }
    }
  }, 20_000);

  it('is replaced where no run wrote it', async () => {
    const faulty = await faultyS3();
    await faulty.s3.store.write(KEY, 'by hand');
    expect(await s3Published(faulty).replace(NAME, () => ['run'], OLDER)).toBe(true);
    expect(await standing(faulty)).toBe('run');
  });

  it.each([
    ['in one piece', 'PUT', ['older'], ['newer']],
    ['in parts', 'complete', [LARGE, 'older'], [LARGE, 'newer']],
  ])(
    "is the newer run's where an older one wrote at the same moment, %s",
    async (_, last, older, newer) => {
      for (const standsBefore of [false, true]) {
        const faulty = await faultyS3();
        const published = s3Published(faulty);
        if (standsBefore) await published.replace(NAME, () => ['before'], { runId: 'r', startedAt: '2026-11-20' });
        let overtaken = false;
        // The older run has looked and is about to write: the newer one does both.
        faulty.delay = async ({ what }) => {
          if (what !== last || overtaken) return;
          overtaken = true;
          expect(await published.replace(NAME, () => newer, NEWER)).toBe(true);
        };
        expect(await published.replace(NAME, () => older, OLDER)).toBe(false);
        expect(await standing(faulty)).toBe(newer.join(''));
        expect(faulty.asked.filter(({ what }) => what === 'begin').length - (last === 'PUT' ? 0 : 1)).toBe(
          faulty.asked.filter(({ what }) => what === 'abort').length,
        );
      }
    },
    20_000,
  );

  it("is the newer run's where it was the one to come late", async () => {
    const faulty = await faultyS3();
    const published = s3Published(faulty);
    let overtaken = false;
    let made = 0;
    faulty.delay = async ({ what }) => {
      if (what !== 'PUT' || overtaken) return;
      overtaken = true;
      expect(await published.replace(NAME, () => ['older'], OLDER)).toBe(true);
    };
    const pieces = () => [`newer ${++made}`];
    expect(await published.replace(NAME, pieces, NEWER)).toBe(true);
    expect(await standing(faulty)).toBe('newer 2');
  });

  it('is the newest of many runs at once', async () => {
    const faulty = await faultyS3();
    const runs = Array.from({ length: TRIES }, (_, hour) => ({
      runId: `r${hour}`,
      startedAt: `2026-11-21T0${hour}:00:00.000Z`,
    }));
    await Promise.all(runs.map((run) => s3Published(faulty).replace(NAME, () => [run.runId], run)));
    expect(await standing(faulty)).toBe(`r${TRIES - 1}`);
  });

  it('is whole and never older than before to those who read it all the while, multipart and not', async () => {
    const faulty = await faultyS3();
    let publishing = true;
    const seen: number[] = [];
    const reader = (async () => {
      while (publishing) {
        const text = await standing(faulty);
        if (text === null) continue;
        const [first = '', ...others] = new Set(text.split(','));
        expect(others).toEqual([]);
        seen.push(Number(first));
      }
    })();
    for (let hour = 0; hour < 4; hour++) {
      // Every other one is larger than a single PUT takes.
      const pieces = Array<string>(hour % 2 === 0 ? 1_000 : 3_000).fill(`${hour},`.repeat(1_500));
      const version = { runId: `r${hour}`, startedAt: `2026-11-21T0${hour}:00:00.000Z` };
      await s3Published(faulty).replace(NAME, () => [...pieces, `${hour}`], version);
    }
    publishing = false;
    await reader;
    expect(seen.length).toBeGreaterThan(1);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
  }, 60_000);

  it.each([
    [412, 'PreconditionFailed'],
    [409, 'ConditionalRequestConflict'],
    [404, 'NoSuchKey'],
  ])(
    'is left for a later try where %i %s comes again and again',
    async (status, code) => {
      const faulty = await faultyS3();
      faulty.rule = ({ what }) => (what === 'PUT' ? answering(status, code) : null);
      const published = s3Published(faulty);
      const unavailable = new StoreUnavailable(
        `cannot write s3://${faulty.bucket}/${KEY}: others wrote it first, 5 times`,
      );
      await expect(published.replace(NAME, () => ['x'], NEWER)).rejects.toThrow(unavailable);
      expect([writes(faulty), await standing(faulty)]).toEqual([TRIES, null]);
      await expect(published.update(NAME, () => 'x')).rejects.toThrow(unavailable);
      expect(writes(faulty)).toBe(2 * TRIES);
    },
    20_000,
  );

  it('is written once more, and no worse, where the answer to a write was lost', async () => {
    const faulty = await faultyS3({ maxAttempts: 2 });
    let lost = 0;
    faulty.rule = ({ what }) => (what === 'PUT' && lost++ === 0 ? silenced : null);
    expect(await s3Published(faulty).replace(NAME, () => ['text'], NEWER)).toBe(true);
    expect(await standing(faulty)).toBe('text');
  });

  it('is written at most once for other errors, which are thrown on', async () => {
    for (const [fault, named] of [
      [answering(403, 'AccessDenied'), StoreRefused],
      [answering(503, 'SlowDown'), StoreUnavailable],
    ] as const) {
      for (const where of ['HEAD', 'GET', 'PUT']) {
        const faulty = await faultyS3();
        faulty.rule = ({ what }) => (what === where ? fault : null);
        const deed =
          where === 'GET'
            ? s3Published(faulty).update(NAME, () => 'x')
            : s3Published(faulty).replace(NAME, () => ['x'], NEWER);
        await expect(deed).rejects.toBeInstanceOf(named);
        expect(writes(faulty)).toBe(where === 'PUT' ? 1 : 0);
      }
    }
    const faulty = await faultyS3();
    const broken = new RangeError('the pieces are broken');
    const pieces = function* () {
      yield 'x';
      throw broken;
    };
    await expect(s3Published(faulty).replace(NAME, pieces, NEWER)).rejects.toBe(broken);
    expect(await standing(faulty)).toBeNull();
  });
});

describe('a published file that is changed', () => {
  it('holds every change of those who change it at once', async () => {
    const faulty = await faultyS3();
    const published = s3Published(faulty);
    const names = Array.from({ length: TRIES }, (_, index) => `run-${index}`);
    await Promise.all(names.map((name) => published.update(NAME, (current) => `${current ?? ''}${name}\n`)));
    expect(((await standing(faulty)) ?? '').trim().split('\n').sort()).toEqual(names);
  });

  it('is given as it stands, and null where nothing does', async () => {
    const faulty = await faultyS3();
    const seen: (string | null)[] = [];
    const see = (text: string) => (current: string | null) => {
      seen.push(current);
      return text;
    };
    await s3Published(faulty).update(NAME, see('\ufeffé🐕'));
    await s3Published(faulty).update(NAME, see('second'));
    expect(seen).toEqual([null, '\ufeffé🐕']);
    expect(await standing(faulty)).toBe('second');
  });
});
