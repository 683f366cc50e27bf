import type { ApiEvent } from './events.ts';
import type { Estimate, RunStatus } from './results.ts';

/**
 * The largest body that `POST /runs` takes. Lambda is invoked with at most 6 MB, and the body travels in them as a JSON text, in which every quote takes two
 * bytes, or as Base64, which takes a third more.
 */
export const MAX_BODY_BYTES = 4 * 1024 * 1024;

/**
 * The largest request that goes into an execution's input, products aside. Step Functions takes 256 KiB, and the workflow's own fields stand beside it.
 */
export const MAX_REQUEST_BYTES = 128 * 1024;

/** How long a link to a result is good: enough to download at once, too short to be passed around. */
export const LINK_SECONDS = 15 * 60;

/** What API Gateway makes an HTTP answer from. */
export interface ApiAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** `PLANNED`: a dry run that has ended. */
export type ApiStatus = 'RUNNING' | 'PLANNED' | RunStatus;

/** 202: a run was started, or had been with the same `Idempotency-Key`. */
export interface RunAccepted {
  readonly runId: string;
  readonly status: ApiStatus;
  readonly links: { readonly self: string };
}

export interface JobCounts {
  readonly jobs: number;
  readonly ended: number;
}

/** How far a run is, in locale jobs. */
export interface RunProgress extends JobCounts {
  readonly perLocale: Readonly<Record<string, JobCounts>>;
}

/** Where to read a run's results; only of files that exist. All but `self` end at `linksExpireAt`. */
export interface RunLinks {
  readonly self: string;
  readonly merged?: string;
  readonly failures?: string;
  readonly summary?: string;
  readonly report?: string;
  /** Locale -> the catalog in its own shape, translated. */
  readonly catalogs: Readonly<Record<string, string>>;
  /** The parts that the merged.json of a large run lists, by the name under which it lists them. */
  readonly parts?: Readonly<Record<string, string>>;
  /** How many more parts there are, which have no link here; merged.json lists all of them. Absent where there are none. */
  readonly morePartsInMerged?: number;
}

/** What `GET /runs/{runId}` answers. */
export interface RunAnswer {
  readonly runId: string;
  readonly status: ApiStatus;
  /** Null before Plan has ended, and of a run that Plan refused or only planned. */
  readonly progress: RunProgress | null;
  /** summary.json, once the run has ended. */
  readonly summary: unknown;
  /** Of a dry run. */
  readonly estimate?: Estimate;
  /** Why the run failed as a whole. */
  readonly error?: { readonly error: string; readonly cause: string };
  readonly links: RunLinks;
  /** When the links to results end, ISO 8601, UTC. */
  readonly linksExpireAt: string;
}

export function answer(statusCode: number, body: RunAccepted | RunAnswer | { faults: readonly string[] }): ApiAnswer {
  // What an answer tells changes by the second, and its links are for one reader.
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' };
  return { statusCode, headers, body: JSON.stringify(body) };
}

/** Every refusal has the same shape: what is wrong, whole sentences. */
export const refusal = (statusCode: number, ...faults: readonly string[]): ApiAnswer => answer(statusCode, { faults });

/** What a caller is told of an error that is not theirs; the log has the rest. */
export const UNEXPECTED = 'something went wrong on the server: try again, and if it stays, look into its log';

/** The absolute URL of `resource` (`/runs/x`) at the API that was called, or its path where the API names no domain. */
export function urlOf(resource: string, { path, requestContext }: ApiEvent): string {
  const { domainName, stage, path: fullPath } = requestContext;
  if (domainName === undefined) return resource;
  // What stands before the resource in the URL is the stage, or a custom domain's base path, which only the full path tells.
  const base = fullPath?.endsWith(path) ? fullPath.slice(0, -path.length) : `/${stage}`;
  return `https://${domainName}${base}${resource}`;
}
