import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Locale } from '../../lib/catalog/locale.ts';
import { planFileSchema } from '../../lib/run/contract/internal.ts';
import { keys } from '../../lib/run/contract/keys.ts';
import { countProgress, progressOf } from '../../lib/run/progress.ts';
import { readJson } from '../../lib/run/store.ts';
import { ProviderUnavailable } from '../../lib/translate/errors.ts';
import { run, world } from '../fakes/run.ts';

const [es, fr] = ['es', 'fr'] as Locale[];
const PLAN = { runId: 'r', planId: 'p' };
const plan = { ...PLAN, batches: 2, locales: [es!, fr!] };
const attempt = (startedAt: number, count: number, batch = 0, locale = es!) =>
  `${keys.attempts(PLAN, batch, locale)}${startedAt}-${count}.json`;

describe('the progress of a run', () => {
  it('is one state for each planned job, batch by batch', () => {
    expect(progressOf(plan, [keys.part(PLAN, 1, es!), keys.plan('r'), keys.batch(PLAN, 0)])).toEqual([
      { batch: 0, locale: 'es', ended: false, newestAttempt: null },
      { batch: 0, locale: 'fr', ended: false, newestAttempt: null },
      { batch: 1, locale: 'es', ended: true, newestAttempt: null },
      { batch: 1, locale: 'fr', ended: false, newestAttempt: null },
    ]);
    expect(progressOf({ ...plan, batches: 0 }, [])).toEqual([]);
  });

  it('tells the newest attempt of each job by when it began, whatever the order of the list', () => {
    const older = attempt(1_795_253_415_000, 10);
    const newer = attempt(1_795_253_415_001, 2);
    const newestOfIt = attempt(1_795_253_415_001, 11);
    // Times of different lengths: as texts, the first would be the later.
    const early = attempt(999, 1, 1, fr);
    const late = attempt(1_000, 1, 1, fr);
    for (const found of [
      [older, newer, newestOfIt, early, late],
      [newestOfIt, late, newer, early, older],
    ]) {
      expect(progressOf(plan, found).map(({ newestAttempt }) => newestAttempt)).toEqual([newestOfIt, null, null, late]);
    }
  });

  it('passes over what belongs to no planned job', () => {
    const strange = [
      keys.part({ ...PLAN, runId: 'another' }, 0, es!),
      keys.part({ ...PLAN, planId: 'an earlier one' }, 0, es!),
      keys.part(PLAN, 2, es!),
      keys.part(PLAN, 0, 'de' as Locale),
      `${keys.attempts(PLAN, 0, es!)}notes.txt`,
      `${keys.attempts(PLAN, 0, es!)}1-1.json.tmp`,
      attempt(1, 1, 0, 'de' as Locale),
      `runs/${keys.part(PLAN, 0, es!)}`,
    ];
    expect(progressOf(plan, strange)).toEqual(progressOf(plan, []));
  });

  it('counts what has ended, over all and for each locale', () => {
    const states = progressOf(plan, [keys.part(PLAN, 0, es!), keys.part(PLAN, 1, es!), keys.part(PLAN, 1, fr!)]);
    expect(countProgress(states)).toEqual({
      jobs: 4,
      ended: 3,
      perLocale: { es: { jobs: 2, ended: 2 }, fr: { jobs: 2, ended: 1 } },
    });
    expect(countProgress([])).toEqual({ jobs: 0, ended: 0, perLocale: {} });
  });

  it('adds up, for any jobs that have ended', () => {
    const jobs = [0, 1].flatMap((batch) => plan.locales.map((locale) => ({ batch, locale })));
    fc.assert(
      fc.property(fc.subarray(jobs), (ended) => {
        const found = ended.map(({ batch, locale }) => keys.part(PLAN, batch, locale));
        const progress = countProgress(progressOf(plan, found));
        expect(progress.ended).toBe(ended.length);
        expect(Object.values(progress.perLocale).reduce((sum, own) => sum + own.ended, 0)).toBe(ended.length);
        expect(Object.values(progress.perLocale).reduce((sum, own) => sum + own.jobs, 0)).toBe(progress.jobs);
      }),
    );
  });

  it('is read from the very files that a run leaves', async () => {
    const fail = ({ locale }: { locale: string }) => {
      if (locale === 'fr') throw new ProviderUnavailable('out of order');
    };
    const w = world({ answers: { fail } });
    await run(w, { locales: ['es', 'fr'] }, { runId: 'r' });
    const { planId } = planFileSchema.parse(await readJson(w.store, keys.plan('r')));
    const states = progressOf({ ...plan, planId, batches: 1 }, await w.store.list(keys.internal('r')));
    expect(states).toEqual([
      { batch: 0, locale: 'es', ended: true, newestAttempt: null },
      {
        batch: 0,
        locale: 'fr',
        ended: true,
        newestAttempt: expect.stringMatching(/^r\/internal\/[\w-]+\/00000\/fr\.attempts\//),
      },
    ]);
    expect(await w.store.read(states[1]?.newestAttempt ?? '')).toContain('out of order');
  });
});
