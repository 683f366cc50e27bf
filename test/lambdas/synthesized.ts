import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { App } from 'aws-cdk-lib/core';
import { afterAll } from 'vitest';
import cdkJson from '../../cdk.json' with { type: 'json' };
import { readConfig } from '../../lib/infra/config.ts';
import { FanoutStack } from '../../lib/infra/stack.ts';
import type { Definition } from '../../lib/local/asl.ts';
import { filledIn, LOCAL_ARN } from '../infra/filled-in.ts';

/** The functions of the stack, by the file that they are bundled from. */
export const FUNCTIONS = ['start', 'plan', 'translate', 'merge', 'status'] as const;
export type FunctionName = (typeof FUNCTIONS)[number];

interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

export interface SynthesizedFunction {
  /** The bundle as the asset holds it. */
  readonly file: string;
  /** As the template has it: tokens in the place of what CloudFormation fills in. */
  readonly environment: Readonly<Record<string, unknown>>;
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface Synthesized {
  readonly functions: Readonly<Record<FunctionName, SynthesizedFunction>>;
  readonly definition: unknown;
  readonly text: string;
}

const folder = mkdtempSync(join(tmpdir(), 'fanout-bundles-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Synthesizes the app as `cdk synth` does, bundles and all. */
export function synthesize(context: Readonly<Record<string, unknown>>): Synthesized {
  const outdir = mkdtempSync(join(folder, 'app-'));
  const app = new App({ analyticsReporting: false, outdir, context: { ...cdkJson.context, ...context } });
  const config = readConfig((name) => app.node.tryGetContext(name));
  new FanoutStack(app, config.stackName, { config });
  const template = app.synth().getStackByName(config.stackName).template as { Resources: Record<string, Resource> };
  const all = Object.entries(template.Resources);
  const functions = FUNCTIONS.map((name) => {
    const found = all.filter(
      ([id, { Type }]) => Type === 'AWS::Lambda::Function' && id.toLowerCase().includes(`${name}function`),
    );
    const properties: Resource['Properties'] = found[0]?.[1].Properties ?? {};
    if (found.length !== 1) throw new Error(`${found.length} functions ${name}`);
    const { S3Key: key = '' } = properties['Code'] as { S3Key?: string };
    const { Variables: environment = {} } = properties['Environment'] as { Variables?: Record<string, unknown> };
    return [name, { file: join(outdir, `asset.${key.replace('.zip', '')}`, 'index.js'), environment, properties }];
  });
  const machine = all.find(([, { Type }]) => Type === 'AWS::StepFunctions::StateMachine')?.[1];
  return {
    functions: Object.fromEntries(functions),
    definition: machine?.Properties['DefinitionString'],
    text: JSON.stringify(template),
  };
}

/** The names of a function's JavaScript files, `index.js` and what stands beside it. */
export const codeOf = ({ file }: SynthesizedFunction): readonly string[] =>
  readdirSync(dirname(file)).filter((name) => name.endsWith('.js'));

/** The sources that a function's file is made of, as its source map has them. */
export function sourcesOf({ file }: SynthesizedFunction, name = 'index.js'): readonly string[] {
  const map = JSON.parse(readFileSync(join(dirname(file), `${name}.map`), 'utf8')) as { sources: string[] };
  return map.sources.map((source) => source.replace(/^(\.\.\/)+/, ''));
}

/** The workflow of the template, with functions named as where it is run on one machine. */
export function definitionIn({ definition }: Synthesized, bucket: string): Definition {
  return JSON.parse(
    filledIn(definition, {
      StepsPlan: `${LOCAL_ARN}plan`,
      StepsTranslate: `${LOCAL_ARN}translate`,
      StepsMerge: `${LOCAL_ARN}merge`,
      Bucket: bucket,
      'AWS::Partition': 'aws',
    }),
  );
}
