import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { PartFile } from '../../lib/run/contract/internal.ts';
import type { Merged } from '../../lib/run/contract/results.ts';
import { type FaultyRun, LOCALES, REFERENCES } from './faulty-run.ts';

/** What stands in a run's files as a translation: place -> text, for merged.json, the report, the catalogs, the jobs' parts and memory. */
export function publishedTexts({ files }: Pick<FaultyRun, 'files'>): Map<string, string> {
  const texts = new Map<string, string>();
  const put = (place: string, value: unknown) => {
    const text = JSON.stringify(value);
    if (texts.has(place) && texts.get(place) !== text) texts.set(place, `two texts: ${texts.get(place)} and ${text}`);
    else texts.set(place, text);
  };
  for (const [path, content] of files) {
    if (path.endsWith('.jsonl')) {
      for (const line of content.split('\n').filter((line) => line !== '')) {
        const { key, target } = JSON.parse(line) as { key: string; target: string };
        // Files of memory have names of their own.
        put(`${dirname(path)} ${key}`, target);
      }
    } else if (path.endsWith('/merged.json')) {
      for (const { product_id, translations } of (JSON.parse(content) as Merged).products) {
        for (const [locale, fields] of Object.entries(translations))
          for (const [field, value] of Object.entries(fields)) put(`merged ${product_id} ${locale} ${field}`, value);
      }
    } else if (path.endsWith('/report.html')) {
      for (const { product_id, translations } of reported(content))
        for (const [locale, fields] of Object.entries(translations))
          for (const [field, value] of Object.entries(fields)) put(`report ${product_id} ${locale} ${field}`, value);
    } else if (path.includes('/catalogs/')) {
      for (const product of JSON.parse(content) as { product_id: number }[])
        put(`${path} ${product.product_id}`, product);
    } else if (path.endsWith('.part.json')) {
      // Each planning has a folder of its own, of whatever name.
      for (const [index, { units }] of (JSON.parse(content) as PartFile).products.entries())
        for (const [unit, text] of Object.entries(units))
          put(`${path.split('/').slice(-2).join('/')} ${index} ${unit}`, text);
    }
  }
  return texts;
}

/** The products that a report shows, as they stand in the page. */
function reported(page: string): Merged['products'] {
  const [, data = ''] = /<script type="application\/json" id="data">(.*)<\/script>/.exec(page) ?? [];
  return (JSON.parse(data) as Merged).products;
}

/** Texts of a run that are not those of the run without faults, or that stand where it has none. */
export function falseTexts(run: FaultyRun, right: ReadonlyMap<string, string>): string[] {
  const wrong = [...publishedTexts(run)].filter(([place, text]) => right.get(place) !== text);
  return [...wrong.map(([place, text]) => `${place}: ${text}`), ...refusedAnswers(run)];
}

/** Answers that were refused, where they stand in any other file than those that list failures. */
function refusedAnswers({ files, failures }: FaultyRun): string[] {
  const answers = [...new Set(failures.flatMap(({ lastAnswer = '' }) => (lastAnswer.length > 40 ? [lastAnswer] : [])))];
  // The catalog's own texts stand in the request, the batch and the report.
  const others = [...files].filter(
    ([path]) => !/failures\.json$|\.part\.json$|\.attempts\/|batch\.json$|merged\.json$|report\.html$/.test(path),
  );
  return others.flatMap(([path, content]) =>
    answers.flatMap((answer) => (content.includes(JSON.stringify(answer).slice(1, -1)) ? [`${path}: ${answer}`] : [])),
  );
}

/** Texts of merged.json that are neither the bundled reference of their source nor, where there is nothing to translate, the source. */
export async function notByReference({ merged }: FaultyRun): Promise<string[]> {
  const wrong: string[] = [];
  for (const locale of LOCALES) {
    const references = JSON.parse(await readFile(join(REFERENCES, `${locale}.json`), 'utf8')) as Record<string, string>;
    const trimmed = new Map(Object.entries(references).map(([source, target]) => [source.trim(), target.trim()]));
    for (const { product_id, original, translations } of merged.products) {
      for (const [field, value] of Object.entries(translations[locale] ?? {})) {
        if (field === 'name') continue;
        const sources = [original[field]].flat() as (string | null)[];
        const targets = [value].flat() as (string | null)[];
        for (const [index, source] of sources.entries()) {
          const text = source === null || source === '' ? source : (trimmed.get(source.trim()) ?? source);
          if (targets[index]?.trim() !== text?.trim())
            wrong.push(`${product_id} ${locale} ${field}: ${targets[index]}`);
        }
      }
    }
  }
  return wrong;
}
