import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Locale } from '../../lib/catalog/locale.ts';
import { planFileSchema } from '../../lib/run/contract/internal.ts';
import { keys } from '../../lib/run/contract/keys.ts';
import type { RawRunRequest } from '../../lib/run/contract/request.ts';
import type { PlannedBatch } from '../../lib/run/plan.ts';
import { batchesOf } from '../../lib/run/steps/batches.ts';
import { estimateBatches } from '../../lib/run/steps/estimate-batches.ts';
import { estimateWritten } from '../../lib/run/steps/estimate-written.ts';
import { type DraftedRun, draftRun, planStep } from '../../lib/run/steps/plan.ts';
import { readJson } from '../../lib/run/store.ts';
import { segmentJob } from '../../lib/translate/job-segments.ts';
import { pack } from '../../lib/translate/pack.ts';
import { buildRequest, estimatePromptTokens, expectedCompletionTokens } from '../../lib/translate/prompt.ts';
import { limitsOf, route } from '../../lib/translate/routing.ts';
import type { Segment } from '../../lib/translate/segments.ts';
import { documents, run, type World, world } from '../fakes/run.ts';
import { fakeScratch } from '../fakes/scratch.ts';

const SAMPLE = readFileSync(new URL('../../data/ketlmtn_products.json', import.meta.url), 'utf8');
const GLOSSARY = JSON.stringify({
  terms: [
    {
      source: 'hood',
      targets: { fr: ['capuche', 'capuchon'], de: 'Kapuze', 'zh-Hans': '兜帽' },
      context: 'of a jacket',
    },
    { source: 'Weight', targets: { de: 'Gewicht', ja: '重量' }, caseSensitive: true },
    { source: 'hood', targets: { ar: 'غطاء الرأس' }, caseSensitive: true },
    { source: 'Polyester', targets: { fr: 'polyester', ko: '폴리에스터' } },
    { source: 'Sage', doNotTranslate: true },
  ],
  styles: { fr: { formality: 'formal', voice: 'calm “and” plain' }, ja: { tone: '軽やか' } },
});
const LOCALES: [string, ...string[]] = ['fr', 'de', 'es', 'zh-Hans', 'ja', 'ar', 'he', 'ko', 'pl', 'ru', 'el', 'fr-CA'];
const OVERRIDES = JSON.stringify({
  1: { features: 'Écrit à la main', 'colors[0]': 'Gris' },
  3: { details: 'Le mien.' },
});

const TEXTS = documents({
  'ketl.json': SAMPLE,
  'terms.json': GLOSSARY,
  [documents().overridesBeside('ketl.json', 'fr' as Locale)]: OVERRIDES,
  [documents().overridesBeside('ketl.json', 'ja' as Locale)]: OVERRIDES,
});
const RICH = { catalog: 'ketl.json', products: 'all' as const, locales: LOCALES, glossary: 'terms.json' };

const REQUESTS: [string, RawRunRequest][] = [
  ['as it stands', { ...RICH, glossary: null }],
  ['with a glossary and a person’s translations', RICH],
  ['with names', { ...RICH, translateNames: true }],
  ['with one model for all', { ...RICH, model: 'openai/gpt-oss-120b' }],
  ['with a model nobody knows', { ...RICH, model: 'some/model' }],
];

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

