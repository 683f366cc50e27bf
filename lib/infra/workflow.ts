import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import {
  Choice,
  Condition,
  DistributedMap,
  type IChainable,
  Map as InlineMap,
  JsonPath,
  Pass,
  Result,
  S3JsonItemReader,
  Succeed,
  Timeout,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { RUNS_PREFIX } from '../run/contract/keys.ts';
import { PLAN_MODES } from '../run/contract/state.ts';
import { localesMap } from './locales-map.ts';
import { BATCHES_UNREAD, JOB_LOST, LAMBDA_BUSY, LAMBDA_TROUBLE, STORE_TROUBLE } from './retries.ts';

/** Plan and Merge work within minutes; this is Lambda's own maximum. */
export const STEP_TIMEOUT = Duration.minutes(15);

/**
 * Child runs that may fail before the others are stopped. A job's own failure fails none: what does is trouble of Step Functions itself, which is not to take thousands of
 * batches with it (Merge says what is missing), or a key that was refused, after which the jobs of as many batches more end without asking. A count: not every implementation takes a percentage.
 */
export const TOLERATED_BATCHES = 10;

export interface WorkflowProps {
  /** Works out batches and jobs (`planStep`). */
  readonly plan: IFunction;
  /** Does one locale job (`translateStep`). */
  readonly translate: IFunction;
  /** Puts a run's parts together (`mergeStep`). */
  readonly merge: IFunction;
  /** Holds the runs; the Distributed Map reads its batches there. */
  readonly bucket: IBucket;
}

/**
 * The fan-out, defined once for AWS and for one machine: Plan, then the Map over locales for one batch or the Distributed Map over many, then Merge. Of a run
 * that is too large for one Merge, each locale is merged by itself first (`$.merges`, which is empty otherwise). Merge trusts the store and not the
 * state, so it runs also after a Map that was stopped.
 */
export class Workflow extends Construct {
  /** What a state machine is made from. */
  readonly definition: IChainable;

  constructor(scope: Construct, id: string, props: WorkflowProps) {
    super(scope, id);
    const step = (name: string, lambdaFunction: IFunction) =>
      new LambdaInvoke(this, name, {
        lambdaFunction,
        payloadResponseOnly: true,
        retryOnServiceExceptions: false,
        taskTimeout: Timeout.duration(STEP_TIMEOUT),
      })
        .addRetry(LAMBDA_BUSY)
        .addRetry(LAMBDA_TROUBLE)
        .addRetry(STORE_TROUBLE)
        .addRetry(JOB_LOST);
    const plan = step('Plan', props.plan);
    const merge = step('Merge', props.merge);

    const locales = localesMap(this, '', props.translate);
    const batches = this.batchesMap(props);
    const merges = new InlineMap(this, 'Merges', { itemsPath: '$.merges', resultPath: JsonPath.DISCARD });
    merges.itemProcessor(step('Merge a locale', props.merge));
    const stopped = { errors: ['States.ALL'], resultPath: '$.stopped' };
    locales.addCatch(merge, stopped);
    batches.addCatch(merges, stopped);

    const route = new Choice(this, 'How many batches?')
      .when(Condition.stringEquals('$.mode', PLAN_MODES.dryRun), new Succeed(this, 'Planned only'))
      .when(Condition.stringEquals('$.mode', PLAN_MODES.manyBatches), batches.next(merges.next(merge)))
      .when(Condition.stringEquals('$.mode', PLAN_MODES.oneBatch), locales.next(merge))
      .otherwise(merge);
    this.definition = plan.next(route);
  }

  /** One child run for each batch; a child returns nothing, since 5,000 outcomes would not fit into the state. */
  private batchesMap({ translate, bucket }: WorkflowProps): DistributedMap {
    const nothing = new Pass(this, 'Batch done', { result: Result.fromObject({}) });
    const map = new DistributedMap(this, 'Batches', {
      itemReader: new S3JsonItemReader({
        bucket,
        key: JsonPath.format(`${RUNS_PREFIX}{}`, JsonPath.stringAt('$.batchesKey')),
      }),
      maxConcurrencyPath: '$.batchConcurrency',
      toleratedFailureCount: TOLERATED_BATCHES,
      resultPath: JsonPath.DISCARD,
    });
    map.addRetry(BATCHES_UNREAD);
    return map.itemProcessor(localesMap(this, ' of a batch', translate).next(nothing));
  }
}
