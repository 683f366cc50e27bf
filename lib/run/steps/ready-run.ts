import type { Locale } from '../../catalog/locale.ts';
import type { Profile } from '../../catalog/profile.ts';
import type { CatalogStream } from '../../catalog/stream.ts';
import type { Overrides } from '../../translate/overrides.ts';
import { RequestInvalid } from '../contract/errors.ts';
import type { Settings } from '../contract/internal.ts';
import type { PlanOfRun } from '../contract/keys.ts';
import { type FieldNames, parseRequest, type RunRequest, readableLocales, SOURCE_LOCALE } from '../contract/request.ts';
import type { RunInput } from '../contract/state.ts';
import type { CatalogIdentity, Documents, StepDeps } from '../ports.ts';
import { newRunId } from '../run-id.ts';
import { type TraceContext, traceOf } from '../trace/context.ts';
import { catalogFaults, openCatalog, readGlossary, readOverrides, readProfile } from './documents.ts';
import { earlierPlan } from './earlier-plan.ts';
import { type Survey, surveyCatalog } from './survey.ts';

/** A run whose request and documents are in order, and whose catalog has been read once. */
export interface ReadyRun extends PlanOfRun {
  /** Whether it was planned before, and so may have bought something. */
  readonly isTakenUpAgain: boolean;
  readonly trace: TraceContext;
  readonly request: RunRequest;
  readonly settings: Settings;
  readonly survey: Survey;
  readonly overrides: ReadonlyMap<Locale, Overrides>;
  readonly open: () => Promise<CatalogStream>;
  /** Whether what it translates is published under the catalog's name. */
  readonly publishes: boolean;
}

/** A catalog of so many characters, as JSON, is held and read once; so much of a larger one waits to fill batches. Some 25 MB. */
export const HELD_CHARACTERS = 8 * 1024 * 1024;

/** Of each of many shards half a batch waits on average, of 200 products of some 1,200 characters: with less room none would be full. */
const CHARACTERS_PER_SHARD = 150_000;

/** So many characters wait to fill batches of so many shards. */
export const heldFor = (shardCount: number): number => Math.max(HELD_CHARACTERS, shardCount * CHARACTERS_PER_SHARD);

export type ReadyDeps = Pick<StepDeps, 'store' | 'documents' | 'clock' | 'xrayHeader'> & {
  /** How faults name the request's fields. @default as options of the command line */
  readonly fieldNames?: FieldNames;
  /** @default HELD_CHARACTERS */
  readonly heldCharacters?: number;
};

/** Reads what a request asks for and refers to. @throws RequestInvalid with every fault of request, profile, catalog, glossary and overrides */
export async function readyRun(input: RunInput, deps: ReadyDeps): Promise<ReadyRun> {
  const { runId, request: raw, faults: known = [] } = input;
  const { documents, clock } = deps;
  const parsed = parseRequest(raw, deps.fieldNames);
  const faults: string[] = parsed.ok ? [...known] : [...known, ...parsed.faults];
  // The catalog is read also for a request with faults, so that all of them are said at once.
  const wanted = parsed.ok ? parsed.request : readableParts(raw);
  const profile = await readProfile(wanted.profile, documents, faults);
  // Which overrides stand for nothing comes out while the catalog is read; their own faults are told behind the catalog's.
  const besides: string[] = [];
  const glossary = await readGlossary(wanted, documents, besides);
  const overrides = await readOverrides(wanted.catalog, wanted.locales, documents, besides);
  const open = (profile: Profile) => openCatalog(wanted.catalog, profile, documents);
  const survey = profile && (await surveyed({ ...wanted, profile, overrides }, open, deps, faults));
  faults.push(...(survey?.selection.faults ?? []), ...besides);
  if (!parsed.ok || faults.length > 0 || !profile || !survey || !glossary) throw new RequestInvalid(faults);
  const { request } = parsed;
  const { name, isPublished } = identityOf(request.catalog, documents);
  const planId = newRunId(new Date(clock.now()));
  const earlier = await earlierPlan(deps.store, runId);
  return {
    runId,
    planId,
    isTakenUpAgain: earlier.stands,
    trace: earlier.trace ?? traceOf(planId, deps.xrayHeader()),
    request,
    settings: {
      catalog: name,
      source: SOURCE_LOCALE,
      profile,
      translateNames: request.translateNames,
      model: request.model,
      glossary,
      force: request.force,
    },
    survey,
    overrides,
    open: () => open(profile),
    publishes: request.products === 'all' && isPublished,
  };
}

async function surveyed(
  wanted: Pick<RunRequest, 'catalog' | 'products'> & {
    readonly profile: Profile;
    readonly overrides: ReadonlyMap<Locale, Overrides>;
  },
  open: (profile: Profile) => Promise<CatalogStream>,
  { heldCharacters = HELD_CHARACTERS }: ReadyDeps,
  faults: string[],
): Promise<Survey | null> {
  const { catalog, products, profile, overrides } = wanted;
  if (catalog === '') return null;
  try {
    return await surveyCatalog({ open: () => open(profile), profile, wanted: products, overrides, heldCharacters });
  } catch (error) {
    faults.push(...catalogFaults(catalog, error));
    return null;
  }
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

/** Products that stand in the request itself have a memory of their own, and are nobody's catalog. */
function identityOf(catalog: RunRequest['catalog'], documents: Documents): CatalogIdentity {
  return typeof catalog === 'string' ? documents.identify(catalog) : { name: 'inline', isPublished: false };
}
