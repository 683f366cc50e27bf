import { StoreUnavailable } from '../contract/errors.ts';
import { type PlanFile, planFileSchema } from '../contract/internal.ts';
import { keys } from '../contract/keys.ts';
import { mergeInputSchema, type RunOutput } from '../contract/state.ts';
import { readJson } from '../store.ts';
import { joinLocales } from './join-locales.ts';
import type { MergeDeps, MergedLocaleOutput } from './merge-deps.ts';
import { mergeLocale } from './merge-locale.ts';
import { mergeWhole } from './merge-whole.ts';

/**
 * Merge: for each planned (batch, locale) takes the part or the reason from the store, whatever the state says, and writes the run's results: all at once, or, of
 * a run that is too large for one step, one locale at a time and then what they have in common. Running it again writes the same files.
 */
export async function mergeStep(state: unknown, deps: MergeDeps): Promise<RunOutput | MergedLocaleOutput> {
  const { runId, locale } = mergeInputSchema.parse(state);
  const plan = await readPlan(runId, deps);
  if (locale !== undefined) return mergeLocale(plan, locale, deps);
  return plan.mergesByLocale ? joinLocales(plan, deps) : mergeWhole(plan, deps);
}

async function readPlan(runId: string, { store }: MergeDeps): Promise<PlanFile> {
  const plan = await readJson(store, keys.plan(runId));
  if (plan === null) throw new StoreUnavailable(`${keys.plan(runId)} is missing`);
  return planFileSchema.parse(plan);
}
