import pLimit from 'p-limit';
import type { Locale } from '../catalog/locale.ts';
import type { Product } from '../catalog/product.ts';
import type { Profile } from '../catalog/profile.ts';
import { extractUnits } from '../catalog/units.ts';
import { type Asking, askPack, type SegmentFailure, type Translation } from './ask.ts';
import type { Clock } from './clock.ts';
import { ProviderUnavailable } from './errors.ts';
import type { Ledger } from './ledger.ts';
import { type MemoryShape, memoryKey, type TranslationMemory } from './memory.ts';
import type { ModelPort } from './model.ts';
import { Pace, Paused } from './pacing.ts';
import { pack } from './pack.ts';
import { protector } from './protect.ts';
import { route } from './routing.ts';
import { type Segment, segmentUnits, unitText } from './segments.ts';

/** One batch of products into one locale. */
export interface LocaleJobInput {
  readonly run: string;
  readonly catalog: string;
  readonly source: Locale;
  readonly target: Locale;
  readonly products: readonly Product[];
  readonly profile: Profile;
  readonly translateNames: boolean;
  /** Product names of the catalog that occur in these products' texts. */
  readonly names: readonly string[];
  /** The one model for all locales, or null for the routing's. */
  readonly model: string | null;
  /** Ask anew for what memory holds from other runs. */
  readonly force: boolean;
  /** Set when the job is over for this reason: nothing more is asked, what memory holds is still used. */
  readonly endedBy: { readonly error: string; readonly cause: string } | null;
}

export interface LocaleJobDeps {
  readonly model: ModelPort;
  readonly memory: TranslationMemory;
  readonly clock: Clock;
  /** `groq` or `offline`. */
  readonly engine: string;
  readonly ledger: Ledger;
  /** When the job must have ended, ms since 1970. */
  readonly deadline: number;
  readonly progress: (done: number, total: number, model: string | null) => void;
  readonly log: Asking['log'];
}

export interface UnitText {
  readonly text: string;
  readonly pseudo: boolean;
}

export interface UnitFailure {
  readonly unit: string;
  readonly field: string;
  readonly error: string;
  readonly cause: string;
}

export interface ProductTranslation {
  /** Unit id -> its translation. */
  readonly units: ReadonlyMap<string, UnitText>;
  readonly failures: readonly UnitFailure[];
}

/** What came of a locale job. When `paused` is set the job is to be called again after that many ms. */
export interface LocaleJobResult {
  /** In the order of the batch. */
  readonly products: readonly ProductTranslation[];
  readonly units: number;
  readonly translated: number;
  /** Units that memory held from earlier runs. */
  readonly memoryHits: number;
  /** The model that answered last, or that wrote what memory held; null when there was nothing to translate. */
  readonly model: string | null;
  /** Whether this invocation translated anything new. */
  readonly gained: boolean;
  readonly paused: { readonly waitMs: number; readonly reason: string } | null;
}

/** Whether the other calls of a job may still succeed, and keep what they buy, after one of them ended so. */
const othersMayGoOn = (error: unknown) => error instanceof Paused || error instanceof ProviderUnavailable;

/** Calls of one job in flight. More would only wait at the provider's limit, which all jobs of a run share. */
const CALLS_IN_FLIGHT = 6;

/**
 * Does one locale job: recall from memory, mask, pack, ask, check, save, unmask. Calling it again asks only for what is missing.
 *
 * @throws ProviderKeyRejected, ProviderUnavailable after the other calls have ended and what they brought is saved
 */
