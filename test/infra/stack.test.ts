import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { ENVIRONMENT, KEY_PARAMETER, OUTPUTS } from '../../lib/run/contract/environment.ts';
import { appWith, resource, resourcesOf, rightsOf, stackIn, template } from './synth.ts';

const json = template.toJSON();

describe('the template', () => {
  it('is what it was when somebody last looked at it', () => {
    const masked = JSON.stringify(json, null, 2)
      .replace(/[0-9a-f]{64}\.zip/g, 'ASSET.zip')
      .replace(/(ApiDeployment[0-9A-F]{8})[0-9a-f]{32}/g, '$1HASH');
    expect(masked).toMatchSnapshot();
  });

  it('deploys where there is only CloudFormation: no custom resource, parameter, rule or lookup', () => {
    expect(Object.keys(json)).toEqual(['Description', 'Resources', 'Outputs']);
    const types = Object.values(json['Resources'] as Record<string, { Type: string }>).map(({ Type }) => Type);
    expect(types.filter((type) => /^Custom::|CustomResource|CDK::Metadata/.test(type))).toEqual([]);
    expect(types.filter((type) => type === 'AWS::Lambda::Function')).toHaveLength(5);
    const app = appWith();
    stackIn(app);
    expect(app.synth().manifest.missing).toBeUndefined();
    expect(JSON.stringify(json)).not.toMatch(/resolve:ssm|cdk-bootstrap/);
  });

  it('tells people the bucket, the state machine and the address of the API', () => {
    expect(Object.keys(json['Outputs'])).toEqual(Object.values(OUTPUTS));
    expect(Object.keys(OUTPUTS)).toHaveLength(3);
  });

  it('names the parameter of the key for Translate, and holds no key', () => {
    const said = JSON.stringify(json).split(KEY_PARAMETER).length - 1;
    // The function's environment and its role.
    expect(said).toBe(2);
    expect(JSON.stringify(json)).not.toMatch(/GROQ_API_KEY|gsk_/);
  });
});

describe('each function', () => {
  const functions = resourcesOf('AWS::Lambda::Function').map(([id, { Properties }]) => {
    const { Environment } = Properties as { Environment: { Variables: Record<string, unknown> } };
    return { id, properties: Properties, variables: Environment.Variables };
  });

  it('runs on Node 24 and arm64, logs JSON into its own group and traces', () => {
    for (const { properties } of functions)
      expect(properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        Handler: 'index.handler',
        TracingConfig: { Mode: 'Active' },
        LoggingConfig: { LogFormat: 'JSON', LogGroup: { Ref: expect.stringMatching(/Logs[0-9A-F]{8}$/) } },
      });
    const groups = functions.map(({ properties }) => JSON.stringify(properties['LoggingConfig']));
    expect(new Set(groups).size).toBe(5);
  });

  it('has the time, memory and disk that its construct argues for', () => {
    const sizes = functions.map(({ id, properties: { Timeout, MemorySize, EphemeralStorage } }) => [
      id.replace(/Function[0-9A-F]{8}$/, ''),
      Timeout,
      MemorySize,
      EphemeralStorage,
    ]);
    expect(sizes).toEqual([
      ['StepsPlan', 900, 2048, { Size: 4096 }],
      ['StepsTranslate', 900, 512, undefined],
      ['StepsMerge', 900, 2048, undefined],
      ['RunsStart', 28, 512, undefined],
      ['RunsStatus', 28, 512, undefined],
    ]);
  });

  it('has only variables that the contract names', () => {
    const { groqBaseUrl, otlpEndpoint, otlpHeadersParameter, traceContent, ...known } = ENVIRONMENT;
    const names = functions.flatMap(({ variables }) => Object.keys(variables));
    expect(new Set(names)).toEqual(new Set(Object.values(known)));
    expect(names).not.toContain(groqBaseUrl);
    for (const ofTracing of [otlpEndpoint, otlpHeadersParameter, traceContent]) expect(names).not.toContain(ofTracing);
  });

  it('is part of a trace with the API and the state machine', () => {
    template.hasResourceProperties('AWS::ApiGateway::Stage', { TracingEnabled: true });
    template.hasResourceProperties('AWS::StepFunctions::StateMachine', { TracingConfiguration: { Enabled: true } });
    template.allResourcesProperties('AWS::Lambda::Function', { TracingConfig: { Mode: 'Active' } });
  });

  it('keeps no log for ever', () => {
    const groups = resourcesOf('AWS::Logs::LogGroup');
    expect(groups).toHaveLength(8);
    for (const [, group] of groups) {
      expect(group.Properties['RetentionInDays']).toBe(90);
      expect(group.DeletionPolicy).toBe('Delete');
    }
  });
});

