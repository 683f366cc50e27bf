import { CfnOutput, DefaultStackSynthesizer, type IStackSynthesizer, Stack, type StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { OUTPUTS } from '../run/contract/environment.ts';
import { Alarms } from './alarms.ts';
import { FanoutBucket } from './bucket.ts';
import type { FanoutConfig } from './config.ts';
import { Dashboard } from './dashboard.ts';
import { DeadLetters } from './dead-letters.ts';
import { exportSpans } from './export-spans.ts';
import { logRetention } from './log-retention.ts';
import { incompleteRuns, throttlesOf } from './metrics.ts';
import { RunFunctions } from './run-functions.ts';
import { FanoutStateMachine } from './state-machine.ts';
import { Steps } from './steps.ts';
import { ApiTrigger } from './triggers/api.ts';
import { ScheduleTrigger } from './triggers/schedule.ts';
import { UploadTrigger } from './triggers/upload.ts';

export interface FanoutStackProps extends StackProps {
  readonly config: FanoutConfig;
}

/** All there is on AWS: a bucket, the workflow with its functions, three ways to start it, and what tells of trouble. */
export class FanoutStack extends Stack {
  constructor(scope: Construct, id: string, { config, ...props }: FanoutStackProps) {
    super(scope, id, {
      stackName: config.stackName,
      description: 'Translates product catalogs into many languages at once',
      // The rule would look up a parameter that an account without a bootstrap stack, and an emulator, does not have.
      // (The class says `string | undefined` where its interface leaves a property out.)
      synthesizer: new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }) as IStackSynthesizer,
      ...props,
    });
    const { locales, maxConcurrency, model, maxUsd, plan, schedule, email, groqBaseUrl } = config;
    const common = { logRetention: logRetention(config.retentionDays) };

    const { bucket } = new FanoutBucket(this, 'Bucket', { runRetentionDays: config.retentionDays });
    const steps = new Steps(this, 'Steps', {
      ...common,
      bucket,
      plan,
      ...(groqBaseUrl === null ? {} : { groqBaseUrl }),
    });
    exportSpans(steps, config);
    const [planFunction, translate, merge] = [steps.plan.function, steps.translate.function, steps.merge.function];
    const { machine } = new FanoutStateMachine(this, 'Workflow', {
      plan: planFunction,
      translate,
      merge,
      bucket,
      logRetention: common.logRetention,
    });

    const deadLetters = new DeadLetters(this, 'DeadLetters');
    const defaults = { locales, maxConcurrency, model, ...(maxUsd === null ? {} : { maxUsd }) };
    const runs = new RunFunctions(this, 'Runs', { ...common, bucket, machine, defaults, deadLetters });
    const [start, status] = [runs.start.function, runs.status.function];
    new UploadTrigger(this, 'Upload', { bucket, start, deadLetters });
    new ScheduleTrigger(this, 'Schedule', {
      start,
      deadLetters,
      ...(schedule === null ? {} : { expression: schedule }),
    });
    const { api } = new ApiTrigger(this, 'Api', { start, status, logRetention: common.logRetention });

    const functions = { start, plan: planFunction, translate, merge, status };
    const incomplete = incompleteRuns(this, steps.merge.logGroup);
    new Alarms(this, 'Alarms', {
      machine,
      deadLetters,
      incompleteRuns: incomplete,
      throttles: throttlesOf(functions),
      ...(email === null ? {} : { email }),
    });
    new Dashboard(this, 'Dashboard', { machine, api, functions, deadLetters, incompleteRuns: incomplete });

    new CfnOutput(this, OUTPUTS.bucket, { value: bucket.bucketName });
    new CfnOutput(this, OUTPUTS.stateMachine, { value: machine.stateMachineArn });
    new CfnOutput(this, OUTPUTS.api, { value: api.url });
  }
}
