import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { ArnFormat, Stack } from 'aws-cdk-lib/core';
import { argueWildcard } from './wildcards.ts';

/** The L2 grants of a bucket and a state machine say `s3:GetObject*`, `s3:List*` and the like: these name each action. */

export interface ObjectRights {
  /** Key prefixes, such as `runs/`. @default none */
  readonly read?: readonly string[];
  /** Key prefixes. @default none */
  readonly write?: readonly string[];
  /** Key prefixes. @default none */
  readonly remove?: readonly string[];
}

/** Rights to the objects under some prefixes of a bucket, and to list it. */
export function grantObjects(role: Role, bucket: IBucket, { read = [], write = [], remove = [] }: ObjectRights): void {
  const under = (prefixes: readonly string[]) => prefixes.map((prefix) => bucket.arnForObjects(`${prefix}*`));
  role.addToPolicy(new PolicyStatement({ actions: ['s3:GetObject'], resources: under(read) }));
  if (write.length > 0) {
    // An upload that goes wrong takes its parts back.
    role.addToPolicy(
      new PolicyStatement({ actions: ['s3:PutObject', 's3:AbortMultipartUpload'], resources: under(write) }),
    );
  }
  if (remove.length > 0)
    role.addToPolicy(new PolicyStatement({ actions: ['s3:DeleteObject'], resources: under(remove) }));
  // Without this right S3 answers 403, and not 404, for an object that is not there. It takes no condition on the prefix: a GetObject has none.
  role.addToPolicy(new PolicyStatement({ actions: ['s3:ListBucket'], resources: [bucket.bucketArn] }));
  for (const resource of under([...new Set([...read, ...write, ...remove])]))
    argueWildcard(
      role,
      resource,
      'Keys come from runs and catalogs: a prefix is as narrow as a right to objects gets.',
    );
}

/** The executions of a state machine: their names are run ids. */
export function executionsOf(machine: StateMachine): string {
  return Stack.of(machine).formatArn({
    service: 'states',
    resource: 'execution',
    resourceName: `${machine.stateMachineName}:*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}

/** The right to look at any run of a state machine, of which the caller has the name. */
export function grantDescribeRuns(role: Role, machine: StateMachine): void {
  const resource = executionsOf(machine);
  role.addToPolicy(new PolicyStatement({ actions: ['states:DescribeExecution'], resources: [resource] }));
  argueWildcard(role, resource, 'An execution is named by its run, which does not exist yet at deployment.');
}

/** The right to read one SecureString. None to KMS: the key policy of aws/ssm, under which it is encrypted, lets whoever may read it from SSM decrypt it. */
export function grantParameter(role: Role, name: string): void {
  const resourceName = name.replace(/^\//, '');
  const parameter = Stack.of(role).formatArn({ service: 'ssm', resource: 'parameter', resourceName });
  role.addToPolicy(new PolicyStatement({ actions: ['ssm:GetParameter'], resources: [parameter] }));
}
