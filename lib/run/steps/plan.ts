import type { Locale } from '../../catalog/locale.ts';
import { type Product, productId } from '../../catalog/product.ts';
import type { Profile } from '../../catalog/profile.ts';
import type { Catalog } from '../../catalog/read.ts';
import type { Overrides } from '../../translate/overrides.ts';
import { RequestInvalid } from '../contract/errors.ts';
import type { BatchFile, PlanFile, Settings } from '../contract/internal.ts';
import { keys, type PlanOfRun } from '../contract/keys.ts';
import { type FieldNames, parseRequest, type RunRequest, readableLocales, SOURCE_LOCALE } from '../contract/request.ts';
import { type PlanState, type RunInput, runInputSchema } from '../contract/state.ts';
import { type Estimate, estimateLocale, totalEstimate } from '../estimate.ts';
import { distinctiveNames, namesIn, type PlannedBatch, type PlannedRun, planRun, splitIntoBatches } from '../plan.ts';
import type { CatalogIdentity, Documents, StepDeps } from '../ports.ts';
import { newRunId } from '../run-id.ts';
import { type Selection, selectProducts } from '../select.ts';
import { writeJson } from '../store.ts';
import { openCatalog, readGlossary, readOverrides, readProfile } from './documents.ts';

export type PlanDeps = Pick<
  StepDeps,
  'store' | 'documents' | 'memory' | 'clock' | 'engine' | 'origin' | 'providerPlan' | 'batchProducts'
> & {
  /** How faults name the request's fields. @default as options of the command line */
  readonly fieldNames?: FieldNames;
};

/** A run that has been worked out and not been written. */
export interface DraftedRun extends PlanOfRun {
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
  if (draft.request.dryRun) return { ...draft.planned.state, estimate: draft.estimate };
  const { store } = deps;
  const plan: PlanFile = {
    runId: draft.runId,
    planId: draft.planId,
    startedAt,
    engine: deps.engine,
    settings: draft.settings,
    locales: [...draft.request.locales],
    batches: draft.batches.length,
    publishes: draft.request.products === 'all' && identityOf(draft.request.catalog, deps.documents).isPublished,
    wrapper: draft.catalog.wrapper,
    invalid: draft.selection.invalid.map(({ index, id, faults }) => ({ index, id, faults: [...faults] })),
  };
  for (const [index, batch] of draft.batches.entries()) await writeJson(store, keys.batch(draft, index), batch);
  await writeJson(store, keys.request(input.runId), input.request);
  await writeJson(store, keys.batches(draft), draft.planned.items);
  await writeJson(store, keys.plan(input.runId), plan);
  return draft.planned.state;
}

/** The part of planning that writes nothing. */
export async function draftRun(
  { runId, request: raw, faults: known = [] }: RunInput,
  deps: PlanDeps,
): Promise<DraftedRun> {
  const parsed = parseRequest(raw, deps.fieldNames);
  const faults: string[] = parsed.ok ? [...known] : [...known, ...parsed.faults];
  // The catalog is read also for a request with faults, so that all of them are said at once.
  const wanted = parsed.ok ? parsed.request : readableParts(raw);
  const { documents } = deps;
  const profile = await readProfile(wanted.profile, documents, faults);
  const catalog = profile && (await openCatalog(wanted.catalog, profile, documents, faults));
  const selection = profile && catalog && selectProducts(catalog, wanted.products, profile);
  faults.push(...(selection?.faults ?? []));
  const glossary = await readGlossary(wanted, documents, faults);
  const overrides = await readOverrides(wanted.catalog, wanted.locales, documents, faults);
  if (!parsed.ok || faults.length > 0 || !profile || !catalog || !selection || !glossary)
    throw new RequestInvalid(faults);

  const { request } = parsed;
  const settings: Settings = {
    catalog: identityOf(request.catalog, documents).name,
    source: SOURCE_LOCALE,
    profile,
    translateNames: request.translateNames,
    model: request.model,
    glossary,
    force: request.force,
  };
  const distinctive = distinctiveNames(catalog.products, profile);
  const batches = splitIntoBatches(selection.products, deps.batchProducts).map((products): BatchFile => {
    const names = namesIn(products, distinctive, profile);
    return { settings, products, names, overrides: overridesFor(products, profile, overrides) };
  });
  const planned: PlannedBatch[] = [];
  for (const [batch, { products, names, overrides: own }] of batches.entries()) {
    const estimates = request.locales.map((target) => {
      const job = { ...settings, run: runId, target, products, names, overrides: own[target] ?? {} };
      return estimateLocale(job, deps.memory, deps.origin, deps.providerPlan);
    });
    planned.push({ batch, estimates: await Promise.all(estimates) });
  }
  const estimate = totalEstimate(planned.flatMap(({ estimates }) => estimates));
  if (request.maxUsd !== null && estimate.total.usd > request.maxUsd && !request.dryRun) {
    const dollars = (usd: number) => `${usd.toPrecision(3)} USD`;
    throw new RequestInvalid([
      `the estimate is over the budget: ${dollars(estimate.total.usd)} of ${dollars(request.maxUsd)}; nothing was run`,
    ]);
  }
  const plan: PlanOfRun = { runId, planId: newRunId(new Date(deps.clock.now())) };
  return {
    ...plan,
    request,
    settings,
    catalog,
    selection,
    batches,
    planned: planRun({ ...plan, ...request }, planned),
    estimate,
  };
}

/** Of a request with faults, what may still be looked at for more of them. */
function readableParts(raw: unknown): Pick<RunRequest, 'catalog' | 'products' | 'locales' | 'profile' | 'glossary'> {
  const { catalog, products, profile, glossary } = (raw ?? {}) as Record<string, unknown>;
  const idList =
    Array.isArray(products) &&
    products.length > 0 &&
    products.every((id) => typeof id === 'string' || typeof id === 'number');
  return {
    catalog: typeof catalog === 'string' || Array.isArray(catalog) ? catalog : '',
    products: idList ? (products as [string]) : 'all',
    locales: readableLocales(raw),
    profile: typeof profile === 'string' ? profile : null,
    glossary: typeof glossary === 'string' ? glossary : null,
  };
}

/** Of a person's translations those of one batch: a job reads no more than it needs. */
function overridesFor(
  products: readonly Product[],
  profile: Profile,
  overrides: ReadonlyMap<Locale, Overrides>,
): BatchFile['overrides'] {
  const ids = new Set(products.map((product) => String(productId(product, profile))));
  const own = [...overrides].map(([locale, entries]) => {
    return [locale, Object.fromEntries(Object.entries(entries).filter(([id]) => ids.has(id)))] as const;
  });
  return Object.fromEntries(own.filter(([, entries]) => Object.keys(entries).length > 0));
}

/** Products that stand in the request itself have a memory of their own, and are nobody's catalog. */
function identityOf(catalog: RunRequest['catalog'], documents: Documents): CatalogIdentity {
  return typeof catalog === 'string' ? documents.identify(catalog) : { name: 'inline', isPublished: false };
}
