import { Stack, Validations } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

/** Says why a role must have a resource with a wildcard: the rule that watches for them (AwsSolutions-IAM5) takes the reason for this resource alone. */
export function argueWildcard(role: IConstruct, resource: string, reason: string): void {
  const id = `AwsSolutions-IAM5[Resource::${flat(Stack.of(role).resolve(resource))}]`;
  Validations.of(role).acknowledge({ id, reason });
}

/** A resource as the rule writes it: `<Bucket.Arn>/runs/*`. */
function flat(resource: unknown): string {
  if (typeof resource === 'string') return resource;
  const { Ref: ref, 'Fn::GetAtt': attribute, 'Fn::Join': join } = resource as Intrinsics;
  if (ref !== undefined) return `<${ref}>`;
  if (attribute !== undefined) return `<${attribute.join('.')}>`;
  if (join !== undefined) return join[1].map(flat).join(join[0]);
  return JSON.stringify(resource);
}

interface Intrinsics {
  readonly Ref?: string;
  readonly 'Fn::GetAtt'?: readonly [string, string];
  readonly 'Fn::Join'?: readonly [string, readonly unknown[]];
}
