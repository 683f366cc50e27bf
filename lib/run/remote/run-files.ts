import * as z from 'zod';
import type { Locale } from '../../catalog/locale.ts';
import { PAUSED } from '../contract/errors.ts';
import { attemptFileSchema, type PlanFile, partFileSchema, planFileSchema } from '../contract/internal.ts';
import { keys } from '../contract/keys.ts';
import type { Summary } from '../contract/results.ts';
import { batchItemSchema } from '../contract/state.ts';
import { type JobState, progressOf } from '../progress.ts';
import type { RunEvent } from '../run-event.ts';
import { readJson, type Store } from '../store.ts';
import { countPart, endOf } from './part-counts.ts';

/** What has been told of a job. */
interface Told {
  running: boolean;
  ended: boolean;
  attempt: string | null;
}

/**
 * Tells from a run's files in the store what happens in it. Each look lists them; read are the plan, why jobs failed or wait, and, in a run of one batch, the
 * parts. Of a run of many batches the parts would be all its text: there the end of a language's last job is told once the run's summary says how it ended.
 */
export class RunFiles {
  readonly #told = new Map<string, Told>();
  readonly #runId: string;
  readonly #store: Store;
  readonly #onEvent: (event: RunEvent) => void;
  readonly #earlierPlanId: string | null;
  #plan: PlanFile | null = null;
  /** Jobs of one batch at a time. */
  #slots = 0;

  /** `earlierPlanId` is the plan of an earlier execution of the run, which tells nothing of the one that is watched. */
  constructor(runId: string, store: Store, onEvent: (event: RunEvent) => void, earlierPlanId: string | null) {
    this.#runId = runId;
    this.#store = store;
    this.#onEvent = onEvent;
    this.#earlierPlanId = earlierPlanId;
  }

  /** @throws StoreUnavailable, StoreRefused */
  async look(): Promise<void> {
    const found = await this.#store.list(keys.internal(this.#runId));
    if (this.#plan === null && found.includes(keys.plan(this.#runId))) await this.#readPlan();
    if (this.#plan === null) return;
    const jobs = progressOf(this.#plan, found);
    if (this.#plan.batches === 1) for (const job of jobs) await this.#lookAtPart(job);
    else this.#countParts(jobs);
    await this.#lookAtAttempts(jobs);
    this.#tellRunning(jobs);
  }

  /** Tells how the languages ended, as far as their files have not. */
  settle({ stats }: Pick<Summary, 'stats'>): void {
    const { batches = 0 } = this.#plan ?? {};
    for (const [locale, { units, translated, model, usd }] of Object.entries(stats.perLocale)) {
      const status = endOf({ units, translated });
      const open = Array.from({ length: batches }, (_, batch) => batch).filter(
        (batch) => batches > 1 || !this.#toldOf({ batch, locale }).ended,
      );
      if (open.length === 0) continue;
      this.#onEvent({ type: 'progress', batch: 0, locale, done: translated, total: units, model, usd });
      for (const batch of open) this.#end({ batch, locale }, status);
    }
  }

  async #readPlan(): Promise<void> {
    const plan = planFileSchema.parse(await readJson(this.#store, keys.plan(this.#runId)));
    if (plan.planId === this.#earlierPlanId) return;
    if (plan.batches === 1) {
      const items = z.array(batchItemSchema).parse(await readJson(this.#store, keys.batches(plan)));
      this.#slots = items[0]?.localeConcurrency ?? 1;
    }
    this.#plan = plan;
    const jobs = progressOf(plan, []).map(({ batch, locale }) => ({ batch, locale }));
    if (jobs.length > 0) this.#onEvent({ type: 'planned', jobs });
  }

  async #lookAtPart(job: JobState): Promise<void> {
    const { batch, locale } = job;
    if (!job.ended || this.#toldOf(job).ended) return;
    if (this.#plan === null) return;
    const part = partFileSchema.parse(await readJson(this.#store, keys.part(this.#plan, batch, locale)));
    const { translated: done, units: total } = countPart(part);
    this.#onEvent({ type: 'progress', batch, locale, done, total, model: part.model, usd: part.usd });
    this.#end(job, endOf({ translated: done, units: total }), part.ms);
  }

  /** Ends the jobs whose parts are there, but for each language's last. */
  #countParts(jobs: readonly JobState[]): void {
    const left = new Map<Locale, number>();
    for (const { locale, ...job } of jobs)
      if (!this.#toldOf({ locale, ...job }).ended) left.set(locale, (left.get(locale) ?? 0) + 1);
    for (const job of jobs) {
      const { locale, ended } = job;
      const others = (left.get(locale) ?? 0) - 1;
      if (!ended || this.#toldOf(job).ended || others === 0) continue;
      left.set(locale, others);
      this.#end(job, 'translated');
    }
  }

  /** Why a job failed or waits: of each language the newest that has not been told. */
  async #lookAtAttempts(jobs: readonly JobState[]): Promise<void> {
    const news = new Map<Locale, JobState>();
    for (const job of jobs) {
      const told = this.#toldOf(job);
      if (job.newestAttempt === null || job.newestAttempt === told.attempt || told.ended) continue;
      told.attempt = job.newestAttempt;
      news.set(job.locale, job);
    }
    for (const { batch, locale, newestAttempt } of news.values()) {
      const { error, cause } = attemptFileSchema.parse(await readJson(this.#store, newestAttempt ?? ''));
      this.#toldOf({ batch, locale }).running = true;
      this.#onEvent({ type: 'retrying', batch, locale, error: error === PAUSED ? cause : error });
    }
  }

  /** A Map begins its items in their order, as many at a time as it may: no file tells of a job that has begun. */
  #tellRunning(jobs: readonly JobState[]): void {
    const open = jobs.filter((job) => !this.#toldOf(job).ended);
    const slots = this.#plan?.batches === 1 ? this.#slots : (this.#plan?.locales.length ?? 0);
    for (const job of open.slice(0, slots)) {
      const told = this.#toldOf(job);
      if (told.running) continue;
      told.running = true;
      this.#onEvent({ type: 'running', batch: job.batch, locale: job.locale });
    }
  }

  #end({ batch, locale }: { batch: number; locale: string }, status: 'translated' | 'partly' | 'failed', ms?: number) {
    this.#toldOf({ batch, locale }).ended = true;
    this.#onEvent({ type: 'ended', batch, locale, status, ...(ms !== undefined && { ms }) });
  }

  #toldOf({ batch, locale }: { readonly batch: number; readonly locale: string }): Told {
    const id = `${batch}/${locale}`;
    const told = this.#told.get(id) ?? { running: false, ended: false, attempt: null };
    this.#told.set(id, told);
    return told;
  }
}
