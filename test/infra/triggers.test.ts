import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { THROTTLE } from '../../lib/infra/triggers/api.ts';
import { requestModel } from '../../lib/infra/triggers/request-model.ts';
import { UNSET_SCHEDULE } from '../../lib/infra/triggers/schedule.ts';
import { requestSchema } from '../../lib/run/contract/request.ts';
import { readable, resource, resourcesOf, template } from './synth.ts';

const [startId] = resource('AWS::Lambda::Function', 'RunsStart');
const [queueId] = resource('AWS::SQS::Queue');
const START = { 'Fn::GetAtt': [startId, 'Arn'] };
const DEAD_LETTERS = { 'Fn::GetAtt': [queueId, 'Arn'] };

describe('an upload', () => {
  it('under catalogs/ of this bucket calls Start, a bounded number of times, and is kept if that fails', () => {
    template.resourceCountIs('AWS::Events::Rule', 1);
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.s3'],
        'detail-type': ['Object Created'],
        detail: {
          bucket: { name: [{ Ref: resource('AWS::S3::Bucket')[0] }] },
          object: { key: [{ prefix: 'catalogs/' }] },
        },
      },
      State: 'ENABLED',
      Targets: [
        {
          Arn: START,
          DeadLetterConfig: { Arn: DEAD_LETTERS },
          RetryPolicy: { MaximumRetryAttempts: 10, MaximumEventAgeInSeconds: 7200 },
        },
      ],
    });
  });

  it('that Start cannot make a run of is kept as well', () => {
    template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      FunctionName: { Ref: startId },
      MaximumRetryAttempts: 2,
      MaximumEventAgeInSeconds: 3600,
      DestinationConfig: { OnFailure: { Destination: DEAD_LETTERS } },
    });
  });

  it('is kept in an encrypted queue, for as long as SQS keeps anything', () => {
    template.resourceCountIs('AWS::SQS::Queue', 1);
    template.hasResourceProperties('AWS::SQS::Queue', {
      SqsManagedSseEnabled: true,
      MessageRetentionPeriod: 14 * 24 * 3600,
    });
    template.hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
          Match.objectLike({
            Effect: 'Allow',
            Action: 'sqs:SendMessage',
            Principal: { Service: 'events.amazonaws.com' },
            Condition: { ArnEquals: { 'aws:SourceArn': Match.anyValue() } },
          }),
        ]),
      },
    });
  });
});

describe('the schedule', () => {
  it('stands in the template switched off, and would tell Start its time', () => {
    template.hasResourceProperties('AWS::Scheduler::Schedule', {
      State: 'DISABLED',
      ScheduleExpression: UNSET_SCHEDULE,
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: {
        Arn: START,
        Input: '{"trigger":"schedule","scheduledTime":"<aws.scheduler.scheduled-time>"}',
        DeadLetterConfig: { Arn: DEAD_LETTERS },
        RetryPolicy: { MaximumRetryAttempts: 10, MaximumEventAgeInSeconds: 3600 },
      },
    });
  });

  it("lends its role to this account's scheduler alone", () => {
    const [, { Properties }] = resource('AWS::IAM::Role', 'Schedule');
    const { Statement } = Properties['AssumeRolePolicyDocument'] as { Statement: Record<string, unknown>[] };
    expect(Statement).toHaveLength(1);
    const { StringEquals } = Statement[0]!['Condition'] as { StringEquals: Record<string, unknown> };
    expect(Object.entries(StringEquals).map(([key, value]) => [key, readable(value)])).toEqual([
      ['aws:SourceAccount', '<AWS::AccountId>'],
      ['aws:SourceArn', 'arn:<AWS::Partition>:scheduler:<AWS::Region>:<AWS::AccountId>:schedule-group/default'],
    ]);
  });
});

describe('the API', () => {
  const methods = resourcesOf('AWS::ApiGateway::Method').map(([, { Properties }]) => Properties);

  it('has two methods, both for signed requests only', () => {
    expect(methods.map(({ HttpMethod, AuthorizationType }) => [HttpMethod, AuthorizationType])).toEqual([
      ['POST', 'AWS_IAM'],
      ['GET', 'AWS_IAM'],
    ]);
    const paths = resourcesOf('AWS::ApiGateway::Resource').map(([, { Properties }]) => Properties['PathPart']);
    expect(paths).toEqual(['runs', '{runId}']);
  });

  it('validates before anything is called, and refuses in the words that Start uses', () => {
    template.hasResourceProperties('AWS::ApiGateway::RequestValidator', {
      ValidateRequestBody: true,
      ValidateRequestParameters: true,
    });
    const [model] = resource('AWS::ApiGateway::Model');
    const [validator] = resource('AWS::ApiGateway::RequestValidator');
    for (const method of methods) expect(method['RequestValidatorId']).toEqual({ Ref: validator });
    expect(methods[0]?.['RequestModels']).toEqual({ 'application/json': { Ref: model } });
    expect(methods[1]?.['RequestParameters']).toEqual({ 'method.request.path.runId': true });
    const refusals = resourcesOf('AWS::ApiGateway::GatewayResponse').map(([, { Properties }]) => Properties);
    expect(refusals.map(({ ResponseType, StatusCode }) => [ResponseType, StatusCode])).toEqual([
      ['BAD_REQUEST_BODY', '400'],
      ['REQUEST_TOO_LARGE', '413'],
    ]);
    for (const { ResponseTemplates } of refusals) {
      const body = (ResponseTemplates as Record<string, string>)['application/json'] ?? '';
      const filled = body.replace('$context.error.messageString', '"Invalid request body"');
      expect(JSON.parse(filled)).toEqual({ faults: [expect.any(String)] });
    }
  });

  it('is regional, throttled, traced, and logs who called', () => {
    template.hasResourceProperties('AWS::ApiGateway::RestApi', { EndpointConfiguration: { Types: ['REGIONAL'] } });
    template.hasResourceProperties('AWS::ApiGateway::Stage', {
      StageName: 'v1',
      TracingEnabled: true,
      AccessLogSetting: { DestinationArn: Match.anyValue(), Format: Match.stringLikeRegexp('identity.caller') },
      MethodSettings: [
        {
          HttpMethod: '*',
          ResourcePath: '/*',
          ThrottlingRateLimit: THROTTLE.ratePerSecond,
          ThrottlingBurstLimit: THROTTLE.burst,
          LoggingLevel: 'ERROR',
          DataTraceEnabled: false,
        },
      ],
    });
  });

  it('may be called by API Gateway for these two methods, and by nobody from the console', () => {
    const grants = resourcesOf('AWS::Lambda::Permission').map(([, { Properties }]) => [
      Properties['Principal'],
      readable(Properties['SourceArn']).replace(/^.*:/, ''),
    ]);
    expect(grants).toEqual([
      ['events.amazonaws.com', '<UploadRule>'],
      ['apigateway.amazonaws.com', '<Api>/<ApiDeploymentStagev1>/POST/runs'],
      ['apigateway.amazonaws.com', '<Api>/<ApiDeploymentStagev1>/GET/runs/*'],
    ]);
  });
});

describe('the request model of the API', () => {
  const model = requestModel();

  it('names each field of a request, and leaves every fault of a JSON object for Start to list', () => {
    expect(model.type).toBe('object');
    expect(Object.keys(model.properties ?? {})).toEqual(Object.keys(requestSchema.shape));
    expect(Object.values(model.properties ?? {})).toEqual(Object.keys(requestSchema.shape).map(() => ({})));
    expect(Object.keys(model).sort()).toEqual(['properties', 'schema', 'type']);
  });
});
