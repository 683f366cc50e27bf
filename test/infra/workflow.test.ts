import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { allStates, type Definition, type State } from '../../lib/local/asl.ts';
import { workflowDefinition } from '../../lib/local/definition.ts';
import { ERROR_NAMES } from '../../lib/run/contract/errors.ts';

/** It comes without types. */
const aslValidator = createRequire(import.meta.url)('asl-validator') as (definition: unknown) => {
  readonly isValid: boolean;
  readonly errorsText: (separator: string) => string;
};
const LIB = new URL('../../lib', import.meta.url).pathname;
const definition = workflowDefinition();
const states = [...allStates(definition)];
const field = (state: State | undefined, name: string) => state?.[name] as never;

type Mutable = { States: Record<string, Record<string, unknown>> };

/** The validator writes into what it checks. */
function faultsOf(change: (copy: Mutable) => void = () => {}): string {
  const copy = structuredClone(definition) as unknown as Mutable;
  change(copy);
  const { isValid, errorsText } = aslValidator(copy);
  return isValid ? '' : errorsText('\n');
}

describe('the workflow definition', () => {
  it('is valid Amazon States Language, by a check that refuses mutilated ones', () => {
    expect(faultsOf()).toBe('');
    const task = (copy: Mutable) => copy.States['Plan']!;
    expect(faultsOf((copy) => Object.assign(task(copy), { Next: 'Nowhere' }))).toContain('Nowhere');
    expect(faultsOf((copy) => Object.assign(task(copy), { TimeoutSecond: 3 }))).not.toBe('');
    expect(faultsOf((copy) => delete copy.States['Merge'])).toContain('Merge');
    expect(faultsOf((copy) => delete copy.States['Locales']!['ItemProcessor'])).not.toBe('');
  });

  it('names no state twice, also across its Maps', () => {
    const names = states.map(([name]) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThan(20);
  });

  it('gives every Task a timeout that Lambda can keep', () => {
    const tasks = states.filter(([, { Type }]) => Type === 'Task');
    expect(tasks.map(([name]) => name)).toEqual([
      'Plan',
      'Merge',
      'Translate',
      'Record what is missing',
      'Merge a locale',
      'Translate of a batch',
      'Record what is missing of a batch',
    ]);
    for (const [, state] of tasks) expect(field(state, 'TimeoutSeconds')).toBe(900);
  });

  it('caps both Maps over locales and the Map over batches by what Plan worked out', () => {
    const maps = states.filter(([, { Type }]) => Type === 'Map');
    expect(Object.fromEntries(maps.map(([name, state]) => [name, state['MaxConcurrencyPath']]))).toEqual({
      Locales: '$.localeConcurrency',
      Batches: '$.batchConcurrency',
      'Locales of a batch': '$.localeConcurrency',
    });
  });

  it('treats the locales of a batch exactly as those of a small run', () => {
    const { Next: _, Catch: __, ...small } = definition.States['Locales']!;
    const processor = definition.States['Batches']?.ItemProcessor as Definition;
    const { Next: ___, ...large } = processor.States['Locales of a batch']!;
    const inner = Object.keys(small.ItemProcessor?.States ?? {});
    const renamed = inner.reduce(
      (text, name) => text.replaceAll(`"${name} of a batch"`, `"${name}"`),
      JSON.stringify(large),
    );
    expect(JSON.parse(renamed)).toEqual(small);
  });

  it('retries and catches only names that AWS or this project defines', () => {
    const own = new Set<string>(Object.values(ERROR_NAMES));
    const foreign = /^(States|Lambda|Sandbox|Runtime)\.[A-Z]\w+$/;
    const rules = states.flatMap(([, state]) => [...(field(state, 'Retry') ?? []), ...(field(state, 'Catch') ?? [])]);
    const names = rules.flatMap(({ ErrorEquals }: { ErrorEquals: string[] }) => ErrorEquals);
    expect(names.filter((name: string) => !own.has(name) && !foreign.test(name))).toEqual([]);
    expect(names).toContain(ERROR_NAMES.providerUnavailable);
  });

  it('has no error name that no code says', () => {
    const files = readdirSync(LIB, { recursive: true, encoding: 'utf8' });
    const sources = files
      .filter((file) => file.endsWith('.ts') && !file.endsWith('contract/errors.ts'))
      .map((file) => readFileSync(join(LIB, file), 'utf8'))
      .join('\n');
    const said = Object.entries(ERROR_NAMES).filter(
      ([key, name]) => sources.includes(`new ${name}(`) || new RegExp(`error: ERROR_NAMES\\.${key}\\b`).test(sources),
    );
    expect(said.map(([, name]) => name)).toEqual(Object.values(ERROR_NAMES));
  });

  it('routes by the mode of the plan, and to Merge where there is nothing to translate', () => {
    const route = definition.States['How many batches?'];
    expect(field(route, 'Default')).toBe('Merge');
    expect(field(route, 'Choices')).toEqual([
      { Variable: '$.mode', StringEquals: 'dryRun', Next: 'Planned only' },
      { Variable: '$.mode', StringEquals: 'manyBatches', Next: 'Batches' },
      { Variable: '$.mode', StringEquals: 'oneBatch', Next: 'Locales' },
    ]);
  });

  it('goes on to Merge after a Map that was stopped, with the state that the Map had', () => {
    for (const [name, next] of [
      ['Locales', 'Merge'],
      ['Batches', 'Merges'],
    ] as const) {
      const map = definition.States[name];
      expect(field(map, 'Catch')).toEqual([{ ErrorEquals: ['States.ALL'], ResultPath: '$.stopped', Next: next }]);
      expect(map).toMatchObject({ Next: next, ResultPath: null });
    }
    // A locale that cannot be merged is no reason to leave it out: the execution fails there, and a redrive goes on from there.
    expect(definition.States['Merges']).toMatchObject({ ItemsPath: '$.merges', Next: 'Merge', ResultPath: null });
    expect(field(definition.States['Merges'], 'Catch')).toBeUndefined();
  });

  it('reads the batches where a bucket keeps its runs', () => {
    expect(definition.States['Batches']).toMatchObject({
      ItemReader: {
        Resource: 'arn:aws:states:::s3:getObject',
        ReaderConfig: { InputType: 'JSON' },
        Parameters: { 'Key.$': "States.Format('runs/{}', $.batchesKey)" },
      },
    });
  });
});
