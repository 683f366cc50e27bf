import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { CATALOGS_PREFIX } from '../../run/contract/keys.ts';

export interface UploadTriggerProps {
  /** Tells EventBridge of its new objects. */
  readonly bucket: IBucket;
  /** Turns an event into a run. */
  readonly start: IFunction;
  /** Takes the events that could not be delivered. */
  readonly deadLetters: IQueue;
}

/** A catalog that is dropped under `catalogs/` starts a run. Events come at least once; Start makes one run of them. */
export class UploadTrigger extends Construct {
  constructor(scope: Construct, id: string, { bucket, start, deadLetters }: UploadTriggerProps) {
    super(scope, id);
    new Rule(this, 'Rule', {
      description: 'A catalog was dropped into the bucket',
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: { bucket: { name: [bucket.bucketName] }, object: { key: [{ prefix: CATALOGS_PREFIX }] } },
      },
      targets: [
        new LambdaFunction(start, {
          deadLetterQueue: deadLetters,
          // These are for the handing over alone; Lambda retries the function itself. What it does not take for two hours, a person is to look at.
          retryAttempts: 10,
          maxEventAge: Duration.hours(2),
        }),
      ],
    });
  }
}
