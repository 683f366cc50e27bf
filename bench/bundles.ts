import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib/core';
import cdkJson from '../cdk.json' with { type: 'json' };
import { readConfig } from '../lib/infra/config.ts';
import { FanoutStack } from '../lib/infra/stack.ts';
import { atMost, median, type Row } from './row.ts';

const ROUNDS = 15;
const KB = 1000;

/** The Translate function as it ships: its size, and how long a fresh process takes to load it. The other functions are printed beside it. */
export function bundleRows(): Row[] {
  const outdir = mkdtempSync(join(tmpdir(), 'fanout-bench-'));
  try {
    const bundles = synthesize(outdir);
    const kilobytes = (file: string) => statSync(file).size / KB;
    const others = Object.entries(bundles).filter(([name]) => name !== 'translate');
    const sizes = others.map(([name, file]) => `${name} ${kilobytes(file).toFixed(0)}`).join(', ');
    const translate = bundles['translate'] ?? '';
    return [
      atMost(`translate bundle (others: ${sizes} KB)`, kilobytes(translate), 750, ' KB', 0),
      atMost(`translate load, median of ${ROUNDS} fresh processes`, median(loadTimes(translate)), 80, ' ms', 0),
    ];
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

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
      return [name, join(outdir, `asset.${Properties.Code.S3Key.replace('.zip', '')}`, 'index.js')];
    }),
  );
}

function loadTimes(file: string): number[] {
  const script = 'const begun = performance.now(); require(process.argv[1]); console.log(performance.now() - begun);';
  const env = { PATH: process.env['PATH'] ?? '', AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };
  return Array.from({ length: ROUNDS }, () =>
    Number(execFileSync(process.execPath, ['-e', script, file], { env, encoding: 'utf8' })),
  );
}
