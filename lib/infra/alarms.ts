import { Alarm, ComparisonOperator, type IMetric, MathExpression, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { PERIOD } from './metrics.ts';

export interface AlarmsProps {
  readonly machine: StateMachine;
  readonly deadLetters: IQueue;
  /** Runs that ended PARTIAL or FAILED. */
  readonly incompleteRuns: IMetric;
  /** Invocations that were refused for lack of concurrency. */
  readonly throttles: IMetric;
  /** Who is told; AWS asks them to confirm. @default nobody */
  readonly email?: string;
}

/** One topic, and an alarm for each thing that a person is to know in the morning. */
export class Alarms extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    this.topic = new Topic(this, 'Topic', { enforceSSL: true });
    // A topic with a policy has lost SNS's default one, which lets the account's alarms publish.
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    if (props.email !== undefined) this.topic.addSubscription(new EmailSubscription(props.email));

    const failed = new MathExpression({
      expression: 'FILL(failed, 0) + FILL(timedOut, 0)',
      usingMetrics: {
        failed: props.machine.metricFailed({ period: PERIOD }),
        timedOut: props.machine.metricTimedOut({ period: PERIOD }),
      },
      label: 'Runs that failed or timed out',
      period: PERIOD,
    });
    this.alarm('RunsFailed', failed, 'A run was refused, failed or timed out: the error of its execution says why.');
    this.alarm(
      'RunsIncomplete',
      props.incompleteRuns,
      'A run ended PARTIAL or FAILED: failures.json of the run lists what is missing, and why.',
    );
    this.alarm(
      'Throttles',
      props.throttles,
      "Lambda refused invocations: the account's concurrency is used up. Lower maxConcurrency, or ask for more.",
    );
    this.alarm(
      'DeadLetters',
      props.deadLetters.metricApproximateNumberOfMessagesVisible({ period: PERIOD, statistic: 'Maximum' }),
      'An upload or a scheduled time started no run: the message in the queue says which, the logs of Start say why.',
    );
  }

  /** One is too many of each of these, and no data is good news. */
  private alarm(id: string, metric: IMetric, alarmDescription: string): void {
    const alarm = new Alarm(this, id, {
      metric,
      alarmDescription,
      threshold: 0,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
  }
}
