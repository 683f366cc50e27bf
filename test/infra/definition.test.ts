import { describe, expect, it } from 'vitest';
import { workflowDefinition } from '../../lib/local/definition.ts';
import { filledIn, LOCAL_ARN } from './filled-in.ts';
import { resource, template } from './synth.ts';

/** What stands for each function, and for the bucket, where the definition is run on one machine. */
const LOCALLY = {
  StepsPlanFunction: `${LOCAL_ARN}plan`,
  StepsTranslateFunction: `${LOCAL_ARN}translate`,
  StepsMergeFunction: `${LOCAL_ARN}merge`,
  Bucket: 'local',
  'AWS::Partition': 'aws',
};

describe('the definition in the template', () => {
  it('is the one that the local runner runs, byte for byte', () => {
    const [, { Properties }] = resource('AWS::StepFunctions::StateMachine');
    expect(filledIn(Properties['DefinitionString'], LOCALLY)).toBe(JSON.stringify(workflowDefinition()));
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
