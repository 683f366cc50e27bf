import type { Locale } from '../../catalog/locale.ts';
import { CATALOGS_PREFIX, keys, RUNS_PREFIX } from '../contract/keys.ts';
import type { RawRunRequest } from '../contract/request.ts';
import { type Documents, DocumentUnreadable } from '../ports.ts';
import type { Pieces } from '../store.ts';
import type { Remote } from './remote.ts';

export interface RequestUpload {
  readonly runId: string;
  /** A request whose references are those of whoever asks: files here, `s3://bucket/key`. */
  readonly request: RawRunRequest;
  readonly locales: readonly Locale[];
  /** How these references are read here. */
  readonly from: Documents;
  readonly signal: AbortSignal;
}

/**
 * Uploads what a request refers to, and what stands beside its catalog, to where the workflow can read it, and returns the request with the references that
 * hold there. What stands in the bucket already, where the workflow may read, goes by its key.
 *
 * @throws StoreUnavailable, StoreRefused, DocumentUnreadable, the signal's reason
 */
export async function uploadRequest(upload: RequestUpload, remote: Remote): Promise<RawRunRequest> {
  const { request, from, runId } = upload;
  const { catalog, glossary = null, profile = null } = request;
  if (typeof catalog !== 'string') return request;
  const copy = (reference: string, key: string) => copyTo(key, reference, upload, remote);
  const supply = (reference: string, file: string) => copy(reference, RUNS_PREFIX + keys.supplied(runId, file));
  const keyOf = (reference: string) => keyIn(remote.bucket, reference);

  const file = fileName(catalog);
  // A catalog may be called as what goes with it is.
  const named = (name: string) => (name === file ? `the-${name}` : name);
  const own = keyOf(catalog);
  const catalogKey = own ?? (await supply(catalog, file));
  if (own === null) {
    const beside = upload.locales.map((locale) => [
      from.overridesBeside(catalog, locale),
      remote.documents.overridesBeside(catalogKey, locale),
    ]);
    // A glossary that is named is taken instead of the one beside the catalog.
    if (glossary === null) beside.push([from.glossaryBeside(catalog), remote.documents.glossaryBeside(catalogKey)]);
    for (const [reference = '', key = ''] of beside) await ifThere(copy(reference, key));
  }
  return {
    ...request,
    catalog: catalogKey,
    glossary: glossary && (keyOf(glossary) ?? (await supply(glossary, named('glossary.json')))),
    profile: profile && (keyOf(profile) ?? (await supply(profile, named('profile.json')))),
  };
}

/** The key of what the workflow may read as it stands, or null. */
function keyIn(bucket: string, reference: string): string | null {
  const start = `s3://${bucket}/`;
  const key = reference.startsWith(start) ? reference.slice(start.length) : '';
  return key.startsWith(CATALOGS_PREFIX) || key.startsWith(RUNS_PREFIX) ? key : null;
}

const fileName = (reference: string) => reference.split(/[/\\]/).at(-1) || 'catalog.json';

async function copyTo(
  key: string,
  reference: string,
  { from, signal }: RequestUpload,
  { runs }: Remote,
): Promise<string> {
  const pieces = await from.open(reference);
  await runs.writePieces(key.slice(RUNS_PREFIX.length), untilAborted(pieces, signal));
  return key;
}

/** An error among the pieces leaves nothing at the key. */
async function* untilAborted(pieces: Pieces, signal: AbortSignal): AsyncGenerator<string> {
  for await (const piece of pieces) {
    signal.throwIfAborted();
    yield piece;
  }
}

async function ifThere(copied: Promise<unknown>): Promise<void> {
  try {
    await copied;
  } catch (error) {
    if (!(error instanceof DocumentUnreadable && error.missing)) throw error;
  }
}
