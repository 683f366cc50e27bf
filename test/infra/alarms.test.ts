import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { resource, resourcesOf, template } from './synth.ts';

const [topic] = resource('AWS::SNS::Topic');
const alarms = resourcesOf('AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties);

describe('the alarms', () => {
  it('ring at the first trouble, never for want of data, on the one topic', () => {
    expect(alarms).toHaveLength(4);
    for (const alarm of alarms)
      expect(alarm).toMatchObject({
        Threshold: 0,
        ComparisonOperator: 'GreaterThanThreshold',
        EvaluationPeriods: 1,
        TreatMissingData: 'notBreaching',
        AlarmActions: [{ Ref: topic }],
        AlarmDescription: expect.stringMatching(/: /),
      });
  });

  it('watch executions that failed or timed out, incomplete runs, throttles of all functions, and dead letters', () => {
    const watched = alarms.map(({ MetricName, Metrics }) =>
      MetricName
        ? [MetricName]
        : (Metrics as { MetricStat?: { Metric: { MetricName: string } } }[]).flatMap(
            ({ MetricStat }) => MetricStat?.Metric.MetricName ?? [],
          ),
    );
    expect(watched).toEqual([
      ['ExecutionsFailed', 'ExecutionsTimedOut'],
      ['IncompleteRuns'],
      ['Throttles', 'Throttles', 'Throttles', 'Throttles', 'Throttles'],
      ['ApproximateNumberOfMessagesVisible'],
    ]);
  });

  it('take a run for incomplete by what Merge logs, where Lambda puts it', () => {
    template.hasResourceProperties('AWS::Logs::MetricFilter', {
      LogGroupName: { Ref: resource('AWS::Logs::LogGroup', 'StepsMerge')[0] },
      FilterPattern: '{ ($.message.event = "run.finished") && ($.message.status != "COMPLETE") }',
      MetricTransformations: [{ MetricNamespace: 'TranslationFanout', MetricName: 'IncompleteRuns', MetricValue: '1' }],
    });
  });

  it('may publish: the topic refuses what is not TLS, and lets CloudWatch in for this account', () => {
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      Topics: [{ Ref: topic }],
      PolicyDocument: {
        Statement: [
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
          Match.objectLike({
            Effect: 'Allow',
            Action: 'sns:Publish',
            Principal: { Service: 'cloudwatch.amazonaws.com' },
            Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
          }),
        ],
      },
    });
    template.resourceCountIs('AWS::SNS::Subscription', 0);
  });
});

describe('the dashboard', () => {
  it('shows runs, their time, the functions, the API and the dead letters', () => {
    const [, { Properties }] = resource('AWS::CloudWatch::Dashboard');
    const body = JSON.stringify(Properties['DashboardBody']);
    const titles = [...body.matchAll(/\\"title\\":\\"([^"\\]+)\\"/g)].map(([, title]) => title);
    expect(titles).toEqual([
      'Runs',
      'Time of a run',
      'Invocations, errors and throttles',
      'Duration (p99)',
      'API',
      'Dead letters',
    ]);
  });
});
