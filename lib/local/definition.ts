import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { StateGraph } from 'aws-cdk-lib/aws-stepfunctions';
import { App, Stack } from 'aws-cdk-lib/core';
import cdkJson from '../../cdk.json' with { type: 'json' };
import { Workflow } from '../infra/workflow.ts';
import type { Definition } from './asl.ts';

/** The steps that the workflow's tasks call. */
export type StepName = 'plan' | 'translate' | 'merge';

const ARN_PREFIX = 'arn:aws:lambda:us-east-1:000000000000:function:';

/** Which step a Task's resource stands for; null for any other resource. */
export function stepOf(resource: string): StepName | null {
  const name = resource.startsWith(ARN_PREFIX) ? resource.slice(ARN_PREFIX.length) : '';
  return name === 'plan' || name === 'translate' || name === 'merge' ? name : null;
}

/** Builds the workflow construct in memory, with functions that stand for the steps, and takes its definition with all tokens resolved. */
export function workflowDefinition(): Definition {
  // The CLI reads cdk.json, an App made in process does not: its feature flags shape the definition.
  const app = new App({ analyticsReporting: false, treeMetadata: false, context: cdkJson.context });
  const stack = new Stack(app, 'Local');
  const step = (name: StepName) => LambdaFunction.fromFunctionArn(stack, name, `${ARN_PREFIX}${name}`);
  const { definition } = new Workflow(stack, 'Workflow', {
    plan: step('plan'),
    translate: step('translate'),
    merge: step('merge'),
    bucket: Bucket.fromBucketName(stack, 'Bucket', 'local'),
  });
  const graph = new StateGraph(definition.startState, 'the workflow').toGraphJson();
  return withoutIntrinsics(stack.resolve(graph)) as Definition;
}

/** CloudFormation would fill these in at deployment: the partition's name, and texts joined around it. */
function withoutIntrinsics(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutIntrinsics);
  if (typeof value !== 'object' || value === null) return value;
  const { Ref: ref, 'Fn::Join': join } = value as { Ref?: unknown; 'Fn::Join'?: readonly [string, readonly unknown[]] };
  if (ref === 'AWS::Partition') return 'aws';
  if (join) return join[1].map(withoutIntrinsics).join(join[0]);
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, withoutIntrinsics(child)]));
}
