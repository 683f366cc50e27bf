import { type IMetric, MathExpression, type Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Duration, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { LOG_EVENTS } from '../run/contract/log-events.ts';

/** Metrics are asked for in pieces of this length. */
export const PERIOD = Duration.minutes(5);

/** Counts the runs that ended, and are not complete: Merge says so in one line of its log, below `message` in Lambda's JSON. */
export function incompleteRuns(scope: Construct, mergeLogs: ILogGroup): Metric {
  const filter = new MetricFilter(scope, 'IncompleteRuns', {
    logGroup: mergeLogs,
    filterPattern: FilterPattern.literal(
      `{ ($.message.event = "${LOG_EVENTS.runFinished}") && ($.message.status != "COMPLETE") }`,
    ),
    metricNamespace: Stack.of(scope).stackName,
    metricName: 'IncompleteRuns',
    metricValue: '1',
  });
  return filter.metric({ statistic: 'Sum', period: PERIOD });
}

/** How often a function was refused for lack of concurrency, over all of them. */
export function throttlesOf(functions: Readonly<Record<string, IFunction>>): IMetric {
  const usingMetrics = Object.fromEntries(
    Object.entries(functions).map(([name, one]) => [name, one.metricThrottles({ period: PERIOD })]),
  );
  const expression = Object.keys(usingMetrics)
    .map((name) => `FILL(${name}, 0)`)
    .join(' + ');
  return new MathExpression({ expression, usingMetrics, label: 'Throttled invocations', period: PERIOD });
}
