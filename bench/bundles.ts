import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { App } from 'aws-cdk-lib/core';
import cdkJson from '../cdk.json' with { type: 'json' };
import { readConfig } from '../lib/infra/config.ts';
import { FanoutStack } from '../lib/infra/stack.ts';
import { atMost, median, type Row } from './row.ts';

const ROUNDS = 15;
const KB = 1000;
const INDEX = 'index.js';

/**
 * The Translate function as it ships: the size of all its code, and how long a fresh process takes to load what a cold start loads. Printed beside them are the other
 * functions, and what the files that it loads later take then.
 */
export function bundleRows(): Row[] {
  const outdir = mkdtempSync(join(tmpdir(), 'fanout-bench-'));
  try {
    const bundles = synthesize(outdir);
    const kilobytes = (file: string) =>
      codeOf(file).reduce((sum, name) => sum + statSync(join(dirname(file), name)).size, 0) / KB;
    const others = Object.entries(bundles).filter(([name]) => name !== 'translate');
    const sizes = others.map(([name, file]) => `${name} ${kilobytes(file).toFixed(0)}`).join(', ');
    const translate = bundles['translate'] ?? '';
    const later = codeOf(translate)
      .filter((name) => name !== INDEX)
      .map((name) => `${name} ${median(loadTimes(translate, join(dirname(translate), name))).toFixed(0)} ms`);
    return [
      atMost(`translate bundle (others: ${sizes} KB)`, kilobytes(translate), 750, ' KB', 0),
      atMost(
        `translate load, median of ${ROUNDS} fresh processes (later, when needed: ${later.join(', ')})`,
        median(loadTimes(translate)),
        80,
        ' ms',
        0,
      ),
    ];
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** The names of a function's files of code: its bundle, and what it loads later. */
const codeOf = (file: string) => readdirSync(dirname(file)).filter((name) => name.endsWith('.js'));

/** Function -> its bundle, as `cdk synth` leaves it. */
function synthesize(outdir: string): Readonly<Record<string, string>> {
  const app = new App({ analyticsReporting: false, outdir, context: cdkJson.context });
  const config = readConfig((name) => app.node.tryGetContext(name));
  new FanoutStack(app, config.stackName, { config });
  const { Resources } = app.synth().getStackByName(config.stackName).template as {
    Resources: Record<string, { Type: string; Properties: { Code: { S3Key: string } } }>;
  };
  const functions = Object.entries(Resources).filter(([, { Type }]) => Type === 'AWS::Lambda::Function');
  return Object.fromEntries(
    functions.map(([id, { Properties }]) => {
      const name = /^(?:Steps|Runs)([A-Z][a-z]+)/.exec(id)?.[1]?.toLowerCase() ?? id;
      return [name, join(outdir, `asset.${Properties.Code.S3Key.replace('.zip', '')}`, INDEX)];
    }),
  );
}

/** Milliseconds that fresh processes take to load a function; with a file beside it, what that takes once the function is there. */
function loadTimes(file: string, beside: string | null = null): number[] {
  const before = beside === null ? '' : `require(${JSON.stringify(file)});`;
  const script = `${before} const begun = performance.now(); require(process.argv[1]); console.log(performance.now() - begun);`;
  const env = { PATH: process.env['PATH'] ?? '', AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };
  return Array.from({ length: ROUNDS }, () =>
    Number(execFileSync(process.execPath, ['-e', script, beside ?? file], { env, encoding: 'utf8' })),
  );
}