export async function translateJob(input: LocaleJobInput, deps: LocaleJobDeps): Promise<LocaleJobResult> {
  const shape = memoryShape(input, deps.engine);
  const scope = { catalog: input.catalog, locale: input.target };
  const { units, segments, untouched } = segmentJob(input);
  const keys = new Map(segments.map((segment) => [segment, memoryKey(segment.text, shape)]));
  const recalled = await deps.memory.recall(scope, new Set(keys.values()));

  const settled = new Map<Segment, { text: string; pseudo: boolean }>();
  for (const [segment, key] of keys) {
    const entry = recalled.get(key);
    if (entry && (!input.force || entry.run === input.run))
      settled.set(segment, { text: entry.target, pseudo: entry.pseudo });
  }
  // What this very run bought before a retry or a pause is no hit: the run paid for it.
  const memoryHits = unitCount(
    [...settled.keys()].filter((segment) => recalled.get(keys.get(segment) ?? '')?.run !== input.run),
  );
  const total = units.flat().length;
  const report = () => deps.progress(untouched.length + unitCount(settled.keys()), total, deps.ledger.model);
  report();

  const accept = async (translations: readonly Translation[]) => {
    if (translations.length === 0) return;
    await deps.memory.save(
      scope,
      translations.map(({ segment, text, model, pseudo }) => ({
        key: keys.get(segment) ?? '',
        target: text,
        model,
        run: input.run,
        pseudo,
      })),
    );
    for (const { segment, text, pseudo } of translations) settled.set(segment, { text, pseudo });
    report();
  };

  const missing = segments.filter((segment) => !settled.has(segment));
  const { failures, paused } = input.endedBy
    ? {
        failures: missing.map((segment) => ({ segment, ...(input.endedBy as { error: string; cause: string }) })),
        paused: null,
      }
    : await askAll(missing, {
        source: input.source,
        target: input.target,
        model: deps.model,
        chain: route(input.target, input.model).chain,
        ledger: deps.ledger,
        pace: new Pace(deps.clock, deps.deadline),
        accept,
        log: deps.log,
      });

  const products = assemble(units.length, segments, settled, failures, untouched);
  const translated = products.reduce((sum, product) => sum + product.units.size, 0);
  const model = deps.ledger.model ?? recalled.values().next().value?.model ?? null;
  return {
    products,
    units: total,
    translated,
    memoryHits,
    model,
    gained: missing.some((segment) => settled.has(segment)),
    paused,
  };
}

/** What one job's texts come to, before memory: also what the plan estimates from. */
export function segmentJob(input: Pick<LocaleJobInput, 'products' | 'profile' | 'translateNames' | 'names'>) {
  const units = input.products.map((product) =>
    extractUnits(product, input.profile, { translateNames: input.translateNames }),
  );
  const inTexts = protector([...input.profile.brands, ...input.names]);
  // A name that is to be translated must not be protected from itself.
  const inNames = protector(input.profile.brands);
  return { units, ...segmentUnits(units, (unit) => (unit.field === 'name' ? inNames : inTexts)) };
}

export function memoryShape(input: Pick<LocaleJobInput, 'source' | 'target' | 'model'>, engine: string): MemoryShape {
  const { group, chain } = route(input.target, input.model);
  return {
    source: input.source,
    target: input.target,
    engine,
    model: input.model === null ? group : (chain[0] ?? group),
  };
}

async function askAll(missing: readonly Segment[], asking: Asking) {
  const limit = pLimit(CALLS_IN_FLIGHT);
  let over = false;
  const ask = async (segments: readonly Segment[]) => {
    // The job fails with the error that ended it: what has not begun by then need not be listed.
    if (over) return [];
    try {
      return await askPack(segments, asking);
    } catch (error) {
      over ||= !othersMayGoOn(error);
      throw error;
    }
  };
  const results = await Promise.allSettled(pack(missing).map((segments) => limit(() => ask(segments))));
  const failures = results.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
  const errors = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
  const fatal = errors.find((error) => !(error instanceof Paused));
  if (fatal !== undefined) throw fatal;
  const pauses = errors.filter((error) => error instanceof Paused);
  const longest = pauses.reduce<Paused | null>((a, b) => (a === null || b.waitMs > a.waitMs ? b : a), null);
  return { failures, paused: longest && { waitMs: longest.waitMs, reason: longest.message } };
}

function assemble(
  count: number,
  segments: readonly Segment[],
  settled: ReadonlyMap<Segment, UnitText>,
  failures: readonly SegmentFailure[],
  untouched: ReturnType<typeof segmentUnits>['untouched'],
): ProductTranslation[] {
  const products = Array.from({ length: count }, () => ({
    units: new Map<string, UnitText>(),
    failures: [] as UnitFailure[],
  }));
  for (const { product, unit } of untouched) products[product]?.units.set(unit.id, { text: unit.text, pseudo: false });
  const reasons = new Map(failures.map((failure) => [failure.segment, failure]));
  for (const segment of segments) {
    const answer = settled.get(segment);
    const reason = reasons.get(segment);
    for (const place of segment.units) {
      const { id, field } = place.unit;
      if (answer) products[place.product]?.units.set(id, { text: unitText(place, answer.text), pseudo: answer.pseudo });
      else if (reason)
        products[place.product]?.failures.push({ unit: id, field, error: reason.error, cause: reason.cause });
    }
  }
  return products;
}

const unitCount = (segments: Iterable<Segment>) => {
  let count = 0;
  for (const { units } of segments) count += units.length;
  return count;
};
