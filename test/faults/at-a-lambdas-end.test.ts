import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { Summary } from '../../lib/run/contract/results.ts';
import { CHECKPOINT_MS } from '../../lib/translate/memory.ts';
import { product } from '../fakes/run.ts';
import { deploy } from '../lambdas/deployment.ts';
import { synthesized } from '../lambdas/synthesized.ts';
import { uploadEvent } from '../run/start/events.ts';

/** Calls come in waves of six; with this latency three waves are answered before the kill, and the first two of them more than a checkpoint ago. */
const LATENCY_MS = 3_500;
const KILL_AFTER_MS = 16_000;
/** Between an answer, its checks and its checkpoint, on a machine that does other things too. */
const LAG_MS = 1_500;

interface Question {
  readonly messages: readonly { readonly content: string }[];
}

/** Texts of a request. */
const textsOf = (body: unknown): string[] => {
  const { segments } = JSON.parse((body as Question).messages.at(-1)?.content ?? '') as {
    segments: { text: string }[];
  };
  return segments.map(({ text }) => text);
};

it('buys again at most what the last ten seconds before a killed Lambda brought', async () => {
  let latencyMs = LATENCY_MS;
  const world = await deploy(await synthesized(), { latencyMs: () => latencyMs });
  const letters = (number: number) => [...String(number)].map((digit) => 'abcdefghij'[Number(digit)]).join('');
  const details = (id: number) =>
    `A layer for walks of kind ${letters(id)}, light enough to be forgotten and warm enough to be remembered, with a hood that follows the head and cuffs that stay. `.repeat(
      2,
    );
  const catalog = Array.from({ length: 300 }, (_, id) =>
    product(id, { other_details: details(id), available_colors: null }),
  );
  await world.put('catalogs/a.json', catalog);
  await world.put('catalogs/a.request.json', { locales: ['es'], maxConcurrency: 1 });
  await world.invoke('start', uploadEvent({ key: 'catalogs/a.json' }));
  const [runId = ''] = world.machine.names();

  while (world.groq.log.length === 0) await setTimeout(20);
  await setTimeout(KILL_AFTER_MS);
  const killedAt = Date.now();
  await world.kill('translate');
  // What it asks again does not depend on how fast it is answered.
  latencyMs = 50;
  expect(await world.keys('memory/a/es/')).not.toEqual([]);
  const summary: Summary = await world.settled(`runs/${runId}/summary.json`);
  expect(summary.counts).toMatchObject({ products: 300, failed: 0 });

  const answered = world.groq.log.filter(({ status }) => status === 200);
  const firstAnswer = new Map<string, number>();
  const again = new Set<string>();
  for (const { body, answeredAt } of answered) {
    for (const text of textsOf(body)) {
      if (firstAnswer.has(text)) again.add(text);
      else firstAnswer.set(text, answeredAt ?? 0);
    }
  }
  const safe = killedAt - CHECKPOINT_MS - LAG_MS;
  const kept = [...firstAnswer].filter(([, at]) => at < safe).map(([text]) => text);
  expect(kept.length).toBeGreaterThan(20);
  expect(kept.filter((text) => again.has(text))).toEqual([]);
}, 180_000);
