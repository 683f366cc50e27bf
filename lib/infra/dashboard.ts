import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Dashboard as CloudWatchDashboard, GraphWidget, type IMetric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { PERIOD } from './metrics.ts';

export interface DashboardProps {
  readonly machine: StateMachine;
  readonly api: RestApi;
  /** By the name to show. */
  readonly functions: Readonly<Record<string, IFunction>>;
  readonly deadLetters: IQueue;
  /** Runs that ended PARTIAL or FAILED. */
  readonly incompleteRuns: IMetric;
}

/** One page: do runs end well, how long do they take, do the functions keep up, does anything lie in the queue. */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id);
    const { machine, api, functions, deadLetters, incompleteRuns } = props;
    const each = (metric: (one: IFunction) => IMetric) => Object.values(functions).map(metric);
    const graph = (title: string, left: IMetric[], right: IMetric[] = []) =>
      new GraphWidget({ title, left, right, width: 12 });
    const options = { period: PERIOD };
    new CloudWatchDashboard(this, 'Dashboard', {
      defaultInterval: Duration.days(7),
      widgets: [
        [
          graph('Runs', [
            machine.metricStarted(options),
            machine.metricSucceeded(options),
            machine.metricFailed(options),
            machine.metricTimedOut(options),
            machine.metricAborted(options),
            incompleteRuns,
          ]),
          graph('Time of a run', [
            machine.metricTime({ ...options, statistic: Stats.p(50) }),
            machine.metricTime({ ...options, statistic: Stats.p(99) }),
          ]),
        ],
        [
          graph(
            'Invocations, errors and throttles',
            each((one) => one.metricInvocations(options)),
            [...each((one) => one.metricErrors(options)), ...each((one) => one.metricThrottles(options))],
          ),
          graph(
            'Duration (p99)',
            each((one) => one.metricDuration({ ...options, statistic: Stats.p(99) })),
          ),
        ],
        [
          graph(
            'API',
            [api.metricCount(options), api.metricClientError(options), api.metricServerError(options)],
            [api.metricLatency({ ...options, statistic: Stats.p(99) })],
          ),
          graph('Dead letters', [deadLetters.metricApproximateNumberOfMessagesVisible(options)]),
        ],
      ],
    });
  }
}
