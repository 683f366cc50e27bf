import { bundledCatalog } from '../../lib/local/package-folder.ts';
import type { RawRunRequest } from '../../lib/run/contract/request.ts';

/** The options of `translate` and `plan` as commander reads them. */
export interface RunOptions {
  readonly catalog?: string;
  readonly product?: readonly string[];
  readonly all?: true;
  readonly languages?: readonly string[];
  readonly output: string;
  readonly model?: string;
  readonly translateNames?: true;
  readonly maxConcurrency?: string;
  readonly force?: true;
  readonly maxUsd?: string;
  readonly profile?: string;
  readonly glossary?: string;
  readonly resume?: string;
  readonly json?: true;
  readonly stack?: string;
}

export const DEFAULT_PRODUCT = '1';
export const DEFAULT_LANGUAGES = ['spanish', 'french', 'german'];

/** The run request that the options ask for. It is checked by the workflow's Plan, which lists every fault at once. */
export function toRequest(options: RunOptions): { request: RawRunRequest; faults: readonly string[] } {
  const faults = options.all && options.product ? ['--product and --all exclude each other'] : [];
  const ids = words(options.product ?? [DEFAULT_PRODUCT]);
  const request: RawRunRequest = {
    catalog: options.catalog ?? bundledCatalog(),
    products: options.all ? 'all' : (ids as [string]),
    locales: words(options.languages ?? DEFAULT_LANGUAGES) as [string],
    translateNames: options.translateNames ?? false,
    model: options.model ?? null,
    force: options.force ?? false,
    profile: options.profile ?? null,
    glossary: options.glossary ?? null,
    ...(options.maxConcurrency !== undefined && { maxConcurrency: number(options.maxConcurrency) }),
    ...(options.maxUsd !== undefined && { maxUsd: number(options.maxUsd) }),
  };
  return { request, faults };
}

/** Options that say what is to be run: a resumed run has its own. */
const REQUEST_OPTIONS = {
  catalog: '--catalog',
  product: '--product',
  all: '--all',
  languages: '--languages',
  model: '--model',
  translateNames: '--translate-names',
  maxConcurrency: '--max-concurrency',
  force: '--force',
  maxUsd: '--max-usd',
  profile: '--profile',
  glossary: '--glossary',
} as const satisfies Partial<Record<keyof RunOptions, string>>;

/** Of those, the ones that were given. */
export function requestOptionsOf(options: RunOptions): string[] {
  const given = Object.entries(REQUEST_OPTIONS).filter(([name]) => options[name as keyof RunOptions] !== undefined);
  return given.map(([, option]) => option);
}

/** `es,fr` is two languages, as people write them too. */
const words = (list: readonly string[]) =>
  list
    .flatMap((item) => item.split(','))
    .map((item) => item.trim())
    .filter((item) => item !== '');

/** A number as written; anything else is passed on as it is, for the request's own check to name. */
const number = (text: string) =>
  text.trim() !== '' && !Number.isNaN(Number(text)) ? Number(text) : (text as unknown as number);
