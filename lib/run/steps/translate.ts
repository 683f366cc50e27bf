import { productId } from '../../catalog/product.ts';
import { ProviderKeyRejected } from '../../translate/errors.ts';
import { type LocaleJobResult, translateJob } from '../../translate/job.ts';
import type { JobMemory } from '../../translate/memory.ts';
import { afterPause } from '../../translate/pacing/after-pause.ts';
import { ERROR_NAMES, PAUSED, PROVIDER_DOWN, StoreUnavailable } from '../contract/errors.ts';
import { batchFileSchema, type PartFile } from '../contract/internal.ts';
import { keys } from '../contract/keys.ts';
import { endedJobSchema, type LocaleJob, localeJobSchema, type Outcome } from '../contract/state.ts';
import { sentenceOf } from '../execution-cause.ts';
import type { Reason } from '../merge.ts';
import type { StepDeps } from '../ports.ts';
import { readJson, writeJson } from '../store.ts';
import { Invocation } from './invocation.ts';
import { listAttempts } from './job-files.ts';
import { countsOf, isWhole, keepAsAttempt, leftBefore } from './lost-answer.ts';

/** What Translate needs of the world. */
export type TranslateDeps = Pick<
  StepDeps,
  | 'store'
  | 'model'
  | 'pacer'
  | 'examine'
  | 'wholeAnswers'
  | 'clock'
  | 'origin'
  | 'maxWaitSeconds'
  | 'remainingMs'
  | 'checkpointMs'
  | 'progress'
  | 'log'
  | 'tracers'
> & { readonly memory: JobMemory };

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
  const [batch, left, stopped, down] = await Promise.all([
    requireBatch(job, deps),
    leftBefore(job, deps),
    readJson(deps.store, keys.stopped(job)),
    deps.store.read(keys.down(job)),
  ]);
  // Another job has found out that none can succeed: to ask would only be refused as well.
  if (stopped !== null && endedBy === null) throw new ProviderKeyRejected(`${(stopped as Reason).cause}`);
  if (left !== null && isWhole(left)) return done(job, countsOf(left), null);
  const { settings, shard, products, names, overrides } = batchFileSchema.parse(batch);
  if (left !== null) await keepAsAttempt(job, left, deps);
  const attempts = await listAttempts(deps.store, job, job.batch, job.locale);
  const ids = products.map((product) => productId(product, settings.profile));
  const invocation = new Invocation(job, { maxUsd: budgetLeft(job, attempts), products: ids }, deps);
  const { ledger } = invocation;
  const scope = { catalog: settings.catalog, locale: job.locale, shard };
  try {
    const result = await translateJob(
      {
        run: job.runId,
        target: job.locale,
        ...settings,
        shard,
        products,
        names,
        overrides: overrides[job.locale] ?? {},
        endedBy,
        givenUp: attempts.flatMap(({ gaveUp }) => gaveUp),
        wary: attempts.some(({ error }) => isDown(error)) || down !== null,
      },
      {
        ...deps,
        ledger,
        pace: deps.pacer(job.share).until(invocation.startedAt + deps.remainingMs() - RESERVE_MS),
        progress: (done, total, model) => {
          deps.progress({ batch: job.batch, locale: job.locale, done, total, model, usd: ledger.usd });
          invocation.checkpoint();
        },
        giveUp: (given) => invocation.giveUp(given),
        trail: invocation,
      },
    );
    await deps.memory.flush(scope);
    if (result.paused) {
      const outcome = pause(job, result, result.paused, deps);
      await invocation.end({ error: PAUSED, cause: result.paused.reason });
      return outcome;
    }
    await invocation.settle();
    await writeJson(deps.store, keys.part(job, job.batch, job.locale), partFile(result, invocation, endedBy));
    await setAside(job, result.damagedMemory, deps);
    // Its retries are over: the run's other jobs are to ask once before they ask for all.
    if (endedBy && isDown(endedBy.error)) await writeJson(deps.store, keys.down(job), endedBy);
    const { units, translated, memoryHits } = result;
    await invocation.trace({ error: endedBy, result: { units, translated, memoryHits } });
    return done(job, result, endedBy);
  } catch (error) {
    // What was bought is kept and what was asked is to be seen in the run's costs. If the store fails too, the first error is the one to report.
    await deps.memory.flush(scope).catch(() => undefined);
    const { name, message } = error as Error;
    await invocation.end({ error: name, cause: message }).catch(() => undefined);
    // No other job can succeed either: those that never begin are to say why.
    if (name === ERROR_NAMES.providerKeyRejected)
      await writeJson(deps.store, keys.stopped(job), { error: name, cause: message }).catch(() => undefined);
    throw error;
  }
}

/** After the part, which says so: whoever is called again because this fails must find them once more. */
async function setAside(
  { runId, batch, locale }: LocaleJob,
  damaged: readonly string[],
  deps: TranslateDeps,
): Promise<void> {
  if (damaged.length === 0) return;
  deps.log('memory.damaged', { runId, batch, target: locale, files: damaged });
  await deps.memory.setAside(damaged);
}

const isDown = (error: string) => PROVIDER_DOWN.has(error);

/** What earlier invocations of the job have left of its share: a retry or a pause is no new budget. */
function budgetLeft({ maxUsd }: LocaleJob, attempts: readonly { readonly usd: number }[]): number | null {
  return maxUsd === null ? null : Math.max(0, maxUsd - attempts.reduce((sum, { usd }) => sum + usd, 0));
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

function done(
  job: LocaleJob,
  { units, translated }: Pick<LocaleJobResult, 'units' | 'translated'>,
  endedBy: PartFile['endedBy'],
): Outcome {
  const failed = units - translated;
  const status = failed === 0 ? 'translated' : translated > 0 ? 'partly' : 'failed';
  const stop = endedBy?.error === ERROR_NAMES.providerKeyRejected;
  return { status, runId: job.runId, batch: job.batch, locale: job.locale, units, translated, failed, stop };
}

function partFile(result: LocaleJobResult, invocation: Invocation, endedBy: PartFile['endedBy']): PartFile {
  return {
    ...invocation.spent(),
    trail: invocation.trail,
    attempt: invocation.name,
    model: result.model,
    memoryHits: result.memoryHits,
    damagedMemory: [...result.damagedMemory],
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
