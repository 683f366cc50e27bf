import { LINK_SECONDS, type RunLinks } from './contract/api.ts';
import { RUNS_PREFIX } from './contract/keys.ts';
import type { Store } from './store.ts';

/** A link to the file at `key` of the bucket, for whoever holds it, for `seconds`. */
export type LinkTo = (key: string, seconds: number) => Promise<string>;

/** Files at the top of a run's folder, by the name of their link. */
const FILES = {
  merged: 'merged.json',
  failures: 'failures.json',
  summary: 'summary.json',
  report: 'report.html',
} as const;

/** Parts of merged.json that get a link: a run of a million products into thirty languages has 30,000, which would take longer to sign than the API waits. */
export const LINKED_PARTS = 100;

/** Links to those of a run's results that exist. */
export async function resultLinks(
  runId: string,
  { store, linkTo }: { readonly store: Pick<Store, 'list'>; readonly linkTo: LinkTo },
): Promise<Omit<RunLinks, 'self'>> {
  const folder = `${RUNS_PREFIX}${runId}/`;
  // By what results are called: all of the run would be a list of every job's files too.
  const prefixes = [...Object.values(FILES), 'catalogs/', 'merged/'];
  const lists = await Promise.all(prefixes.map((prefix) => store.list(`${folder}${prefix}`)));
  const found = lists.flat().map((key) => key.slice(folder.length));
  const isPart = (file: string) => file.startsWith('merged/');
  const parts = found.filter(isPart);
  const files = [...found.filter((file) => !isPart(file)), ...parts.slice(0, LINKED_PARTS)];
  const linked = async (wanted: (file: string) => string | undefined): Promise<Record<string, string>> => {
    const named = files.flatMap((file) => {
      const name = wanted(file);
      return name === undefined ? [] : [{ name, file }];
    });
    const links = named.map(async ({ name, file }) => [name, await linkTo(`${folder}${file}`, LINK_SECONDS)] as const);
    return Object.fromEntries(await Promise.all(links));
  };
  return {
    ...(await linked((file) => Object.entries(FILES).find(([, own]) => own === file)?.[0])),
    catalogs: await linked((file) => /^catalogs\/([^/]+)\.json$/.exec(file)?.[1]),
    ...(parts.length > 0 && { parts: await linked((file) => (isPart(file) ? file : undefined)) }),
    ...(parts.length > LINKED_PARTS && { morePartsInMerged: parts.length - LINKED_PARTS }),
  };
}
