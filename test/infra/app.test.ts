import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'fanout-app-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Neither credentials nor a way to any: what an empty account would start from. */
const ENVIRONMENT = {
  PATH: process.env['PATH'],
  HOME: folder,
  CDK_DISABLE_CLI_TELEMETRY: 'true',
  AWS_EC2_METADATA_DISABLED: 'true',
  // Any request would fail here.
  HTTPS_PROXY: 'http://127.0.0.1:9',
  HTTP_PROXY: 'http://127.0.0.1:9',
};

async function synth(output: string, ...args: string[]): Promise<{ code: number; stderr: string }> {
  const cdk = resolve('node_modules/.bin/cdk');
  try {
    const { stderr } = await promisify(execFile)(
      cdk,
      ['synth', '--quiet', '--no-notices', '-o', join(folder, output), ...args],
      { env: ENVIRONMENT },
    );
    return { code: 0, stderr };
  } catch (error) {
    const { code, stderr } = error as { code: number; stderr: string };
    return { code, stderr };
  }
}

describe('npx cdk synth', () => {
  it('needs no credentials, no network and no Docker, and bundles each function so that it loads', async () => {
    const { code, stderr } = await synth('out', '-c', 'locales=es,fr', '-c', 'maxConcurrency=20');
    expect(code, stderr).toBe(0);
    const files = readdirSync(join(folder, 'out'));
    const template = readFileSync(join(folder, 'out', 'TranslationFanout.template.json'), 'utf8');
    expect(template).toContain('{\\"locales\\":[\\"es\\",\\"fr\\"],\\"maxConcurrency\\":20,\\"model\\":null}');

    const assets = files.filter((file) => file.startsWith('asset.'));
    expect(assets).toHaveLength(5);
    const { Resources } = JSON.parse(template) as {
      Resources: Record<string, { Properties: { Code: { S3Key: string } } }>;
    };
    const [, translate] = Object.entries(Resources).find(([id]) => id.startsWith('StepsTranslateFunction')) ?? [];
    expect(assets).toContain(`asset.${translate?.Properties.Code.S3Key.replace('.zip', '')}`);
    for (const asset of assets) {
      const bundle = join(folder, 'out', asset, 'index.js');
      // No packages stand in or above that folder.
      const load = `process.stdout.write(typeof require(${JSON.stringify(bundle)}).handler)`;
      const { stdout } = await promisify(execFile)(process.execPath, ['-e', load], { env: { HOME: folder } });
      expect(stdout).toBe('function');
      // Many Translates start at once in a run, one Plan and one Merge.
      const isTranslate = asset === `asset.${translate?.Properties.Code.S3Key.replace('.zip', '')}`;
      expect(statSync(bundle).size).toBeLessThanOrEqual(isTranslate ? 750_000 : 900_000);
      expect(statSync(`${bundle}.map`).size).toBeGreaterThan(0);
    }
  }, 180_000);

  it('lists every fault of the context, and makes nothing', async () => {
    const { code, stderr } = await synth(
      'bad',
      '-c',
      'maxConcurrency=many',
      '-c',
      'locales=es,xx-bad-',
      '-c',
      'plan=gold',
    );
    expect(code).toBe(1);
    expect(stderr).toContain('context maxConcurrency: expected a whole number, got "many"');
    expect(stderr).toContain('context plan: expected free or developer, got "gold"');
    expect(stderr).toContain('unknown language "xx-bad-"');
    expect(stderr).not.toMatch(/\.ts:\d+/);
    expect(readdirSync(join(folder, 'bad')).filter((file) => file.endsWith('.template.json'))).toEqual([]);
  }, 120_000);
});
