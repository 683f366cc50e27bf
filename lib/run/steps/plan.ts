import { printKeys } from '../../catalog/paths.ts';
import { KETL_PROFILE, type Profile, profileSchema } from '../../catalog/profile.ts';
import { type Catalog, CatalogInvalid, readCatalog } from '../../catalog/read.ts';
import { RequestInvalid } from '../contract/errors.ts';
import { keys } from '../contract/keys.ts';
import { parseRequest, type RunRequest, SOURCE_LOCALE } from '../contract/request.ts';
import { type PlanState, type RunInput, runInputSchema } from '../contract/state.ts';
import type { BatchFile, PlanFile, Settings } from '../contract/work.ts';
import { type Estimate, estimateLocale, totalEstimate } from '../estimate.ts';
import { namesIn, type PlannedBatch, type PlannedRun, planRun, splitIntoBatches } from '../plan.ts';
import { DocumentUnreadable, type StepDeps } from '../ports.ts';
import { type Selection, selectProducts } from '../select.ts';
import { writeJson } from '../store.ts';

type PlanDeps = Pick<
  StepDeps,
  'store' | 'documents' | 'memory' | 'clock' | 'engine' | 'providerPlan' | 'batchProducts'
>;

/** A run that has been worked out and not been written. */
export interface DraftedRun {
  readonly request: RunRequest;
  readonly settings: Settings;
  readonly catalog: Catalog;
  readonly selection: Selection;
  readonly batches: readonly BatchFile[];
  readonly planned: PlannedRun;
  readonly estimate: Estimate;
}

/**
 * Plan: checks the request and its catalog, works out batches, jobs and what they will cost, and writes the batches. Nothing is written for a dry run.
 *
 * @throws RequestInvalid with every fault of request, profile and catalog, and for an estimate over the budget
 */
export async function planStep(state: unknown, deps: PlanDeps): Promise<PlanState> {
  const input = runInputSchema.parse(state);
  const startedAt = new Date(deps.clock.now()).toISOString();
  const draft = await draftRun(input, deps);
  if (draft.request.dryRun) return draft.planned.state;
  const { store } = deps;
  const plan: PlanFile = {
    runId: input.runId,
    startedAt,
    engine: deps.engine,
    settings: draft.settings,
    locales: [...draft.request.locales],
    batches: draft.batches.length,
    wrapper: draft.catalog.wrapper,
    invalid: draft.selection.invalid.map(({ index, id, faults }) => ({ index, id, faults: [...faults] })),
  };
  for (const [index, batch] of draft.batches.entries()) await writeJson(store, keys.batch(input.runId, index), batch);
  await writeJson(store, keys.batches(input.runId), draft.planned.items);
  await writeJson(store, keys.plan(input.runId), plan);
  return draft.planned.state;
}

/** The part of planning that writes nothing. */
export async function draftRun({ runId, request: raw }: RunInput, deps: PlanDeps): Promise<DraftedRun> {
  const parsed = parseRequest(raw);
  const faults: string[] = parsed.ok ? [] : [...parsed.faults];
  // The catalog is read also for a request with faults, so that all of them are said at once.
  const wanted = parsed.ok ? parsed.request : readableParts(raw);
  const profile = await readProfile(wanted.profile, deps, faults);
  const catalog = profile && (await openCatalog(wanted.catalog, profile, deps, faults));
  const selection = profile && catalog && selectProducts(catalog, wanted.products, profile);
  faults.push(...(selection?.faults ?? []));
  if (!parsed.ok || faults.length > 0 || !profile || !catalog || !selection) throw new RequestInvalid(faults);

  const { request } = parsed;
  const settings: Settings = {
    catalog: catalogName(request.catalog),
    source: SOURCE_LOCALE,
    profile,
    translateNames: request.translateNames,
    model: request.model,
    force: request.force,
  };
  const batches = splitIntoBatches(selection.products, deps.batchProducts).map((products): BatchFile => {
    return { settings, products, names: namesIn(products, catalog.products, profile) };
  });
  const planned: PlannedBatch[] = [];
  for (const [batch, { products, names }] of batches.entries()) {
    const estimates = request.locales.map((target) =>
      estimateLocale({ ...settings, run: runId, target, products, names }, deps.memory, deps.engine, deps.providerPlan),
    );
    planned.push({ batch, estimates: await Promise.all(estimates) });
  }
  const estimate = totalEstimate(planned.flatMap(({ estimates }) => estimates));
  if (request.maxUsd !== null && estimate.total.usd > request.maxUsd && !request.dryRun) {
    const dollars = (usd: number) => `${usd.toPrecision(3)} USD`;
    throw new RequestInvalid([
      `the estimate is over the budget: ${dollars(estimate.total.usd)} of ${dollars(request.maxUsd)}; nothing was run`,
    ]);
  }
  return { request, settings, catalog, selection, batches, planned: planRun({ runId, ...request }, planned), estimate };
}

/** Of a request with faults, what may still be looked at for more of them. */
function readableParts(raw: unknown): Pick<RunRequest, 'catalog' | 'products' | 'profile'> {
  const { catalog, products, profile } = (raw ?? {}) as Record<string, unknown>;
  const idList =
    Array.isArray(products) &&
    products.length > 0 &&
    products.every((id) => typeof id === 'string' || typeof id === 'number');
  return {
    catalog: typeof catalog === 'string' || Array.isArray(catalog) ? catalog : '',
    products: idList ? (products as [string]) : 'all',
    profile: typeof profile === 'string' ? profile : null,
  };
}

async function readProfile(reference: string | null, deps: PlanDeps, faults: string[]): Promise<Profile | null> {
  if (reference === null) return KETL_PROFILE;
  try {
    let text = '';
    for await (const chunk of await deps.documents.open(reference)) text += chunk;
    const parsed = profileSchema.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
    for (const { path, message } of parsed.error.issues)
      faults.push(`profile ${reference}: ${[printKeys(path), message].filter(Boolean).join(': ')}`);
  } catch (error) {
    if (!(error instanceof DocumentUnreadable || error instanceof SyntaxError)) throw error;
    faults.push(`profile ${reference}: ${error instanceof SyntaxError ? `not JSON: ${error.message}` : error.message}`);
  }
  return null;
}

async function openCatalog(
  reference: RunRequest['catalog'],
  profile: Profile,
  deps: PlanDeps,
  faults: string[],
): Promise<Catalog | null> {
  if (reference === '') return null;
  const label = typeof reference === 'string' ? `catalog ${reference}` : 'catalog';
  try {
    if (typeof reference !== 'string') return await readInline(reference, profile);
    return await readCatalog(await deps.documents.open(reference), reference, profile);
  } catch (error) {
    if (error instanceof CatalogInvalid) faults.push(...error.faults.map((fault) => `${label}: ${fault}`));
    else if (error instanceof DocumentUnreadable) faults.push(`${label}: ${error.message}`);
    else throw error;
    return null;
  }
}

/** Products that stand in the request itself: a bare list, also for a shop whose files wrap theirs. */
function readInline(products: readonly unknown[], profile: Profile): Promise<Catalog> {
  const bare = profile.products === undefined ? profile : { ...profile, products: undefined };
  return readCatalog([JSON.stringify(products)], 'inline.json', bare);
}

/** The name under which a catalog's memory is kept: its file's, without folders and ending. */
function catalogName(reference: RunRequest['catalog']): string {
  if (typeof reference !== 'string') return 'inline';
  const file = reference.split(/[/\\]/).at(-1) ?? reference;
  return file.replace(/\.(json|jsonl|ndjson)$/i, '').replace(/[^\w.-]+/g, '_') || 'catalog';
}
