import type { Locale } from '../lib/catalog/locale.ts';
import { workflowDefinition } from '../lib/local/definition.ts';
import { interpret } from '../lib/local/interpreter.ts';
import { lambdaBoundary } from '../lib/local/lambda-boundary.ts';
import type { LocaleJob, Outcome, PlanState } from '../lib/run/contract/state.ts';
import { atMost, type Row } from './row.ts';

const JOBS = 1_000;

/** The runner's own CPU for each locale job: the real definition with steps that do nothing. */
export async function runnerCpuRow(): Promise<Row> {
  const definition = workflowDefinition();
  const { Batches: _, ...states } = definition.States;
  await emptyRun({ ...definition, States: states });
  const before = process.cpuUsage();
  await emptyRun({ ...definition, States: states });
  const { user, system } = process.cpuUsage(before);
  return atMost('runner CPU per locale job', (user + system) / 1000 / JOBS, 2, ' ms');
}

async function emptyRun(definition: ReturnType<typeof workflowDefinition>): Promise<void> {
  const jobs = Array.from({ length: JOBS }, (_, batch): LocaleJob => {
    return {
      runId: 'r',
      planId: 'p',
      batch,
      locale: 'es' as Locale,
      maxUsd: null,
      share: 1,
      fruitlessPauses: 0,
      waitedSeconds: 0,
    };
  });
  const plan: PlanState = {
    runId: 'r',
    mode: 'oneBatch',
    batchesKey: '',
    batchConcurrency: 1,
    localeConcurrency: 40,
    jobs,
    merges: [],
  };
  const outcome = (job: LocaleJob): Outcome => {
    return {
      status: 'translated',
      runId: 'r',
      batch: job.batch,
      locale: job.locale,
      units: 1,
      translated: 1,
      failed: 0,
      stop: false,
    };
  };
  const translate = lambdaBoundary(async (job) => outcome(job as LocaleJob));
  await interpret(
    definition,
    {},
    {
      Plan: lambdaBoundary(async () => plan),
      Merge: lambdaBoundary(async () => ({})),
      Translate: translate,
      'Record what is missing': translate,
    },
    () => {},
  );
}
