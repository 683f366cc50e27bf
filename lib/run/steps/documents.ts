import type * as z from 'zod';
import bundledGlossary from '../../../data/glossary.json' with { type: 'json' };
import { isTooDeep, TOO_DEEP } from '../../catalog/depth.ts';
import { CatalogInvalid } from '../../catalog/invalid.ts';
import type { Locale } from '../../catalog/locale.ts';
import { printKeys } from '../../catalog/paths.ts';
import { KETL_PROFILE, type Profile, profileSchema } from '../../catalog/profile.ts';
import { type CatalogStream, streamCatalog, type TextChunks } from '../../catalog/stream.ts';
import { type Glossary, glossarySchema } from '../../translate/glossary.ts';
import { type Overrides, overridesSchema } from '../../translate/overrides.ts';
import type { RunRequest } from '../contract/request.ts';
import { type Documents, DocumentUnreadable } from '../ports.ts';

/** Reads what a request refers to. What is wrong goes to `faults`, whole sentences; the result is then null. */

export async function readProfile(
  reference: string | null,
  documents: Documents,
  faults: string[],
): Promise<Profile | null> {
  if (reference === null) return KETL_PROFILE;
  return readDocument(`profile ${reference}`, reference, profileSchema, documents, faults);
}

/** The glossary that a request names, or the one beside its catalog, or the bundled one. */
export async function readGlossary(
  { glossary, catalog }: Pick<RunRequest, 'glossary' | 'catalog'>,
  documents: Documents,
  faults: string[],
): Promise<Glossary | null> {
  if (glossary !== null) return readDocument(`glossary ${glossary}`, glossary, glossarySchema, documents, faults);
  if (typeof catalog === 'string' && catalog !== '') {
    const beside = documents.glossaryBeside(catalog);
    const own = await readIfThere(`glossary ${beside}`, beside, glossarySchema, documents, faults);
    if (own !== undefined) return own;
  }
  return glossarySchema.parse(bundledGlossary);
}

/** Locale -> a person's own translations, for the locales that have any. */
export async function readOverrides(
  catalog: RunRequest['catalog'],
  locales: readonly Locale[],
  documents: Documents,
  faults: string[],
): Promise<ReadonlyMap<Locale, Overrides>> {
  const found = new Map<Locale, Overrides>();
  if (typeof catalog !== 'string' || catalog === '') return found;
  for (const locale of locales) {
    const reference = documents.overridesBeside(catalog, locale);
    const own = await readIfThere(`overrides ${reference}`, reference, overridesSchema, documents, faults);
    if (own) found.set(locale, own);
  }
  return found;
}

/** Begins to read a catalog; each call reads it anew. @throws DocumentUnreadable, CatalogInvalid */
export async function openCatalog(
  reference: RunRequest['catalog'],
  profile: Profile,
  documents: Documents,
): Promise<CatalogStream> {
  if (typeof reference !== 'string') return inlineCatalog(reference, profile);
  return streamCatalog(await documents.open(reference), reference, profile);
}

/** What is wrong with a catalog, from the error that reading it ended with. @throws any other error */
export function catalogFaults(reference: RunRequest['catalog'], error: unknown): string[] {
  const label = typeof reference === 'string' ? `catalog ${reference}` : 'catalog';
  if (error instanceof CatalogInvalid) return error.faults.map((fault) => `${label}: ${fault}`);
  if (error instanceof DocumentUnreadable) return [`${label}: ${error.message}`];
  throw error;
}

/**
 * Products that stand in the request itself: a bare list, also for a shop whose files wrap theirs. One that is too deep cannot be left out of the request,
 * which is kept with the run.
 *
 * @throws CatalogInvalid
 */
function inlineCatalog(products: readonly unknown[], profile: Profile): CatalogStream {
  const deep = products.flatMap((product, index) => (isTooDeep(product) ? [`products[${index}]: ${TOO_DEEP}`] : []));
  if (deep.length > 0) throw new CatalogInvalid(deep);
  const bare = profile.products === undefined ? profile : { ...profile, products: undefined };
  return streamCatalog([JSON.stringify(products)], 'inline.json', bare);
}

async function readDocument<T>(
  label: string,
  reference: string,
  schema: z.ZodType<T>,
  documents: Documents,
  faults: string[],
): Promise<T | null> {
  try {
    return await parseDocument(label, await documents.open(reference), schema, faults);
  } catch (error) {
    return unreadable(label, error, faults);
  }
}

/** Like `readDocument`, and undefined where nothing stands. */
async function readIfThere<T>(
  label: string,
  reference: string,
  schema: z.ZodType<T>,
  documents: Documents,
  faults: string[],
): Promise<T | null | undefined> {
  try {
    return await parseDocument(label, await documents.open(reference), schema, faults);
  } catch (error) {
    if (error instanceof DocumentUnreadable && error.missing) return undefined;
    return unreadable(label, error, faults);
  }
}

async function parseDocument<T>(
  label: string,
  chunks: TextChunks,
  schema: z.ZodType<T>,
  faults: string[],
): Promise<T | null> {
  let text = '';
  for await (const chunk of chunks) text += chunk;
  const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
  if (isTooDeep(value)) {
    faults.push(`${label}: ${TOO_DEEP}`);
    return null;
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  for (const { path, message } of parsed.error.issues) {
    faults.push(`${label}: ${[printKeys(path), message].filter(Boolean).join(': ')}`);
  }
  return null;
}

function unreadable(label: string, error: unknown, faults: string[]): null {
  if (error instanceof SyntaxError) faults.push(`${label}: not JSON: ${error.message}`);
  else if (error instanceof DocumentUnreadable) faults.push(`${label}: ${error.message}`);
  else throw error;
  return null;
}
