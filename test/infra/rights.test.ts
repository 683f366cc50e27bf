import { describe, expect, it } from 'vitest';
import { KEY_PARAMETER } from '../../lib/run/contract/environment.ts';
import { resourcesOf, rightsOf, type Statement } from './synth.ts';

const RUNS = 'arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:<WorkflowMachine>:*';
const TRACE = ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'];

/** `action -> the resources it is allowed on`, without what every function may: its own logs and traces. */
function may(role: string): Record<string, string[]> {
  const rights: Record<string, string[]> = {};
  for (const { Action, Resource } of rightsOf(role))
    for (const action of Action) {
      if (/^(logs|xray):/.test(action)) continue;
      rights[action] = [...(rights[action] ?? []), ...Resource].sort();
    }
  return rights;
}

const under = (...prefixes: string[]) => prefixes.map((prefix) => `<Bucket>/${prefix}/*`);
const list = { 's3:ListBucket': ['<Bucket>'] };
const write = (...prefixes: string[]) => ({
  's3:PutObject': under(...prefixes),
  's3:AbortMultipartUpload': under(...prefixes),
});

describe('each function may do what its step needs, and nothing else', () => {
  it.each([
    [
      'StepsPlan',
      {
        's3:GetObject': under('catalogs', 'memory', 'overrides', 'runs'),
        ...write('memory/*/shards', 'runs'),
        ...list,
      },
    ],
    [
      'StepsTranslate',
      {
        's3:GetObject': under('memory', 'runs'),
        ...write('memory', 'runs'),
        's3:DeleteObject': under('memory'),
        ...list,
        'ssm:GetParameter': [`arn:<AWS::Partition>:ssm:<AWS::Region>:<AWS::AccountId>:parameter${KEY_PARAMETER}`],
      },
    ],
    [
      'StepsMerge',
      {
        's3:GetObject': under('memory', 'published', 'runs'),
        ...write('memory', 'published', 'runs'),
        's3:DeleteObject': under('memory'),
        ...list,
      },
    ],
    [
      'RunsStart',
      {
        's3:GetObject': under('catalogs'),
        ...write('runs'),
        ...list,
        'states:StartExecution': ['<WorkflowMachine>'],
        'states:ListExecutions': ['<WorkflowMachine>'],
        'states:DescribeExecution': [RUNS],
        'sqs:SendMessage': ['<DeadLetters>'],
        'sqs:GetQueueAttributes': ['<DeadLetters>'],
        'sqs:GetQueueUrl': ['<DeadLetters>'],
      },
    ],
    ['RunsStatus', { 's3:GetObject': under('runs'), ...list, 'states:DescribeExecution': [RUNS] }],
  ])('%s', (role, rights) => {
    expect(may(role)).toEqual(rights);
  });

  it.each(['StepsPlan', 'StepsTranslate', 'StepsMerge', 'RunsStart', 'RunsStatus'])(
    '%s writes to its own log group alone, and has no wildcard but for traces',
    (role) => {
      const rights = rightsOf(role);
      const logs = rights.filter(({ Action }) => Action.some((action) => action.startsWith('logs:')));
      expect(logs.flatMap(({ Resource }) => Resource)).toEqual([`<${role}Logs>`]);
      expect(rights.filter(({ Resource }) => Resource.includes('*')).map(({ Action }) => Action)).toEqual([TRACE]);
    },
  );
});

describe('what else has a role', () => {
  it('is the state machine, which calls three functions, reads the list of batches and runs itself for them', () => {
    const rights = may('Workflow');
    expect(rights).toEqual({
      'lambda:InvokeFunction': ['<StepsMergeFunction>', '<StepsPlanFunction>', '<StepsTranslateFunction>'],
      's3:GetObject': under('runs'),
      'states:StartExecution': ['<WorkflowMachine>'],
      'states:DescribeExecution': [RUNS],
      'states:StopExecution': [RUNS],
      'states:RedriveExecution': [RUNS.replace(':*', '/*:*')],
    });
  });

  it('is the schedule, which calls one function and leaves what it cannot deliver in the queue', () => {
    expect(may('Schedule')).toEqual({
      'lambda:InvokeFunction': ['<RunsStartFunction>'],
      'sqs:SendMessage': ['<DeadLetters>'],
    });
  });

  it('is nobody else but API Gateway, for its logs', () => {
    expect(resourcesOf('AWS::IAM::Role').map(([id]) => id.replace(/Role[0-9A-F]{8}$/, ''))).toEqual([
      'StepsPlan',
      'StepsTranslate',
      'StepsMerge',
      'Workflow',
      'RunsStart',
      'RunsStatus',
      'Schedule',
      'ApiCloudWatch',
    ]);
  });

  it('has no action with a wildcard, anywhere', () => {
    const all = resourcesOf('AWS::IAM::Role').flatMap(([id]): Statement[] => rightsOf(id));
    expect(all.length).toBeGreaterThan(20);
    expect(all.flatMap(({ Action }) => Action).filter((action) => action.includes('*'))).toEqual([]);
  });
});
