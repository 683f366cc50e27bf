import * as z from 'zod';
import type { Locale } from '../../catalog/locale.ts';
import { attemptFileSchema, type PlanFile, partFileSchema } from '../contract/internal.ts';
import { keys } from '../contract/keys.ts';
import { addJob, noTotals } from '../stats.ts';
import { readJson, type Store } from '../store.ts';

/** `internal/<planId>/<batch>/<locale>.part.json`, and a record among `<locale>.attempts/`. */
const PART = /\/(\d{5})\/([^/]+)\.part\.json$/;
const ATTEMPT = /\/(\d{5})\/([^/]+)\.attempts\/([^/]+?)(\.open)?\.json$/;

const spentSchema = z.object({ ...attemptFileSchema.omit({ error: true, cause: true, gaveUp: true }).shape });
const partSpentSchema = z.object({ ...spentSchema.shape, attempt: partFileSchema.shape.attempt });

/**
 * What earlier plannings of a run have spent, locale by locale. A run that was cut off and is taken up again is planned anew and has been paid for twice over:
 * its sums and its budget are of both.
 */
export async function spentBefore(store: Store, runId: string): Promise<PlanFile['spentBefore']> {
  const totals = new Map<Locale, ReturnType<typeof noTotals>>();
  const found = await store.list(keys.internal(runId));
  const recorded = new Set(found);
  const inParts = new Set<string>();
  const add = async (key: string, locale: Locale) => {
    // Half a file of a run that was killed says nothing.
    const read = spentSchema.safeParse(await readJson(store, key).catch(() => null));
    if (read.success) totals.set(locale, addJob(totals.get(locale) ?? noTotals(locale), [read.data], 0));
  };
  for (const key of found) {
    const [end, , locale] = PART.exec(key) ?? [];
    if (end === undefined || locale === undefined) continue;
    await add(key, locale as Locale);
    const part = partSpentSchema.safeParse(await readJson(store, key).catch(() => null));
    if (part.success) inParts.add(key.replace(/\.part\.json$/, `.attempts/${part.data.attempt}`));
  }
  for (const key of found) {
    const [end, , locale, , open] = ATTEMPT.exec(key) ?? [];
    if (end === undefined || locale === undefined) continue;
    const record = key.replace(/(\.open)?\.json$/, '');
    const isSuperseded = inParts.has(record) || (open !== undefined && recorded.has(`${record}.json`));
    if (!isSuperseded) await add(key, locale as Locale);
  }
  return [...totals.values()].map(({ counts: _, memoryHits: __, ...spent }) => spent);
}
