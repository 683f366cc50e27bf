import { type LocaleJobResult, translateJob } from '../../translate/job.ts';
import { Ledger } from '../../translate/ledger.ts';
import { afterPause } from '../../translate/pacing.ts';
import { ERROR_NAMES, StoreUnavailable } from '../contract/errors.ts';
import { type AttemptFile, batchFileSchema, type PartFile, type Spent } from '../contract/internal.ts';
import { keys } from '../contract/keys.ts';
import { endedJobSchema, type LocaleJob, localeJobSchema, type Outcome } from '../contract/state.ts';
import { sentenceOf } from '../execution-cause.ts';
import type { StepDeps } from '../ports.ts';
import { readJson, writeJson } from '../store.ts';
import { readAttempts } from './job-files.ts';

/** What Translate needs of the world. */
export type TranslateDeps = Pick<
  StepDeps,
  'store' | 'memory' | 'model' | 'examine' | 'clock' | 'origin' | 'maxWaitSeconds' | 'remainingMs' | 'progress' | 'log'
>;

let attempts = 0;

/**
 * Time before its invocation is cut off at which a job begins no more calls: one that has just begun may take a minute
 * (`CALL_TIMEOUT_MS`), and what it brings is to be saved.
 */
const RESERVE_MS = 75_000;

/**
 * Translate: does one locale job and writes its part. Called with `caught` (the workflow's retries are over) it asks nothing more, writes what memory
 * holds and the reason for the rest.
 *
 * @throws the errors of `translate/errors.ts` that the workflow retries or catches by name
 */
export async function translateStep(state: unknown, deps: TranslateDeps): Promise<Outcome> {
  const ended = endedJobSchema.safeParse(state);
  const job = localeJobSchema.parse(state);
  const endedBy = ended.success ? { error: ended.data.caught.Error, cause: sentenceOf(ended.data.caught.Cause) } : null;
  const { settings, products, names, overrides } = batchFileSchema.parse(await requireBatch(job, deps));
  const ledger = new Ledger(await budgetLeft(job, deps));
  const scope = { catalog: settings.catalog, locale: job.locale };
  const startedAt = deps.clock.now();
  const spent = (): Spent => {
    const { model, calls, retries, unanswered, usage, usd } = ledger;
    return { startedAt, ms: deps.clock.now() - startedAt, model, calls, retries, unanswered, usage, usd };
  };
  try {
    const result = await translateJob(
      {
        run: job.runId,
        target: job.locale,
        ...settings,
        products,
        names,
        overrides: overrides[job.locale] ?? {},
        endedBy,
      },
      {
        ...deps,
        ledger,
        deadline: startedAt + deps.remainingMs() - RESERVE_MS,
        progress: (done, total, model) =>
          deps.progress({ batch: job.batch, locale: job.locale, done, total, model, usd: ledger.usd }),
      },
    );
    await deps.memory.flush(scope);
    if (result.paused) {
      const outcome = pause(job, result, result.paused, deps);
      await writeAttempt(job, { ...spent(), error: 'Paused', cause: result.paused.reason }, deps);
      return outcome;
    }
    await writeJson(deps.store, keys.part(job, job.batch, job.locale), partFile(result, spent(), endedBy));
    return done(job, result, endedBy);
  } catch (error) {
    // What was bought is kept and what was asked is to be seen in the run's costs. If the store fails too, the first error is the one to report.
    await deps.memory.flush(scope).catch(() => undefined);
    const { name, message } = error as Error;
    await writeAttempt(job, { ...spent(), error: name, cause: message }, deps).catch(() => undefined);
    throw error;
  }
}

/** What earlier invocations of the job have left of its share: a retry or a pause is no new budget. */
async function budgetLeft(job: LocaleJob, { store }: TranslateDeps): Promise<number | null> {
  if (job.maxUsd === null) return null;
  const attempts = await readAttempts(store, job, job.batch, job.locale);
  return Math.max(0, job.maxUsd - attempts.reduce((sum, { usd }) => sum + usd, 0));
}

async function requireBatch(job: LocaleJob, deps: TranslateDeps): Promise<unknown> {
  const key = keys.batch(job, job.batch);
  const batch = await readJson(deps.store, key);
  if (batch === null) throw new StoreUnavailable(`${key} is missing`);
  return batch;
}

function pause(
  job: LocaleJob,
  { gained }: LocaleJobResult,
  { waitMs, reason }: { waitMs: number; reason: string },
  deps: TranslateDeps,
): Outcome {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  const waiting = afterPause(job, { seconds, gained, reason }, deps.maxWaitSeconds, deps.clock.now());
  deps.log('locale.paused', { runId: job.runId, batch: job.batch, target: job.locale, seconds, reason });
  return { ...job, ...waiting, status: 'paused', waitSeconds: seconds, reason };
}

function done(job: LocaleJob, { units, translated }: LocaleJobResult, endedBy: PartFile['endedBy']): Outcome {
  const failed = units - translated;
  const status = failed === 0 ? 'translated' : translated > 0 ? 'partly' : 'failed';
  const stop = endedBy?.error === ERROR_NAMES.providerKeyRejected;
  return { status, runId: job.runId, batch: job.batch, locale: job.locale, units, translated, failed, stop };
}

function partFile(result: LocaleJobResult, spent: Spent, endedBy: PartFile['endedBy']): PartFile {
  return {
    ...spent,
    model: result.model,
    memoryHits: result.memoryHits,
    endedBy,
    products: result.products.map(({ units, failures }) => ({
      units: Object.fromEntries([...units].map(([id, { text }]) => [id, text])),
      pseudo: [...units].filter(([, { pseudo }]) => pseudo).map(([id]) => id),
      warnings: [...units].flatMap(([unit, { warnings }]) =>
        warnings.map(({ check, message }) => ({ unit, check, message })),
      ),
      failures: [...failures],
    })),
  };
}

function writeAttempt(job: LocaleJob, attempt: AttemptFile, { store }: TranslateDeps): Promise<void> {
  // Two invocations of one job never run at once: its start and, for two within a millisecond, a count tell them apart.
  const name = `${attempt.startedAt}-${++attempts}.json`;
  return writeJson(store, `${keys.attempts(job, job.batch, job.locale)}${name}`, attempt);
}