/** What the jobs of a drafted run will ask, from the requests themselves. */
async function requested(draft: DraftedRun, { deps }: World) {
  const { settings, request } = draft;
  const estimates: object[][] = [];
  // Of twelve locales ten are in flight at once, and so one batch: what it buys, the next one finds in memory.
  const bought = new Set<string>();
  const batching = { ...deps, heldCharacters: Number.POSITIVE_INFINITY, shardCount: draft.shardCount };
  for await (const group of batchesOf(draft, batching))
    for (const { shard, products, names, overrides } of group) {
      const before = new Set(bought);
      const plain = segmentJob({ ...settings, target: 'fr' as Locale, products, names, overrides: {} }, deps.origin);
      for (const { text } of plain.segments) bought.add(text);
      const ofBatch = request.locales.map(async (target) => {
        const job = { ...settings, target, products, names, overrides: overrides[target] ?? {} };
        const { units, segments, keys, guidance } = segmentJob(job, deps.origin);
        const scope = { catalog: settings.catalog, locale: target, shard };
        const { entries } = await deps.memory.recall(scope, new Set(keys.values()));
        const known = segments.filter((segment) => entries.has(keys.get(segment) ?? ''));
        const isAsked = (segment: Segment) => !known.includes(segment) && !before.has(segment.text);
        const model = route(target, settings.model).chain[0] ?? '';
        const packs = pack(segments.filter(isAsked));
        const requests = packs.map((own) =>
          buildRequest(model, { source: settings.source, target, segments: own, guidance }),
        );
        const promptTokens = sum(requests.map(({ messages }) => estimatePromptTokens(messages)));
        const reserved = promptTokens + sum(requests.map(({ maxCompletionTokens }) => maxCompletionTokens));
        const limits = limitsOf(model, deps.providerPlan);
        return {
          locale: target,
          model,
          units,
          memoryHits: sum(known.map((segment) => segment.units.length)),
          calls: requests.length,
          promptTokens,
          completionTokens: sum(packs.map((own) => expectedCompletionTokens(model, own, target))),
          minutes: Math.max(
            requests.length / (limits.requestsPerMinute ?? Infinity),
            reserved / (limits.tokensPerMinute ?? Infinity),
          ),
        };
      });
      estimates.push(await Promise.all(ofBatch));
    }
  return estimates;
}

describe.each(REQUESTS)('the estimate of the bundled catalog in twelve locales, %s,', (_, request) => {
  it.each([200, 7])('is that of the requests themselves, to the token, in batches of %i', async (batchProducts) => {
    const w = world({ documents: TEXTS, batchProducts });
    const draft = await draftRun({ runId: 'r', request }, w.deps);
    expect(draft.batches.map(({ estimates }) => estimates)).toMatchObject(await requested(draft, w));
  });

  it('is so, too, where memory holds some of it', async () => {
    const w = world({ documents: TEXTS, batchProducts: 12 });
    await run(w, { ...request, products: [1, 2, 3, 4, 5, 9, 20, 21, 30], locales: ['fr', 'ja', 'ar'] });
    const draft = await draftRun({ runId: 'r', request }, w.deps);
    const estimates = draft.batches.map((batch) => batch.estimates);
    expect(estimates).toMatchObject(await requested(draft, w));
    const hits = (locale: string) => sum(estimates.flat().map((own) => (own.locale === locale ? own.memoryHits : 0)));
    expect([hits('fr') > 30, hits('ja') > 30, hits('de')]).toEqual([true, true, 0]);
  });
});

/** Batch by batch, in the order in which they fill. */
async function estimatedAsTheyFill(draft: DraftedRun, deps: World['deps']): Promise<PlannedBatch[]> {
  // Of what is bought it knows by the run.
  const run = { ...draft };
  const planned: PlannedBatch[] = [];
  for await (const group of batchesOf(run, { ...deps, heldCharacters: 0, shardCount: draft.shardCount }))
    for (const file of group) {
      const batch = planned.length;
      planned.push(...(await estimateBatches(run, [{ batch, file }], deps)));
    }
  return planned;
}

describe('batches that are estimated when all are written, for a plan or a dry run,', () => {
  it('come to the same as while they fill, in groups of any size', async () => {
    const aside = fakeScratch();
    const w = world({ documents: TEXTS, batchProducts: 5, scratch: aside.scratch });
    await run(w, { ...RICH, products: [1, 2, 3, 4, 5, 9], locales: ['fr'] });
    const shards = async () => 4;
    w.deps.memory.shards = shards;
    w.deps.memory.countShards = shards;
    const input = { runId: 'r', request: RICH };
    for (const heldCharacters of [0, 20_000, 1e9]) {
      const deps = { ...w.deps, heldCharacters: 0 };
      const draft = await draftRun(input, deps);
      expect(draft.batches).toEqual(await estimatedAsTheyFill(draft, deps));
      await planStep(input, deps);
      const plan = planFileSchema.parse(await readJson(w.store, keys.plan('r')));
      expect(new Set(plan.shards).size).toBe(4);
      const written = await estimateWritten({ ...draft, planId: plan.planId }, plan.shards, {
        ...deps,
        heldCharacters,
      });
      expect(written).toEqual(draft.batches);
    }
    expect(aside.counts()).toEqual({ made: 3, removed: 3 });
  });
});
