import { Queue, QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import { Duration, Validations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

/** Takes the events that could not be turned into runs; an alarm tells of them, and they can be sent again. */
export class DeadLetters extends Queue {
  constructor(scope: Construct, id: string, props: QueueProps = {}) {
    super(scope, id, {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      // SQS keeps nothing longer: time for whoever was away for a week.
      retentionPeriod: Duration.days(14),
      ...props,
    });
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'It is itself the queue for dead letters: nothing reads it but a person.',
    });
  }
}
