import { describe, expect, it } from 'vitest';
import type { Definition } from '../../lib/local/asl.ts';
import { workflowDefinition } from '../../lib/local/definition.ts';
import { runLocally } from '../../lib/local/runner.ts';
import { unsupported } from '../../lib/local/supported.ts';
import { world } from '../fakes/run.ts';

type Fields = Record<string, unknown>;

/** The workflow with more fields in one of its states. */
function changed(name: string, fields: Fields, top: Fields = {}): Definition {
  const definition = structuredClone(workflowDefinition()) as { States: Record<string, Fields> };
  Object.assign(definition.States[name] ?? {}, fields);
  return { ...(definition as unknown as Definition), ...top };
}

describe('unsupported', () => {
  it('lets the workflow itself pass', () => {
    expect(unsupported(workflowDefinition())).toEqual([]);
  });

  const reader = (more: Fields) => ({
    ItemReader: { Resource: 'arn:aws:states:::s3:getObject', ReaderConfig: { InputType: 'JSON' }, ...more },
  });
  const cases: [string, string, Fields, RegExp][] = [
    ['JSONata in a state', 'Plan', { QueryLanguage: 'JSONata' }, /^Plan: QueryLanguage/],
    ['variables', 'Plan', { Assign: { x: 1 } }, /^Plan: Assign/],
    ['variables set by a Catch', 'Locales', { Catch: [{ Assign: { x: 1 } }] }, /^Locales: Assign in Catch/],
    ['variables set by a choice', 'How many batches?', { Choices: [{ Assign: {} }] }, /: Assign in Choices/],
    ['a batch of items', 'Batches', { ItemBatcher: { MaxItemsPerBatch: 2 } }, /^Batches: ItemBatcher/],
    ['results written by the Map', 'Batches', { ResultWriter: {} }, /^Batches: ResultWriter/],
    ['tolerated failures', 'Batches', { ToleratedFailurePercentage: 3 }, /^Batches: ToleratedFailurePercentage/],
    ['items reshaped for child runs', 'Batches', { ItemSelector: { 'a.$': '$' } }, /^Batches: ItemSelector/],
    ['the context object', 'Plan', { Parameters: { 'id.$': '$$.Execution.Id' } }, /^Plan: the context object/],
    [
      'the context object inside a function',
      'Plan',
      { Parameters: { 'id.$': "States.Format('{}-{}', $.a, $$.Execution.Name)" } },
      /^Plan: the context object/,
    ],
    ['a Task without a timeout', 'Plan', { TimeoutSeconds: undefined }, /^Plan: TimeoutSeconds is missing/],
    ['a heartbeat', 'Plan', { HeartbeatSeconds: 3 }, /^Plan: HeartbeatSeconds/],
    ['branches', 'Plan', { Type: 'Parallel' }, /^Plan: a state of type Parallel/],
    ['lines as items', 'Batches', reader({ ReaderConfig: { InputType: 'JSONL' } }), /^Batches: .*JSON list/],
    ['a cut of the items', 'Batches', reader({ ReaderConfig: { InputType: 'JSON', MaxItems: 1 } }), /JSON list/],
    ['a listing as items', 'Batches', reader({ Resource: 'arn:aws:states:::s3:listObjectsV2' }), /only s3:getObject/],
    ['no reader at all', 'Batches', { ItemReader: undefined }, /only s3:getObject/],
  ];
  it.each(cases)('refuses %s by name', (_, state, fields, fault) => {
    expect(unsupported(changed(state, fields))).toContainEqual(expect.stringMatching(fault));
  });

  it('refuses JSONata for the whole machine, and looks into Maps', () => {
    expect(unsupported(changed('Plan', {}, { QueryLanguage: 'JSONata' }))).toEqual([
      'QueryLanguage: only JSONPath is carried out',
    ]);
    const text = JSON.stringify(workflowDefinition()).replace(
      '"SecondsPath":"$.waitSeconds"',
      '"SecondsPath":"$.waitSeconds","Output":1',
    );
    expect(unsupported(JSON.parse(text) as Definition)).toEqual([
      'Wait for the provider: Output of a Wait is not carried out',
    ]);
  });

  it('keeps the runner from starting', async () => {
    const input = { runId: 'r', request: {} };
    const run = runLocally({ input, deps: world().deps, definition: changed('Plan', { Assign: {} }) });
    await expect(run).rejects.toThrow(/cannot be run here:\nPlan: Assign/);
  });
});
