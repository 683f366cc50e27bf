import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import {
  ContextAttribute,
  Schedule,
  ScheduleExpression,
  ScheduleTargetInput,
  TimeWindow,
} from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Duration, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';

/** Stands in the template while no schedule is set; it is switched off then. */
export const UNSET_SCHEDULE = 'cron(0 3 * * ? *)';

export interface ScheduleTriggerProps {
  /** Starts a run for each catalog. */
  readonly start: IFunction;
  /** Takes the invocations that could not be delivered. */
  readonly deadLetters: IQueue;
  /** `cron(...)` in UTC, or `rate(...)`. @default UNSET_SCHEDULE, switched off */
  readonly expression?: string;
}

/** Refreshes every catalog at its time. It is always there, so that it can be seen, and switched on by hand. */
export class ScheduleTrigger extends Construct {
  constructor(scope: Construct, id: string, { start, deadLetters, expression }: ScheduleTriggerProps) {
    super(scope, id);
    const stack = Stack.of(this);
    const role = new Role(this, 'Role', {
      // The scheduler of this account alone, as against one who would borrow the role by way of the service.
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: {
          StringEquals: {
            'aws:SourceAccount': stack.account,
            'aws:SourceArn': stack.formatArn({
              service: 'scheduler',
              resource: 'schedule-group',
              resourceName: 'default',
            }),
          },
        },
      }),
    });
    role.addToPolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [start.functionArn] }));
    role.addToPolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [deadLetters.queueArn] }));
    const schedule = new Schedule(this, 'Schedule', {
      description: 'Refreshes every catalog',
      enabled: expression !== undefined,
      schedule: ScheduleExpression.expression(expression ?? UNSET_SCHEDULE),
      timeWindow: TimeWindow.off(),
      target: new LambdaInvoke(start, {
        // Not what CDK would add: it lets the schedule invoke every version of the function.
        role: role.withoutPolicyUpdates(),
        input: ScheduleTargetInput.fromObject({ trigger: 'schedule', scheduledTime: ContextAttribute.scheduledTime }),
        deadLetterQueue: deadLetters,
        // For the handing over alone; Lambda retries the function itself. A refresh that is an hour late had better be left to the next.
        retryAttempts: 10,
        maxEventAge: Duration.hours(1),
      }),
    });
    schedule.node.addDependency(role);
  }
}
