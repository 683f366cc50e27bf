import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Definition } from '../../lib/local/asl.ts';
import { filledIn, LOCAL_ARN } from '../infra/filled-in.ts';
import { synthesis } from './synthesis.ts';

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

/** The app as `cdk synth` makes it, bundles and all. @throws Error with what the command said, where it made none */
export async function synthesized(): Promise<Synthesized> {
  const { code, stderr, output } = await synthesis();
  if (code !== 0) throw new Error(stderr);
  const text = readFileSync(join(output, 'TranslationFanout.template.json'), 'utf8');
  const template = JSON.parse(text) as { Resources: Record<string, Resource> };
  const all = Object.entries(template.Resources);
  const functions = FUNCTIONS.map((name) => {
    const found = all.filter(
      ([id, { Type }]) => Type === 'AWS::Lambda::Function' && id.toLowerCase().includes(`${name}function`),
    );
    const properties: Resource['Properties'] = found[0]?.[1].Properties ?? {};
    if (found.length !== 1) throw new Error(`${found.length} functions ${name}`);
    const { S3Key: key = '' } = properties['Code'] as { S3Key?: string };
    const { Variables: environment = {} } = properties['Environment'] as { Variables?: Record<string, unknown> };
    return [name, { file: join(output, `asset.${key.replace('.zip', '')}`, 'index.js'), environment, properties }];
  });
  const machine = all.find(([, { Type }]) => Type === 'AWS::StepFunctions::StateMachine')?.[1];
  return {
    functions: Object.fromEntries(functions),
    definition: machine?.Properties['DefinitionString'],
    text,
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
