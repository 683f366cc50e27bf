import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  CfnBucket,
  type IBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { RUNS_PREFIX } from '../run/contract/keys.ts';

/** An overwritten or deleted catalog, memory or published file can be fetched back for so long. */
export const NONCURRENT_DAYS = 30;
/** No upload of one object takes that long: its parts were left by a function that died. */
export const UNFINISHED_UPLOAD_DAYS = 7;

export interface FanoutBucketProps extends BucketProps {
  /** How long the files of runs are kept. */
  readonly runRetentionDays: number;
}

/**
 * The one bucket: catalogs, runs, published translations, memory. Private, encrypted, TLS only, versioned; it tells EventBridge of every new object. It
 * stays when the stack is removed, for memory is what was paid for.
 */
export class FanoutBucket extends Construct {
  readonly bucket: IBucket;

  constructor(scope: Construct, id: string, { runRetentionDays, lifecycleRules = [], ...props }: FanoutBucketProps) {
    super(scope, id);
    const bucket = new Bucket(this, 'Bucket', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      removalPolicy: RemovalPolicy.RETAIN,
      ...props,
      lifecycleRules: [
        { id: 'runs', prefix: RUNS_PREFIX, expiration: Duration.days(runRetentionDays) },
        {
          id: 'leftovers',
          noncurrentVersionExpiration: Duration.days(NONCURRENT_DAYS),
          expiredObjectDeleteMarker: true,
          abortIncompleteMultipartUploadAfter: Duration.days(UNFINISHED_UPLOAD_DAYS),
        },
        ...lifecycleRules,
      ],
    });
    // A bucket that stays keeps its TLS-only policy.
    bucket.policy?.applyRemovalPolicy(props.removalPolicy ?? RemovalPolicy.RETAIN);
    // The L2's `eventBridgeEnabled` is a custom resource; CloudFormation has this property itself.
    const resource = bucket.node.defaultChild;
    if (!(resource instanceof CfnBucket)) throw new Error('a bucket is made of an AWS::S3::Bucket');
    resource.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
    Validations.of(bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'Server access logs need a second bucket that grows for ever. Five roles read and write here; CloudTrail data events tell who, where an account wants that.',
    });
    // The class says `isWebsite: boolean | undefined` where its interface says `isWebsite?: boolean`.
    this.bucket = bucket as IBucket;
  }
}
