import { bundledCatalog } from '../lib/local/package-folder.ts';
import { runLocally } from '../lib/local/runner.ts';
import { newRunId } from '../lib/run/run-id.ts';
import { withOfflineDeps } from './here.ts';
import { atMost, median, type Row } from './row.ts';

/** What an answer of Groq's takes for a product: the fan-out's own cost is to vanish beside it. */
const LATENCY_MS = 1_200;

const LOCALES =
  'es fr de it ja zh-Hans ar pt-BR nl sv da nb fi pl cs sk hu ro bg el tr uk he hi th vi id ko ca hr'.split(' ');

/** Wall time from the first locale's start to the last one's end, over the slowest locale's own time. */
export async function fanOutRows(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const count of [3, 30]) {
    // One run to warm up, as a Lambda that has been called once.
    const ratios: number[] = [];
    for (let round = 0; round < 4; round++) ratios.push(await fanOutRatio(LOCALES.slice(0, count)));
    rows.push(atMost(`fan-out wall / slowest locale, ${count} locales`, median(ratios.slice(1)), 1.05));
  }
  return rows;
}

async function fanOutRatio(locales: readonly string[]): Promise<number> {
  const started = new Map<string, number>();
  const ended = new Map<string, number>();
  await withOfflineDeps(LATENCY_MS, (deps) =>
    runLocally({
      input: {
        runId: newRunId(new Date()),
        request: { catalog: bundledCatalog(), products: [1], locales, maxConcurrency: locales.length },
      },
      deps,
      onEvent: (event) => {
        if (event.type === 'running') started.set(event.locale, performance.now());
        if (event.type === 'ended') ended.set(event.locale, performance.now());
      },
    }),
  );
  const own = [...ended].map(([locale, end]) => end - (started.get(locale) ?? end));
  return (Math.max(...ended.values()) - Math.min(...started.values())) / Math.max(...own);
}
