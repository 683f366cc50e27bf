import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { cdkSynth, synthesis } from '../lambdas/synthesis.ts';

const folder = mkdtempSync(join(tmpdir(), 'fanout-app-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('npx cdk synth', () => {
  it('needs no credentials, no network and no Docker, and bundles each function so that it loads', async () => {
    const { code, stderr, output } = await synthesis();
    expect(code, stderr).toBe(0);
    const files = readdirSync(output);
    const template = readFileSync(join(output, 'TranslationFanout.template.json'), 'utf8');
    expect(template).toContain('{\\"locales\\":[\\"es\\",\\"fr\\",\\"de\\"],\\"maxConcurrency\\":20,\\"model\\":null}');

    const assets = files.filter((file) => file.startsWith('asset.'));
    expect(assets).toHaveLength(5);
    const { Resources } = JSON.parse(template) as {
      Resources: Record<string, { Properties: { Code: { S3Key: string } } }>;
    };
    const [, translate] = Object.entries(Resources).find(([id]) => id.startsWith('StepsTranslateFunction')) ?? [];
    expect(assets).toContain(`asset.${translate?.Properties.Code.S3Key.replace('.zip', '')}`);
    for (const asset of assets) {
      const bundle = join(output, asset, 'index.js');
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
    const context = { maxConcurrency: 'many', locales: 'es,xx-bad-', plan: 'gold' };
    const { code, stderr } = await cdkSynth(folder, 'bad', context);
    expect(code).toBe(1);
    expect(stderr).toContain('context maxConcurrency: expected a whole number, got "many"');
    expect(stderr).toContain('context plan: expected free or developer, got "gold"');
    expect(stderr).toContain('unknown language "xx-bad-"');
    expect(stderr).not.toMatch(/\.ts:\d+/);
    expect(readdirSync(join(folder, 'bad')).filter((file) => file.endsWith('.template.json'))).toEqual([]);
  }, 120_000);
});
