import * as z from 'zod';
import { type Locale, parseLocale, sameLanguageText } from '../../catalog/locale.ts';
import { kindOf } from '../../catalog/product.ts';

/** The Map's cap when a request names none. */
export const DEFAULT_MAX_CONCURRENCY = 10;
/** The locale of every catalog's source text. */
export const SOURCE_LOCALE = 'en' as Locale;

/**
 * The languages of one run. What Plan hands to the Map over locales names each job in 150 to 200 bytes, and a state holds 256 KiB: 2,000 would not pass. A hundred is
 * more than shops have, and leaves the state a tenth full.
 */
export const MAX_LOCALES = 100;
/** The product ids of one request: ten thousand of ten characters are half of what an execution takes as its input. A run of more is a catalog of its own. */
export const MAX_PRODUCT_IDS = 10_000;
/** The characters of a reference, a model's name or a product's id: S3 takes no longer key. */
export const MAX_REFERENCE_CHARACTERS = 1_024;

const text = z.string().max(MAX_REFERENCE_CHARACTERS, `expected at most ${MAX_REFERENCE_CHARACTERS} characters`);
const reference = text.min(1);
const productIds = z
  .array(z.union([text, z.number()]))
  .nonempty('expected "all" or at least one product id')
  .max(MAX_PRODUCT_IDS);

/** A run request as people and triggers write it. */
export const requestSchema = z.strictObject({
  /** A reference that the runtime can read (a key in the bucket, a file here), or the products themselves. */
  catalog: z.union([reference, z.array(z.unknown())]),
  products: z
    .union([z.literal('all'), productIds], `expected "all" or a list of at most ${MAX_PRODUCT_IDS} product ids`)
    .default('all'),
  /** English names or BCP-47 tags. */
  locales: z
    .array(z.string())
    .nonempty('expected at least one language')
    .max(MAX_LOCALES, `expected at most ${MAX_LOCALES} languages`),
  translateNames: z.boolean().default(false),
  /** One model for all locales; null for the routing's. */
  model: reference.nullable().default(null),
  maxConcurrency: z
    .int('expected a whole number')
    .min(1, 'expected at least 1')
    .max(10_000, 'expected at most 10000')
    .default(DEFAULT_MAX_CONCURRENCY),
  /** A reference to a glossary; null for the one beside the catalog, or else the bundled one. */
  glossary: reference.nullable().default(null),
  /** A reference to another shop's profile; null for the KETL shape. */
  profile: reference.nullable().default(null),
  force: z.boolean().default(false),
  maxUsd: z.number('expected a number').positive('expected more than 0').nullable().default(null),
  dryRun: z.boolean().default(false),
});

/** A run request as written, not yet parsed. */
export type RawRunRequest = z.input<typeof requestSchema>;

/** A run request with every default filled in and its locales canonical, all different, none the source's. */
export interface RunRequest extends Omit<z.output<typeof requestSchema>, 'locales'> {
  readonly locales: readonly Locale[];
}

export type ParsedRequest =
  | { readonly ok: true; readonly request: RunRequest }
  | { readonly ok: false; readonly faults: readonly string[] };

/**
 * Parses a run request. All faults are listed, each with its field, what was read, and what would do. `names` are those that faults give fields, where they
 * differ from the request's own.
 */
export function parseRequest(raw: unknown, names: FieldNames = OPTION_NAMES): ParsedRequest {
  const parsed = requestSchema.safeParse(raw);
  const faults = parsed.success ? [] : parsed.error.issues.map((issue) => describe(issue, raw, names));
  const written = localesOf(raw);
  const { locales, faults: localeFaults } = parseLocales(written);
  faults.push(...localeFaults);
  if (!parsed.success || faults.length > 0) return { ok: false, faults };
  return { ok: true, request: { ...parsed.data, locales } };
}

/** Of a request with faults, the languages that can be read. */
export function readableLocales(raw: unknown): readonly Locale[] {
  return parseLocales(localesOf(raw)).locales;
}

/** Of a list that is too long, and refused for it, the beginning: nobody reads two thousand more faults. */
function localesOf(raw: unknown): string[] {
  const list = (raw as { locales?: unknown } | null | undefined)?.locales;
  return Array.isArray(list) ? list.slice(0, MAX_LOCALES).filter((name) => typeof name === 'string') : [];
}

function parseLocales(written: readonly string[]): { locales: Locale[]; faults: string[] } {
  const faults: string[] = [];
  const seen = new Map<Locale, string>();
  for (const name of written) {
    const parsed = parseLocale(name);
    if (!parsed.ok) {
      faults.push(
        `unknown language ${JSON.stringify(name)}${parsed.suggestion === null ? '' : `: did you mean ${parsed.suggestion}?`}`,
      );
      continue;
    }
    const earlier = seen.get(parsed.locale);
    if (earlier !== undefined)
      faults.push(`language ${parsed.locale} is named twice: ${JSON.stringify(earlier)} and ${JSON.stringify(name)}`);
    else if (sameLanguageText(parsed.locale, SOURCE_LOCALE))
      faults.push(`language ${JSON.stringify(name)} is the catalog's own (${SOURCE_LOCALE}): nothing to translate`);
    seen.set(parsed.locale, earlier ?? name);
  }
  return { locales: [...seen.keys()], faults };
}

/** What fields are called where a request is written: the field's own name -> another. */
export type FieldNames = Readonly<Record<string, string>>;

/** In JSON. */
export const OWN_NAMES: FieldNames = {};

/** On the command line. */
const OPTION_NAMES: FieldNames = {
  maxConcurrency: 'max-concurrency',
  maxUsd: 'max-usd',
  locales: 'languages',
  translateNames: 'translate-names',
};

function describe(issue: z.core.$ZodIssue, raw: unknown, names: FieldNames): string {
  const [field = 'request', ...rest] = issue.path.map(String);
  if (issue.code === 'unrecognized_keys')
    return `unknown field ${issue.keys.map((key) => JSON.stringify(key)).join(', ')}`;
  const value = issue.path.reduce<unknown>(
    (at, key) => (at as Record<PropertyKey, unknown> | null | undefined)?.[key],
    raw,
  );
  return `${[names[field] ?? field, ...rest].join('.')}: ${issue.message}, got ${kindOf(value)}`;
}
