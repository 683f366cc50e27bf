import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import {
  Choice,
  Condition,
  Fail,
  Map as InlineMap,
  JsonPath,
  Succeed,
  Timeout,
  Wait,
  WaitTime,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { ERROR_NAMES } from '../run/contract/errors.ts';
import {
  JOB_LOST,
  LAMBDA_BUSY,
  LAMBDA_TROUBLE,
  PROVIDER_TIMED_OUT,
  PROVIDER_TROUBLE,
  PROVIDER_UNREACHABLE,
  STORE_TROUBLE,
} from './retries.ts';

/** Lambda's own maximum: a job that nears it saves what it has and comes back as paused. */
export const TRANSLATE_TIMEOUT = Duration.minutes(15);

/**
 * The Map over locales: one job each, at most `$.localeConcurrency` at a time. Built once for the one batch of a small run and once inside the
 * Distributed Map; `suffix` keeps the state names apart, which must differ within one state machine.
 *
 * A paused job waits in the workflow, where waiting costs nothing, and is called again. A job that fails for good is called once more, to write down what
 * memory holds and the reason for the rest; the others go on. Only when no job can succeed (the key was refused) the Map itself fails.
 */
export function localesMap(scope: Construct, suffix: string, translate: IFunction): InlineMap {
  const invoke = (name: string) =>
    new LambdaInvoke(scope, `${name}${suffix}`, {
      lambdaFunction: translate,
      payloadResponseOnly: true,
      retryOnServiceExceptions: false,
      taskTimeout: Timeout.duration(TRANSLATE_TIMEOUT),
    });
  const done = new Succeed(scope, `Locale done${suffix}`);
  const stop = new Fail(scope, `Stop the run${suffix}`, {
    error: ERROR_NAMES.providerKeyRejected,
    cause: 'The key was refused: no other call can succeed.',
  });

  const job = invoke('Translate');
  const record = invoke('Record what is missing');
  const wait = new Wait(scope, `Wait for the provider${suffix}`, { time: WaitTime.secondsPath('$.waitSeconds') });

  for (const rule of [
    LAMBDA_BUSY,
    LAMBDA_TROUBLE,
    STORE_TROUBLE,
    PROVIDER_TROUBLE,
    PROVIDER_TIMED_OUT,
    PROVIDER_UNREACHABLE,
    JOB_LOST,
  ])
    job.addRetry(rule);
  job.addCatch(record, { errors: ['States.ALL'], resultPath: '$.caught' });
  for (const rule of [LAMBDA_BUSY, LAMBDA_TROUBLE, STORE_TROUBLE, JOB_LOST]) record.addRetry(rule);
  // Merge finds neither part nor reason and says so: one job's failure stops no other, also when it cannot be written down.
  record.addCatch(done, { errors: ['States.ALL'], resultPath: JsonPath.DISCARD });

  const outcome = new Choice(scope, `Paused?${suffix}`)
    .when(Condition.stringEquals('$.status', 'paused'), wait.next(job))
    .otherwise(done);
  const stops = new Choice(scope, `Can others succeed?${suffix}`)
    .when(Condition.booleanEquals('$.stop', true), stop)
    .otherwise(done);
  record.next(stops);

  return new InlineMap(scope, `Locales${suffix}`, {
    itemsPath: '$.jobs',
    maxConcurrencyPath: '$.localeConcurrency',
    resultPath: JsonPath.DISCARD,
  }).itemProcessor(job.next(outcome));
}
