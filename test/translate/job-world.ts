import { inMemoryTranslationMemory } from '../../lib/adapters/memory-store.ts';
import type { Product } from '../../lib/catalog/product.ts';
import { KETL_PROFILE } from '../../lib/catalog/profile.ts';
import { wholeAnswers } from '../../lib/run/checks.ts';
import type { Examine } from '../../lib/translate/examine.ts';
import type { GivenUp } from '../../lib/translate/given-up.ts';
import { type LocaleJobInput, translateJob } from '../../lib/translate/job.ts';
import { Ledger } from '../../lib/translate/ledger.ts';
import { type MemoryEntry, type TranslationMemory, WHOLE } from '../../lib/translate/memory.ts';
import type { ModelPort } from '../../lib/translate/model.ts';
import { structuralChecks } from '../fakes/examine.ts';
import { NO_GLOSSARY } from '../fakes/glossary.ts';
import { plainPacer } from '../fakes/pacer.ts';
import type { Script } from '../fakes/scripted-model.ts';
import { skippingClock } from '../fakes/skipping-clock.ts';
import { EN, FR } from './helpers.ts';

export function product(id: number, data: Readonly<Record<string, unknown>>): Product {
  return { product_id: id, extracted_data: { product_name: null, available_colors: null, ...data } };
}

export interface World {
  readonly memory: TranslationMemory;
  readonly saved: readonly MemoryEntry[];
}

export function world(): World {
  const inner = inMemoryTranslationMemory();
  const saved: MemoryEntry[] = [];
  return {
    saved,
    memory: {
      ...inner,
      save: async (scope, entries) => {
        saved.push(...entries);
        await inner.save(scope, entries);
      },
    },
  };
}

export interface Options extends Partial<LocaleJobInput> {
  readonly maxUsd?: number;
  /** @default the checks that a fake's answers pass */
  readonly examine?: Examine;
  readonly giveUp?: (given: readonly GivenUp[]) => void;
  readonly progress?: (done: number, total: number, model: string | null) => void;
}

export async function job(products: readonly Product[], model: ModelPort, { memory }: World, options: Options = {}) {
  const { maxUsd, progress = () => {}, giveUp = () => {}, examine = structuralChecks, ...input } = options;
  const clock = skippingClock();
  const ledger = new Ledger(maxUsd ?? null);
  const result = await translateJob(
    {
      run: 'r1',
      catalog: 'shop',
      shard: WHOLE,
      source: EN,
      target: FR,
      products,
      profile: KETL_PROFILE,
      translateNames: false,
      names: [],
      model: null,
      glossary: NO_GLOSSARY,
      overrides: {},
      force: false,
      endedBy: null,
      givenUp: [],
      wary: false,
      ...input,
    },
    {
      model,
      memory,
      clock,
      origin: 'groq',
      ledger,
      pace: plainPacer(clock).until(clock.now() + 900_000),
      progress,
      log: () => {},
      trail: { add: () => {} },
      examine,
      wholeAnswers,
      giveUp,
    },
  );
  const texts = result.products.map(({ units }) =>
    Object.fromEntries([...units].map(([id, { text }]) => [id, text] as const)),
  );
  return { ...result, texts, ledger };
}

export const nobody: Script = () => {
  throw new Error('nobody is to be asked');
};