describe('a stack with all that the context can say', () => {
  const other = Template.fromStack(
    stackIn(
      appWith({
        stackName: 'Winter',
        locales: 'ja,pt-BR',
        maxConcurrency: '3',
        model: 'openai/gpt-oss-20b',
        maxUsd: '2.5',
        plan: 'developer',
        retentionDays: '10',
        schedule: 'rate(1 day)',
        email: 'shop@example.com',
        otlpEndpoint: 'https://traces.example.com',
        otlpHeadersParameter: '/shop/otlp-headers',
        traceContent: 'true',
        groqBaseUrl: 'http://10.0.0.7:8000',
      }),
    ),
  );
  const variablesOf = (idStart: string) => {
    const [, { Properties }] = resource('AWS::Lambda::Function', idStart, other);
    return (Properties as { Environment: { Variables: Record<string, string> } }).Environment.Variables;
  };

  it('hands each function what it is to know', () => {
    expect(JSON.parse(variablesOf('RunsStart')[ENVIRONMENT.defaults]!)).toEqual({
      locales: ['ja', 'pt-BR'],
      maxConcurrency: 3,
      model: 'openai/gpt-oss-20b',
      maxUsd: 2.5,
    });
    for (const step of ['StepsPlan', 'StepsTranslate'])
      expect(variablesOf(step)).toMatchObject({
        [ENVIRONMENT.providerPlan]: 'developer',
        [ENVIRONMENT.groqBaseUrl]: 'http://10.0.0.7:8000',
      });
  });

  it('tells the functions that export spans where to, and where the headers for it are, and nobody else', () => {
    const { otlpEndpoint, otlpHeadersParameter, traceContent } = ENVIRONMENT;
    const ofTracing = (idStart: string) => {
      const variables = variablesOf(idStart);
      return [otlpEndpoint, otlpHeadersParameter, traceContent].map((name) => variables[name]);
    };
    expect(ofTracing('StepsTranslate')).toEqual(['https://traces.example.com', '/shop/otlp-headers', 'true']);
    expect(ofTracing('StepsMerge')).toEqual(['https://traces.example.com', '/shop/otlp-headers', undefined]);
    const none = [undefined, undefined, undefined];
    for (const one of ['StepsPlan', 'RunsStart', 'RunsStatus']) expect(ofTracing(one)).toEqual(none);
    const mayRead = (role: string) =>
      rightsOf(role, other)
        .filter(({ Action }) => Action.includes('ssm:GetParameter'))
        .flatMap(({ Resource }) => Resource);
    const arn = (name: string) => `arn:<AWS::Partition>:ssm:<AWS::Region>:<AWS::AccountId>:parameter${name}`;
    expect(mayRead('StepsTranslate').sort()).toEqual([arn('/shop/otlp-headers'), arn(KEY_PARAMETER)]);
    expect(mayRead('StepsMerge')).toEqual([arn('/shop/otlp-headers')]);
    for (const role of ['StepsPlan', 'RunsStart', 'RunsStatus']) expect(mayRead(role)).toEqual([]);
  });

  it('switches the schedule on, tells the address of alarms, keeps runs and logs as long as asked', () => {
    other.hasResourceProperties('AWS::Scheduler::Schedule', { State: 'ENABLED', ScheduleExpression: 'rate(1 day)' });
    other.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint: 'shop@example.com' });
    other.hasResourceProperties('AWS::S3::Bucket', {
      LifecycleConfiguration: { Rules: [{ Prefix: 'runs/', ExpirationInDays: 10 }, {}] },
    });
    other.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 14 });
    other.hasResourceProperties('AWS::Logs::LogGroup', { LogGroupName: '/aws/vendedlogs/states/Winter' });
  });
});
