import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { App } from 'aws-cdk-lib/core';
import { inject } from 'vitest';
import cdkJson from '../../cdk.json' with { type: 'json' };
import { readConfig } from '../../lib/infra/config.ts';
import { FanoutStack } from '../../lib/infra/stack.ts';

/** A resource of a template, as its JSON. */
export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DependsOn?: readonly string[];
  readonly DeletionPolicy?: string;
}

const folder = mkdtempSync(join(inject('runFolder'), 'synth-'));
let apps = 0;

/** An app with the context of cdk.json, which the CLI reads and an app in process does not, and what is given here. Nothing is bundled. */
export function appWith(context: Readonly<Record<string, unknown>> = {}): App {
  return new App({
    analyticsReporting: false,
    outdir: join(folder, String(++apps)),
    context: { ...cdkJson.context, ...context, 'aws:cdk:bundling-stacks': [] },
  });
}

export function stackIn(app: App): FanoutStack {
  const config = readConfig((name) => app.node.tryGetContext(name));
  return new FanoutStack(app, config.stackName, { config });
}

/** The stack's template: half a second, so tests that need no other context share this one. */
export const template = Template.fromStack(stackIn(appWith()));

export const resources = (from = template): Readonly<Record<string, Resource>> => from.toJSON()['Resources'];

export function resourcesOf(type: string, from = template): [string, Resource][] {
  return Object.entries(resources(from)).filter(([, { Type }]) => Type === type);
}

/** The one resource of a type whose logical id begins so. */
export function resource(type: string, idStart = '', from = template): [string, Resource] {
  const found = resourcesOf(type, from).filter(([id]) => id.startsWith(idStart));
  const [only] = found;
  if (only === undefined || found.length > 1) throw new Error(`${found.length} resources of type ${type}: ${idStart}`);
  return only;
}

export interface Statement {
  readonly Effect: string;
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}

/** What the roles whose ids begin so may do, each resource as a text: `<Bucket>/runs/*`. */
export function rightsOf(roleStart: string, from = template): Statement[] {
  const [role, { Properties }] = resource('AWS::IAM::Role', roleStart, from);
  const own = (Properties['Policies'] ?? []) as { PolicyDocument: PolicyDocument }[];
  const attached = resourcesOf('AWS::IAM::Policy', from)
    .map(([, policy]) => policy.Properties as unknown as { Roles: { Ref: string }[]; PolicyDocument: PolicyDocument })
    .filter(({ Roles }) => Roles.some(({ Ref }) => Ref === role));
  return [...own, ...attached].flatMap(({ PolicyDocument: { Statement } }) =>
    Statement.map(({ Effect, Action, Resource }) => ({
      Effect,
      Action: [Action].flat(),
      Resource: [Resource].flat().map(readable),
    })),
  );
}

interface PolicyDocument {
  readonly Statement: readonly { Effect: string; Action: string | string[]; Resource: unknown }[];
}

/** A value of the template as people would write it: `<Bucket>/runs/*`, with the hashes of logical ids taken off. */
export function readable(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const { Ref, 'Fn::GetAtt': attribute, 'Fn::Join': join } = value as Record<string, unknown>;
  const name = Ref ?? (attribute as string[] | undefined)?.[0];
  if (typeof name === 'string') return `<${name.replace(/[0-9A-F]{8}$/, '')}>`;
  if (join === undefined) throw new Error(`an intrinsic that nobody expected: ${JSON.stringify(value)}`);
  const [delimiter, parts] = join as [string, unknown[]];
  return parts.map(readable).join(delimiter);
}
