import { Template } from 'aws-cdk-lib/assertions';
import { Duration, Stack } from 'aws-cdk-lib/core';
import { describe, expect, it } from 'vitest';
import { FanoutBucket, NONCURRENT_DAYS, UNFINISHED_UPLOAD_DAYS } from '../../lib/infra/bucket.ts';
import { appWith, resource, template } from './synth.ts';

describe('the bucket', () => {
  it('is private, encrypted and versioned, and tells EventBridge of new objects without a custom resource', () => {
    template.resourceCountIs('AWS::S3::Bucket', 1);
    template.hasResourceProperties('AWS::S3::Bucket', {
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      VersioningConfiguration: { Status: 'Enabled' },
      NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
    });
  });

  it('answers over TLS only, also after the stack is gone', () => {
    template.hasResource('AWS::S3::BucketPolicy', {
      DeletionPolicy: 'Retain',
      Properties: {
        PolicyDocument: {
          Statement: [
            { Effect: 'Deny', Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
            { Effect: 'Deny', Action: 's3:*', Condition: { NumericLessThan: { 's3:TlsVersion': 1.2 } } },
          ],
        },
      },
    });
    expect(resource('AWS::S3::Bucket')[1].DeletionPolicy).toBe('Retain');
  });

  it('forgets runs, old versions and unfinished uploads in their time, and nothing else', () => {
    template.hasResourceProperties('AWS::S3::Bucket', {
      LifecycleConfiguration: {
        Rules: [
          { Id: 'runs', Prefix: 'runs/', ExpirationInDays: 90, Status: 'Enabled' },
          {
            Id: 'leftovers',
            NoncurrentVersionExpiration: { NoncurrentDays: NONCURRENT_DAYS },
            AbortIncompleteMultipartUpload: { DaysAfterInitiation: UNFINISHED_UPLOAD_DAYS },
          },
        ],
      },
    });
  });

  it("takes the caller's settings over its own, and adds the caller's rules to its own", () => {
    const stack = new Stack(appWith(), 'Other');
    new FanoutBucket(stack, 'Bucket', {
      runRetentionDays: 1,
      versioned: false,
      lifecycleRules: [{ id: 'more', prefix: 'more/', expiration: Duration.days(1) }],
    });
    const [, { Properties }] = resource('AWS::S3::Bucket', '', Template.fromStack(stack));
    expect(Properties['VersioningConfiguration']).toBeUndefined();
    const { Rules } = Properties['LifecycleConfiguration'] as { Rules: { Id: string }[] };
    expect(Rules.map(({ Id }) => Id)).toEqual(['runs', 'leftovers', 'more']);
  });
});
