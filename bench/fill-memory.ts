import { join } from 'node:path';
import { folderMemory } from '../lib/adapters/folder-memory.ts';
import { folderStore } from '../lib/adapters/folder-store.ts';
import { loadPseudoLocalizer } from '../lib/local/groq-server/pseudo.ts';
import { batchFileSchema, planFileSchema } from '../lib/run/contract/internal.ts';
import { keys } from '../lib/run/contract/keys.ts';
import { compactMemory } from '../lib/run/steps/compact-memory.ts';
import { readJson } from '../lib/run/store.ts';
import { segmentBatch } from '../lib/translate/job-segments.ts';
import { LocaleCalls } from '../lib/translate/locale-calls.ts';
import { type MemoryEntry, OFFLINE_ORIGIN } from '../lib/translate/memory.ts';
import { segmentSizer } from '../lib/translate/sized-segments.ts';

// Fills memory as the jobs of the run that is planned in this folder would, and compacts it as its Merge would.
const [folder = ''] = process.argv.slice(2);
const store = folderStore(join(folder, 'out'));
const memory = folderMemory(join(folder, 'memory'));
const pseudo = await loadPseudoLocalizer();
const plan = planFileSchema.parse(await readJson(store, keys.plan('bench')));
const intoLocale = plan.locales.map((target) => ({
  locale: target,
  calls: new LocaleCalls({ ...plan.settings, target }, OFFLINE_ORIGIN),
}));
for (const batch of plan.shards.keys()) {
  const file = batchFileSchema.parse(await readJson(store, keys.batch(plan, batch)));
  const texts = segmentBatch({ ...file.settings, ...file, overrides: {} });
  const sized = segmentSizer(file.settings.glossary)(texts);
  const targets = sized.map(({ segment }) => pseudo(segment.text));
  for (const { locale, calls } of intoLocale) {
    const entries = sized.map(
      (one, index): MemoryEntry => ({
        key: calls.keyOf(one.text),
        target: targets[index] ?? '',
        model: calls.model,
        run: 'bench',
        pseudo: true,
      }),
    );
    const scope = { catalog: plan.settings.catalog, locale, shard: file.shard };
    await memory.save(scope, entries);
    await memory.flush(scope);
  }
}
for (const locale of plan.locales)
  await compactMemory(plan, locale, { memory, log: console.error, remainingMs: () => Number.POSITIVE_INFINITY });
