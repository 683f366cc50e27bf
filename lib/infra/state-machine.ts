import { Policy, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { RUNS_PREFIX } from '../run/contract/keys.ts';
import { executionsOf } from './grants.ts';
import { argueWildcard } from './wildcards.ts';
import { Workflow } from './workflow.ts';

export interface FanoutStateMachineProps {
  readonly plan: IFunction;
  readonly translate: IFunction;
  readonly merge: IFunction;
  readonly bucket: IBucket;
  readonly logRetention: RetentionDays;
}

/** The workflow as a state machine: Standard, since a job may wait a day for the provider, and an Express execution ends after five minutes. */
export class FanoutStateMachine extends Construct {
  readonly machine: StateMachine;
  private readonly role: Role;

  constructor(scope: Construct, id: string, { logRetention, ...props }: FanoutStateMachineProps) {
    super(scope, id);
    this.role = this.roleFor(props);
    this.machine = new StateMachine(this, 'Machine', {
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromChainable(new Workflow(this, 'Workflow', props).definition),
      // Not what CDK would add: it lets the machine invoke every version of the functions and read the whole bucket.
      role: this.role.withoutPolicyUpdates(),
      tracingEnabled: true,
      logs: {
        destination: new LogGroup(this, 'Logs', {
          // Under this prefix a log group needs no room in the account's one resource policy of 5,120 characters.
          logGroupName: `/aws/vendedlogs/states/${Stack.of(this).stackName}`,
          retention: logRetention,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
        level: LogLevel.ALL,
        // What passes is references; a request, with whatever a shop wrote into it, is no matter for a log.
        includeExecutionData: false,
      },
    });
    // CDK's own policy for a Distributed Map, which hangs on no role now.
    this.machine.node.tryRemoveChild('DistributedMapPolicy');
    this.allowBatches();
  }

  private roleFor({ plan, translate, merge, bucket }: Omit<FanoutStateMachineProps, 'logRetention'>): Role {
    const batchLists = bucket.arnForObjects(`${RUNS_PREFIX}*`);
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('states.amazonaws.com'),
      // Part of the role itself, so that the machine, which checks them at its creation, cannot come before them.
      inlinePolicies: {
        Workflow: new PolicyDocument({
          statements: [
            new PolicyStatement({
              actions: ['lambda:InvokeFunction'],
              resources: [plan, translate, merge].map(({ functionArn }) => functionArn),
            }),
            new PolicyStatement({ actions: ['s3:GetObject'], resources: [batchLists] }),
            new PolicyStatement({ actions: [...LOG_DELIVERY, ...TRACING], resources: ['*'] }),
          ],
        }),
      },
    });
    argueWildcard(
      role,
      batchLists,
      'The list of batches stands among the files of its run, whose id is not known before.',
    );
    argueWildcard(role, '*', 'Log delivery and X-Ray know no resource but *.');
    return role;
  }

  /** The Distributed Map's child runs are executions of the machine itself: to be a policy of its own, since the machine needs the role first. */
  private allowBatches(): void {
    const runs = executionsOf(this.machine);
    const children = Stack.of(this).formatArn({
      service: 'states',
      resource: 'execution',
      resourceName: `${this.machine.stateMachineName}/*:*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    const policy = new Policy(this, 'Batches', {
      roles: [this.role],
      statements: [
        new PolicyStatement({ actions: ['states:StartExecution'], resources: [this.machine.stateMachineArn] }),
        new PolicyStatement({ actions: ['states:DescribeExecution', 'states:StopExecution'], resources: [runs] }),
        new PolicyStatement({ actions: ['states:RedriveExecution'], resources: [children] }),
      ],
    });
    for (const resource of [runs, children])
      argueWildcard(policy, resource, 'Step Functions names the child runs of a Distributed Map when it starts them.');
  }
}

const LOG_DELIVERY = [
  'logs:CreateLogDelivery',
  'logs:GetLogDelivery',
  'logs:UpdateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:DescribeResourcePolicies',
  'logs:DescribeLogGroups',
];

const TRACING = [
  'xray:PutTraceSegments',
  'xray:PutTelemetryRecords',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
];
