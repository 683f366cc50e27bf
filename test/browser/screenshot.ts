import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { launch } from './launch.ts';

/** `npm run screenshot`: translates the bundled catalog offline and takes the picture of its page that the README shows. */

const TO = resolve('docs/report.png');
const folder = await mkdtemp(join(tmpdir(), 'fanout-screenshot-'));
const { GROQ_API_KEY: _, GROQ_BASE_URL: __, ...env } = process.env;
const browser = await launch();
try {
  const languages = ['es', 'fr', 'de', 'it', 'ar'];
  const command = ['--import', 'tsx', 'bin/fanout.ts', '--all', '--languages', ...languages, '--output', folder];
  execFileSync(process.execPath, command, { env, stdio: 'ignore' });
  const run = (await readdir(folder)).find((name) => name !== 'memory') ?? '';
  const page = await browser.newPage({ viewport: { width: 1280, height: 1000 }, colorScheme: 'light' });
  await page.goto(pathToFileURL(join(folder, run, 'report.html')).href);
  for (const unwanted of ['fr', 'it']) await page.locator(`input[value="${unwanted}"]`).uncheck();
  await page.screenshot({ path: TO, fullPage: true });
} finally {
  await browser.close();
  await rm(folder, { recursive: true, force: true });
}
console.log(TO);
