import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { ENVIRONMENT } from '../run/contract/environment.ts';
import { CATALOGS_PREFIX, RUNS_PREFIX } from '../run/contract/keys.ts';
import { FanoutFunction } from './fanout-function.ts';
import { grantDescribeRuns, grantObjects } from './grants.ts';

/** API Gateway gives up after 29 s: a function that ends before that answers, or fails, in its own words. */
export const ANSWER_TIMEOUT = Duration.seconds(28);

/** What a run is asked for that an upload or the schedule starts. */
export interface RunDefaults {
  readonly locales: readonly string[];
  readonly maxConcurrency: number;
  readonly model: string | null;
  /** What one run may cost. @default no limit */
  readonly maxUsd?: number;
}

export interface RunFunctionsProps {
  readonly bucket: IBucket;
  readonly machine: StateMachine;
  readonly defaults: RunDefaults;
  /** Takes the events that Start could not turn into runs. */
  readonly deadLetters: IQueue;
  readonly logRetention: RetentionDays;
}

/** The two functions that people and events meet: one starts runs, one tells of them. */
export class RunFunctions extends Construct {
  readonly start: FanoutFunction;
  readonly status: FanoutFunction;

  constructor(scope: Construct, id: string, props: RunFunctionsProps) {
    super(scope, id);
    const { bucket, machine, defaults, deadLetters, logRetention } = props;
    const common = {
      [ENVIRONMENT.bucket]: bucket.bucketName,
      [ENVIRONMENT.stateMachineArn]: machine.stateMachineArn,
    };

    this.start = new FanoutFunction(this, 'Start', {
      file: 'start',
      description: 'Turns an upload, a request or the schedule into a run',
      // Enough for some hundreds of catalogs at a scheduled time; what is left over a retry starts, and it starts nothing twice.
      timeout: ANSWER_TIMEOUT,
      // A request may bring 4 MB of products, held as text and as objects. Somebody waits for the answer, and memory buys CPU.
      memorySize: 512,
      environment: { ...common, [ENVIRONMENT.defaults]: JSON.stringify(defaults) },
      logRetention,
      // Lambda's own wait between these is 1 and 2 minutes, which outlasts a hiccup of S3; an hour outlasts a lack of concurrency. A fault of ours is no
      // better for a fourth try.
      retryAttempts: 2,
      maxEventAge: Duration.hours(1),
      onFailure: new SqsDestination(deadLetters),
    });
    grantObjects(this.start.role, bucket, { read: [CATALOGS_PREFIX], write: [RUNS_PREFIX] });
    this.start.role.addToPolicy(
      new PolicyStatement({
        actions: ['states:StartExecution', 'states:ListExecutions'],
        resources: [machine.stateMachineArn],
      }),
    );
    grantDescribeRuns(this.start.role, machine);

    this.status = new FanoutFunction(this, 'Status', {
      file: 'status',
      description: 'Tells how far a run is, and where its results are',
      timeout: ANSWER_TIMEOUT,
      // It lists keys and signs links; somebody waits for the answer, and memory buys CPU.
      memorySize: 512,
      environment: common,
      logRetention,
    });
    grantObjects(this.status.role, bucket, { read: [RUNS_PREFIX] });
    grantDescribeRuns(this.status.role, machine);
  }
}
