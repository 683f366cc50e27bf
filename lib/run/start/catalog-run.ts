import { isTooDeep, TOO_DEEP } from '../../catalog/depth.ts';
import { MAX_REQUEST_BYTES } from '../contract/api.ts';
import { COMPANIONS, withoutEnding } from '../contract/keys.ts';
import type { RunInput } from '../contract/state.ts';
import type { Store } from '../store.ts';
import { clashOf, keyFault, namesakesOf } from './catalog-key.ts';
import type { StartDeps, Started } from './deps.ts';

/**
 * Starts the run of a catalog in the bucket, over all its products: the stack's defaults, then `<name>.request.json` beside it. A `request.json` that cannot
 * be followed, and a catalog that cannot be published under its name, start a run that Plan refuses: its summary is where people look. `trace` is X-Ray's header,
 * where this run is all that is started: runs that share a trace could not be told apart in it.
 */
export async function startCatalogRun(
  key: string,
  runId: string,
  deps: StartDeps,
  trace: string | null = null,
): Promise<Started> {
  const input = await catalogRunInput(key, runId, deps);
  const started = await deps.executions.start(runId, input, trace);
  deps.log(`run.${started}`, { runId, catalog: key, ...(input.faults && { faults: input.faults }) });
  return started;
}

async function catalogRunInput(
  key: string,
  runId: string,
  { store, defaults }: Pick<StartDeps, 'store' | 'defaults'>,
): Promise<RunInput> {
  const fault = keyFault(key);
  // What would stand beside it is not asked for: its key may be longer than a store takes.
  const { fields, faults } =
    fault === null ? await readBeside(key, store) : { fields: {}, faults: [`${key}: ${fault}`] };
  const request = { products: 'all', ...defaults, ...fields, catalog: key };
  return { runId, request, ...(faults.length > 0 && { faults }) };
}

interface OwnRequest {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly faults: string[];
}

async function readBeside(key: string, store: Store): Promise<OwnRequest> {
  const { fields, faults } = await readOwnRequest(key, store);
  const namesakes = await namesakesOf(key, store);
  if (namesakes.length === 0) return { fields, faults };
  return { fields, faults: [...faults, clashOf(key, namesakes)] };
}

/** `catalogs/summer.request.json`, for `catalogs/summer.json`. */
async function readOwnRequest(catalog: string, store: Store): Promise<OwnRequest> {
  const key = `${withoutEnding(catalog)}${COMPANIONS.request}`;
  const fault = (text: string): OwnRequest => ({ fields: {}, faults: [`${key}: ${text}`] });
  const text = await readUpTo(MAX_REQUEST_BYTES, key, store);
  if (text === null) return { fields: {}, faults: [] };
  if (text === TOO_LARGE) return fault(`larger than ${MAX_REQUEST_BYTES / 1024} KiB, which is no request`);
  let fields: unknown;
  try {
    fields = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return fault(`not JSON: ${(error as Error).message}`);
  }
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields))
    return fault('expected a JSON object with fields of a run request');
  // What is read here is printed into the execution's input.
  if (isTooDeep(fields)) return fault(TOO_DEEP);
  const named = (fields as { catalog?: unknown }).catalog;
  const isOther = named !== undefined && named !== catalog;
  // Plan looks through the other fields all the same: all faults are said at once.
  const faults = isOther ? [`${key}: catalog: is ${catalog}, which it stands beside; it cannot name another`] : [];
  return { fields: fields as Record<string, unknown>, faults };
}

const TOO_LARGE = Symbol('too large');

/** A file that is meant to be small. It is read no further than that: anything can stand at a key. */
async function readUpTo(bytes: number, key: string, store: Store): Promise<string | typeof TOO_LARGE | null> {
  const pieces = await store.open(key);
  if (pieces === null) return null;
  let text = '';
  for await (const piece of pieces) {
    text += piece;
    if (Buffer.byteLength(text) > bytes) return TOO_LARGE;
  }
  return text;
}
