import pLimit from 'p-limit';
import type { Locale } from '../../catalog/locale.ts';
import { StoreUnavailable } from '../contract/errors.ts';
import { type BatchFile, batchFileSchema, type PlanFile } from '../contract/internal.ts';
import { keys } from '../contract/keys.ts';
import type { Reason } from '../merge.ts';
import { readJson, type Store } from '../store.ts';
import { type JobFiles, readJobFiles } from './job-files.ts';

/** A batch and what its jobs left, of the locales that were asked for. */
export interface OpenBatch {
  readonly batch: number;
  readonly file: BatchFile;
  readonly jobs: ReadonlyMap<Locale, JobFiles>;
}

/** Files read at once: enough to hide a round trip. */
const READS_IN_FLIGHT = 16;
/** Files of so many products are kept for the next pass over them: a run of one batch reads each file once. */
const KEPT_PRODUCTS = 2_000;

/** Reads what a plan's jobs left. One list of keys tells which of them left what: no job is asked about by itself. */
export class JobReader {
  readonly #store: Store;
  readonly #plan: PlanFile;
  /** Folder of a job's attempts -> the keys in it. */
  readonly #attempts: ReadonlyMap<string, readonly string[]>;
  readonly #stoppedBy: Reason | null;
  readonly #limit = pLimit(READS_IN_FLIGHT);
  readonly #kept = new Map<string, { readonly file: Promise<unknown>; readonly products: number }>();

  private constructor(
    store: Store,
    plan: PlanFile,
    attempts: ReadonlyMap<string, readonly string[]>,
    stoppedBy: Reason | null,
  ) {
    this.#store = store;
    this.#plan = plan;
    this.#attempts = attempts;
    this.#stoppedBy = stoppedBy;
  }

  static async open(store: Store, plan: PlanFile): Promise<JobReader> {
    const attempts = new Map<string, string[]>();
    for (const key of await store.list(keys.planned(plan))) {
      const folder = /^.*\.attempts\//.exec(key)?.[0];
      if (folder === undefined) continue;
      const known = attempts.get(folder);
      if (known) known.push(key);
      else attempts.set(folder, [key]);
    }
    const stopped = (await readJson(store, keys.stopped(plan))) as Reason | null;
    return new JobReader(store, plan, attempts, stopped);
  }

  /** What stopped the whole run, when something did: no job could have succeeded. */
  get stoppedBy(): Reason | null {
    return this.#stoppedBy;
  }

  async read(batch: number, locales: readonly Locale[]): Promise<OpenBatch> {
    const [file, ...jobs] = await Promise.all([
      this.#keep(keys.batch(this.#plan, batch), () => this.#readBatch(batch)),
      ...locales.map((locale) => this.#keep(keys.part(this.#plan, batch, locale), () => this.#readJob(batch, locale))),
    ]);
    return { batch, file, jobs: new Map(locales.map((locale, index) => [locale, jobs[index] as JobFiles])) };
  }

  async #readBatch(batch: number): Promise<BatchFile> {
    const key = keys.batch(this.#plan, batch);
    const file = await readJson(this.#store, key);
    if (file === null) throw new StoreUnavailable(`${key} is missing`);
    return batchFileSchema.parse(file);
  }

  #readJob(batch: number, locale: Locale): Promise<JobFiles> {
    const attempts = this.#attempts.get(keys.attempts(this.#plan, batch, locale)) ?? [];
    return readJobFiles(this.#store, { plan: this.#plan, batch, locale, attempts, stoppedBy: this.#stoppedBy });
  }

  /** The oldest go when there are too many: passes over a run read its files in the same order. */
  #keep<T>(key: string, read: () => Promise<T>): Promise<T> {
    const known = this.#kept.get(key);
    if (known) return known.file as Promise<T>;
    const file = this.#limit(read);
    this.#kept.set(key, { file, products: Math.ceil(this.#plan.products / Math.max(1, this.#plan.batches)) });
    let products = [...this.#kept.values()].reduce((sum, { products }) => sum + products, 0);
    for (const [oldest, { products: own }] of this.#kept) {
      if (products <= KEPT_PRODUCTS || oldest === key) break;
      this.#kept.delete(oldest);
      products -= own;
    }
    return file;
  }
}
