import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';
import { describe, expect, it, onTestFinished } from 'vitest';
import { BUNDLING } from '../../lib/infra/bundling.ts';
import { failure, reportProduct, sampleReport } from '../run/report/sample.ts';
import { open, useBrowser } from './browser.ts';

useBrowser();

const DATA = sampleReport({
  products: [
    reportProduct(1, ['es', 'ar']),
    reportProduct(2, ['es', 'ar'], { original: { name: 'Sage Vest' }, failures: [failure('ar')] }),
  ],
});

/** Renders the page in a process that has the code another way than these tests have it. */
async function made(how: 'tsx' | 'bundle'): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'fanout-made-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const page = JSON.stringify(resolve('lib/run/report/page.ts'));
  const entry = join(folder, 'entry.ts');
  const data = join(folder, 'data.json');
  await writeFile(data, JSON.stringify(DATA));
  await writeFile(
    entry,
    `import { readFileSync } from 'node:fs';
import { reportPage } from ${page};
process.stdout.write(reportPage(JSON.parse(readFileSync(${JSON.stringify(data)}, 'utf8'))));\n`,
  );
  if (how === 'tsx') return execFileSync(process.execPath, ['--import', 'tsx', entry], { encoding: 'utf8' });
  const bundle = join(folder, 'index.cjs');
  // As NodejsFunction has it done for a Lambda.
  buildSync({
    entryPoints: [entry],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: BUNDLING.format ?? 'cjs',
    target: BUNDLING.target ?? 'node24',
    minify: BUNDLING.minify ?? false,
    mainFields: BUNDLING.mainFields ?? [],
    charset: 'utf8',
  });
  return execFileSync(process.execPath, [bundle], { encoding: 'utf8' });
}

describe('the script, as it is written by', () => {
  it.each([
    ['a run from the sources', 'tsx'],
    ['a Lambda, minified', 'bundle'],
  ] as const)('%s', async (_, how) => {
    const html = await made(how);
    const { page, complaints } = await open(html);
    await page.locator('#search').fill('sage vest');
    await expect.poll(() => page.locator('#found').textContent()).toBe('1 of 2 products');
    await page.locator('#search').fill('');
    await page.locator('#only-failures').check();
    await expect
      .poll(() => page.locator('#detail .failure strong').textContent())
      .toBe('Not translated: ModelAnswerInvalid');
    await page.locator('.steps summary').click();
    expect(await page.locator('.bar').count()).toBe(14);
    await page.locator('#theme').click();
    expect(complaints).toEqual([]);
  });
});
