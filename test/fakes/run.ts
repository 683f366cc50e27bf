import { fileDocuments } from '../../lib/adapters/file-documents.ts';
import { inMemoryStore, inMemoryTranslationMemory } from '../../lib/adapters/memory-store.ts';
import { allStates, type Definition } from '../../lib/local/asl.ts';
import { workflowDefinition } from '../../lib/local/definition.ts';
import { runLocally } from '../../lib/local/runner.ts';
import { wholeAnswers } from '../../lib/run/checks.ts';
import type { AttemptFile, PartFile } from '../../lib/run/contract/internal.ts';
import { keys, type PlanOfRun } from '../../lib/run/contract/keys.ts';
import type { RawRunRequest } from '../../lib/run/contract/request.ts';
import type { FailureRow, Merged, Summary } from '../../lib/run/contract/results.ts';
import { type Documents, DocumentUnreadable, type StepDeps } from '../../lib/run/ports.ts';
import type { RunEvent } from '../../lib/run/run-event.ts';
import { readJson, type Store } from '../../lib/run/store.ts';
import { NOT_TRACED } from '../../lib/run/trace/not-traced.ts';
import { CHECKPOINT_MS } from '../../lib/translate/memory.ts';
import { structuralChecks } from './examine.ts';
import { type FakeModel, type FakeModelOptions, fakeModel } from './model.ts';
import { plainPacer } from './pacer.ts';
import { fakeScratch } from './scratch.ts';
import { type SkippingClock, skippingClock } from './skipping-clock.ts';

/** A product in the KETL shape with short texts that no two products share. */
export function product(id: number, fields: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    product_id: id,
    url: `https://shop.example/${id}`,
    extracted_data: {
      product_name: `Hoodie Number ${id}`,
      available_colors: ['Sage', 'Cloud'],
      available_sizes: ['S', 'M'],
      product_features: `thumb loops of kind ${word(id)}`,
      fabric_details: null,
      other_details: null,
      price: 10 + id,
      ...fields,
    },
  };
}

/** A number as a word: digits alone would be no text to translate. */
const word = (id: number) => [...String(id)].map((digit) => 'abcdefghij'[Number(digit)]).join('');

export const products = (count: number) => Array.from({ length: count }, (_, index) => product(index + 1));

/** Documents that stand in the test: reference -> text; what stands beside a catalog is named as for files. */
export function documents(texts: Readonly<Record<string, string>> = {}): Documents {
  return {
    glossaryBeside: fileDocuments.glossaryBeside,
    overridesBeside: fileDocuments.overridesBeside,
    identify: fileDocuments.identify,
    async open(reference) {
      const text = texts[reference];
      if (text === undefined) throw new DocumentUnreadable('no such file', { missing: true });
      return [text];
    },
  };
}

export interface World {
  readonly deps: StepDeps;
  readonly clock: SkippingClock;
  readonly model: FakeModel;
  readonly store: Store;
}

/** All that the steps need, in memory; the model moves the clock. */
export function world(options: Partial<StepDeps> & { readonly answers?: FakeModelOptions } = {}): World {
  const { answers, ...overrides } = options;
  const clock = skippingClock();
  const model = fakeModel({ clock, ...answers });
  const pacer = plainPacer(clock);
  const deps: StepDeps = {
    store: inMemoryStore(),
    scratch: fakeScratch().scratch,
    memory: inMemoryTranslationMemory(),
    documents: documents(),
    published: null,
    ...NOT_TRACED,
    model,
    pacer: () => pacer,
    onePace: false,
    examine: structuralChecks,
    wholeAnswers,
    clock,
    engine: 'groq',
    origin: 'groq',
    providerPlan: 'free',
    maxWaitSeconds: 600,
    remainingMs: () => 900_000,
    checkpointMs: CHECKPOINT_MS,
    batchProducts: 200,
    mergeProducts: 10_000,
    progress: () => {},
    log: () => {},
    ...overrides,
  };
  return { deps, clock, model, store: deps.store };
}

export interface ToldRun {
  readonly result: Awaited<ReturnType<typeof runLocally>>;
  readonly events: readonly RunEvent[];
  readonly merged: Merged;
  readonly summary: Summary;
  readonly failures: readonly FailureRow[];
  part(locale: string, batch?: number): Promise<PartFile | null>;
  attempts(locale: string, batch?: number): Promise<AttemptFile[]>;
}

let runs = 0;

/** Runs a request through the workflow itself, with no pause between retries; a Wait moves the fake clock instead of the real one. */
export async function run(
  { deps, clock, store }: World,
  request: Partial<RawRunRequest>,
  options: { readonly definition?: Definition; readonly runId?: string } = {},
): Promise<ToldRun> {
  const { runId = `run-${++runs}`, definition = impatient(workflowDefinition()) } = options;
  const events: RunEvent[] = [];
  const result = await runLocally({
    input: { runId, request: { catalog: products(1), locales: ['fr'], ...request } },
    deps,
    definition,
    onEvent: (event) => {
      events.push(event);
      if (event.type === 'waiting') clock.advance(event.seconds * 1000);
    },
  });
  const file = (key: string) => readJson(store, key) as Promise<never>;
  const plan: PlanOfRun = (await file(keys.plan(runId))) ?? { runId, planId: 'none' };
  return {
    result,
    events,
    merged: await file(keys.merged(runId)),
    summary: await file(keys.summary(runId)),
    failures: await file(keys.failures(runId)),
    part: (locale, batch = 0) => file(keys.part(plan, batch, locale as never)),
    attempts: async (locale, batch = 0) => {
      const found = await store.list(keys.attempts(plan, batch, locale as never));
      return Promise.all(found.map((key) => file(key)));
    },
  };
}

/** The definition with retries at once and waits of a millisecond: the interpreter sleeps on the real clock. */
export function impatient(definition: Definition, timeoutSeconds?: number): Definition {
  const copy = structuredClone(definition) as Definition;
  for (const [, state] of allStates(copy)) {
    const fields = state as Record<string, unknown>;
    for (const rule of (fields['Retry'] ?? []) as Record<string, unknown>[]) rule['IntervalSeconds'] = 0;
    if (state.Type === 'Wait') {
      delete fields['SecondsPath'];
      fields['Seconds'] = 0.001;
    }
    if (timeoutSeconds !== undefined && state.Resource?.endsWith(':translate'))
      fields['TimeoutSeconds'] = timeoutSeconds;
  }
  return copy;
}

/** How often the store may fail: writes and reads whose key matches are refused while `fails` says so. */
export function storeThat(inner: Store, fails: (what: 'read' | 'write', key: string) => Error | null): Store {
  const unless = (what: 'read' | 'write', key: string) => {
    const error = fails(what, key);
    if (error) throw error;
  };
  return {
    list: inner.list,
    read: async (key) => {
      unless('read', key);
      return inner.read(key);
    },
    open: async (key) => {
      unless('read', key);
      return inner.open(key);
    },
    write: async (key, text) => {
      unless('write', key);
      return inner.write(key, text);
    },
    writePieces: async (key, pieces) => {
      unless('write', key);
      return inner.writePieces(key, pieces);
    },
  };
}
