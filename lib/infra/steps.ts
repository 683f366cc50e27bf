import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Size } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { ENVIRONMENT, KEY_PARAMETER } from '../run/contract/environment.ts';
import {
  CATALOGS_PREFIX,
  MEMORY_PREFIX,
  OVERRIDES_PREFIX,
  PUBLISHED_PREFIX,
  RUNS_PREFIX,
} from '../run/contract/keys.ts';
import type { ProviderPlan } from '../run/contract/provider-plan.ts';
import { FanoutFunction } from './fanout-function.ts';
import { grantObjects, grantParameter } from './grants.ts';
import { TRANSLATE_TIMEOUT } from './locales-map.ts';
import { STEP_TIMEOUT } from './workflow.ts';

/**
 * Plan and Merge hold a part of a catalog at a time: 181 MB at 100,000 products, 186 MB at 30,000 (measured, 10 languages). They have more for the CPU that comes
 * with it: parsing JSON and the checks want one core, had from 1,769 MB. They run once in a run, for seconds to minutes: what they cost is little beside the locale jobs.
 */
export const ONE_CORE_MB = 2048;

/**
 * A dry run and a budget put the batches of a large catalog on Plan's own disk while they are estimated: a million products of 1.2 to 2 KB each, with a copy
 * of the settings for every 200, are some 2 GB, and what people have translated themselves comes on top. What exceeds the 512 MB that are free costs some 0.0001 USD in 15 minutes.
 */
const PLAN_DISK = Size.gibibytes(4);

export interface StepsProps {
  readonly bucket: IBucket;
  readonly plan: ProviderPlan;
  /** Another server in Groq's wire format. @default Groq */
  readonly groqBaseUrl?: string;
  readonly logRetention: RetentionDays;
}

/** The three functions that the workflow calls, each with the rights that its step needs and no more. */
export class Steps extends Construct {
  readonly plan: FanoutFunction;
  readonly translate: FanoutFunction;
  readonly merge: FanoutFunction;

  constructor(scope: Construct, id: string, { bucket, plan, groqBaseUrl, logRetention }: StepsProps) {
    super(scope, id);
    const common = { [ENVIRONMENT.bucket]: bucket.bucketName };
    const provider = {
      ...common,
      [ENVIRONMENT.providerPlan]: plan,
      ...(groqBaseUrl === undefined ? {} : { [ENVIRONMENT.groqBaseUrl]: groqBaseUrl }),
    };

    this.plan = new FanoutFunction(this, 'Plan', {
      file: 'plan',
      loadsLater: ['#xray'],
      description: 'Reads a catalog, works out what is to be translated, writes the batches',
      // A catalog of 100,000 products is read and planned within minutes; Lambda's own maximum is the margin.
      timeout: STEP_TIMEOUT,
      memorySize: ONE_CORE_MB,
      ephemeralStorageSize: PLAN_DISK,
      environment: provider,
      logRetention,
    });
    grantObjects(this.plan.role, bucket, {
      read: [CATALOGS_PREFIX, OVERRIDES_PREFIX, RUNS_PREFIX, MEMORY_PREFIX],
      // Of memory only how many shards a catalog has.
      write: [RUNS_PREFIX, `${MEMORY_PREFIX}*/shards/`],
    });

    this.translate = new FanoutFunction(this, 'Translate', {
      file: 'translate',
      loadsLater: ['#checks', '#xray'],
      description: 'Does one locale job: one batch into one locale',
      // A job that nears this end saves what it has and is called again: the longest there is means the fewest calls.
      timeout: TRANSLATE_TIMEOUT,
      // It waits for the provider most of the time, and a batch with its memory is some 10 MB. Less would load the bundle more slowly, more would be
      // paid for while waiting.
      memorySize: 512,
      environment: { ...provider, [ENVIRONMENT.keyParameter]: KEY_PARAMETER },
      logRetention,
    });
    grantObjects(this.translate.role, bucket, {
      read: [RUNS_PREFIX, MEMORY_PREFIX],
      write: [RUNS_PREFIX, MEMORY_PREFIX],
      // A file of memory that is damaged is moved out of its shard.
      remove: [MEMORY_PREFIX],
    });
    grantParameter(this.translate.role, KEY_PARAMETER);

    this.merge = new FanoutFunction(this, 'Merge', {
      file: 'merge',
      loadsLater: ['#xray'],
      description: 'Puts the parts of a run together: results, published catalogs, summary',
      // As for Plan: minutes for what is expected.
      timeout: STEP_TIMEOUT,
      memorySize: ONE_CORE_MB,
      environment: common,
      logRetention,
    });
    grantObjects(this.merge.role, bucket, {
      read: [RUNS_PREFIX, PUBLISHED_PREFIX, MEMORY_PREFIX],
      write: [RUNS_PREFIX, PUBLISHED_PREFIX, MEMORY_PREFIX],
      // What has been compacted.
      remove: [MEMORY_PREFIX],
    });
  }
}
