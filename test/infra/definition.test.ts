import { describe, expect, it } from 'vitest';
import { workflowDefinition } from '../../lib/local/definition.ts';
import { resource, template } from './synth.ts';

/** What stands for each function, and for the bucket, where the definition is run on one machine. */
const LOCALLY: readonly (readonly [RegExp, string])[] = [
  [/^StepsPlanFunction/, 'arn:aws:lambda:us-east-1:000000000000:function:plan'],
  [/^StepsTranslateFunction/, 'arn:aws:lambda:us-east-1:000000000000:function:translate'],
  [/^StepsMergeFunction/, 'arn:aws:lambda:us-east-1:000000000000:function:merge'],
  [/^Bucket/, 'local'],
  [/^AWS::Partition$/, 'aws'],
];

/** The text that CloudFormation would make of a Join, were it to fill in what stands for the parts here. */
function filledIn(definition: unknown): string {
  const [, parts] = (definition as { 'Fn::Join': [string, unknown[]] })['Fn::Join'];
  return parts
    .map((part) => {
      if (typeof part === 'string') return part;
      const { Ref, 'Fn::GetAtt': attribute } = part as { Ref?: string; 'Fn::GetAtt'?: [string, string] };
      const id = Ref ?? attribute?.[0] ?? '';
      const value = LOCALLY.find(([pattern]) => pattern.test(id))?.[1];
      if (value === undefined) throw new Error(`nothing stands for ${JSON.stringify(part)}`);
      return value;
    })
    .join('');
}

describe('the definition in the template', () => {
  it('is the one that the local runner runs, byte for byte', () => {
    const [, { Properties }] = resource('AWS::StepFunctions::StateMachine');
    expect(filledIn(Properties['DefinitionString'])).toBe(JSON.stringify(workflowDefinition()));
  });

  it('belongs to a Standard state machine that logs everything but data, and traces', () => {
    template.hasResourceProperties('AWS::StepFunctions::StateMachine', {
      StateMachineType: 'STANDARD',
      LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false },
      TracingConfiguration: { Enabled: true },
    });
    template.hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: '/aws/vendedlogs/states/TranslationFanout',
      RetentionInDays: 90,
    });
  });
});
