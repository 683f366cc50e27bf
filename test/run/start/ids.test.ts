import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { uploadEventSchema } from '../../../lib/run/contract/events.ts';
import { RUN_ID } from '../../../lib/run/contract/state.ts';
import { newRunId } from '../../../lib/run/run-id.ts';
import { catalogTag, requestedRunId, scheduledRunId, tagIn, uploadRunId } from '../../../lib/run/start/ids.ts';
import { unversionedUpload, uploadEvent } from './events.ts';

type Uploaded = Parameters<typeof uploadEvent>[0];
const versioned = (object: Uploaded = {}, more = {}) => uploadRunId(uploadEventSchema.parse(uploadEvent(object, more)));
const unversioned = (object: Uploaded = {}, more = {}) =>
  uploadRunId(uploadEventSchema.parse(unversionedUpload(object, more)));

const AT = '2026-11-22T03:00:00Z';

describe("an upload's run id", () => {
  it('begins with the name of the catalog, and says which', () => {
    expect(versioned()).toMatch(/^summer_[0-9a-f]{10}_[0-9a-f]{20}$/);
    expect(versioned({ key: 'catalogs/Été à la mer/Hoodies (new).jsonl' })).toMatch(/^Ete-a-la-mer-Hoodies-new_/);
    expect(versioned({ key: 'catalogs/夏.json' })).toMatch(/^catalog_[0-9a-f]{10}_/);
    expect(versioned({ key: `catalogs/${'x'.repeat(1000)}.json` })).toMatch(/^x{30}_/);
    expect(tagIn(versioned())).toBe(catalogTag('catalogs/summer.json'));
  });

  it('is that of the key and its version, whatever else differs between two events', () => {
    const again = versioned({ etag: 'other', sequencer: '0' }, { time: '2027-01-01T00:00:00Z', id: 'other' });
    expect(again).toBe(versioned());
    expect(versioned({ 'version-id': 'other' })).not.toBe(versioned());
    expect(versioned({ key: 'catalogs/winter.json' })).not.toBe(versioned());
  });

  it.each([
    ['none', unversioned],
    ['"null"', (object: Uploaded = {}, more = {}) => versioned({ 'version-id': 'null', ...object }, more)],
  ])('goes by etag and sequencer where the version is %s', (_, id) => {
    expect(id({}, { time: '2027-01-01T00:00:00Z' })).toBe(id());
    expect(id({ sequencer: '617f08299329d18a' })).not.toBe(id());
    expect(id({ etag: 'other' })).not.toBe(id());
    expect(id()).not.toBe(versioned());
  });

  it('goes by the time where there is no sequencer either: the same bytes put there twice are two uploads', () => {
    const id = (time: string) => {
      const { detail, ...event } = unversionedUpload({}, { time });
      const { sequencer: _, ...object } = detail.object;
      return uploadRunId(uploadEventSchema.parse({ ...event, detail: { ...detail, object } }));
    };
    expect(id('2026-11-21T00:00:00Z')).toBe(id('2026-11-21T00:00:00Z'));
    expect(id('2026-11-21T00:00:00Z')).not.toBe(id('2026-11-21T00:00:01Z'));
  });
});

describe("a planned refresh's run id", () => {
  it('is that of the catalog and the planned time, and sorts by it', () => {
    expect(scheduledRunId('catalogs/summer.json', AT)).toMatch(/^summer_[0-9a-f]{10}_20261122-030000-[0-9a-f]{10}$/);
    expect(scheduledRunId('catalogs/summer.json', '2026-11-22T04:00:00+01:00')).toBe(
      scheduledRunId('catalogs/summer.json', AT),
    );
    const newsOf = (key: string) => scheduledRunId(key, AT).split('-').at(-1);
    expect(newsOf('catalogs/summer.json')).not.toBe(newsOf('catalogs/summer.jsonl'));
    const times = ['2026-11-22T03:00:00Z', '2026-11-22T15:00:00Z', '2026-12-01T03:00:00Z', '2027-01-01T00:00:00Z'];
    const ids = times.map((time) => scheduledRunId('catalogs/summer.json', time));
    expect([...ids].sort()).toEqual(ids);
  });
});

const anyKey = fc
  .oneof(
    fc.string({ unit: 'binary', maxLength: 1015 }),
    fc.string({ unit: 'grapheme', maxLength: 300 }),
    fc.constantFrom('../x.json', '_', '-', '', 'a_b_c.json', 'a'.repeat(1000), '夏/../冬.jsonl', '__proto__.json'),
  )
  .map((name) => `catalogs/${name}`);

it('makes ids that fit a folder, a key and an execution of any key, and tell keys and versions apart', () => {
  const anyVersion = fc.string({ unit: 'binary', maxLength: 60 }).filter((version) => version !== 'null');
  fc.assert(
    fc.property(anyKey, anyVersion, anyKey, anyVersion, (keyA, versionA, keyB, versionB) => {
      const [a, b] = [
        versioned({ key: keyA, 'version-id': versionA }),
        versioned({ key: keyB, 'version-id': versionB }),
      ];
      for (const id of [a, b, unversioned({ key: keyA }), scheduledRunId(keyA, AT), requestedRunId(keyA)]) {
        expect(id).toMatch(RUN_ID);
        // A run that is taken up again has a number behind its name.
        expect(`${id}-100`).toMatch(RUN_ID);
      }
      expect(a === b).toBe(keyA === keyB && versionA === versionB);
      expect(tagIn(a)).toBe(catalogTag(keyA));
      expect(tagIn(`${scheduledRunId(keyA, AT)}-2`)).toBe(catalogTag(keyA));
      expect(catalogTag(keyA) === catalogTag(keyB)).toBe(keyA === keyB);
      expect(new Set([a, unversioned({ key: keyA }), scheduledRunId(keyA, AT), requestedRunId(keyA)]).size).toBe(4);
    }),
    { numRuns: 300 },
  );
});

it('finds no tag in the id of a run that belongs to no catalog of the bucket', () => {
  expect(tagIn(newRunId(new Date(0)))).toBeNull();
  expect(tagIn(requestedRunId('a_0123456789_b'))).toBeNull();
  expect(tagIn('a_0123456789')).toBeNull();
});
