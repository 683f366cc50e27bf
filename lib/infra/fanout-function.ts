import { fileURLToPath } from 'node:url';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, LoggingFormat, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction, type NodejsFunctionProps } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { type Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { BUNDLING, besideCommands, type LoadedLater } from './bundling.ts';
import { argueWildcard } from './wildcards.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface FanoutFunctionProps extends Omit<NodejsFunctionProps, 'entry' | 'role' | 'logGroup' | 'bundling'> {
  /** The file in `lambdas/`, without its ending; it exports `handler`. */
  readonly file: string;
  readonly description: string;
  readonly timeout: Duration;
  readonly memorySize: number;
  /** What it loads when it needs it. @default nothing */
  readonly loadsLater?: readonly LoadedLater[];
  /** How long its logs are kept. */
  readonly logRetention: RetentionDays;
}

/** A Lambda of this project: bundled here without Docker, with a role that may nothing but log and trace until it is granted more. */
export class FanoutFunction extends Construct {
  readonly function: NodejsFunction;
  readonly role: Role;
  readonly logGroup: LogGroup;

  constructor(
    scope: Construct,
    id: string,
    { file, loadsLater = [], logRetention, environment, ...props }: FanoutFunctionProps,
  ) {
    super(scope, id);
    this.logGroup = new LogGroup(this, 'Logs', { retention: logRetention, removalPolicy: RemovalPolicy.DESTROY });
    // Not the role that CDK makes: its managed policy may write to every log group of the account.
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.logGroup.grantWrite(this.role);
    this.function = new NodejsFunction(this, 'Function', {
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      tracing: Tracing.ACTIVE,
      loggingFormat: LoggingFormat.JSON,
      // A switch for version 2 of the SDK.
      awsSdkConnectionReuse: false,
      projectRoot: ROOT,
      depsLockFilePath: `${ROOT}package-lock.json`,
      ...props,
      entry: `${ROOT}lambdas/${file}.ts`,
      role: this.role,
      logGroup: this.logGroup,
      ...(environment && { environment }),
      bundling: {
        ...BUNDLING,
        commandHooks: {
          beforeBundling: () => [],
          beforeInstall: () => [],
          afterBundling: (input, output) => besideCommands(loadsLater, input, output),
        },
      },
    });
    argueWildcard(this.role, '*', 'X-Ray takes segments without a resource: its actions know no other than *.');
  }
}
