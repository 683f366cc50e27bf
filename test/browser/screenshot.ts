import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { launch } from './launch.ts';
import { sampleRun } from './sample-run.ts';

/** `npm run screenshot`: translates the bundled catalog offline and takes the picture of its page that the README shows. */

const TO = resolve('docs/report.png');
const folder = await mkdtemp(join(tmpdir(), 'fanout-screenshot-'));
const browser = await launch();
try {
  const languages = ['es', 'fr', 'de', 'it', 'ar'];
  const run = await sampleRun(folder, ['--all', '--languages', ...languages]);
  const page = await browser.newPage({ viewport: { width: 1280, height: 1000 }, colorScheme: 'light' });
  await page.goto(pathToFileURL(join(run, 'report.html')).href);
  for (const unwanted of ['fr', 'it']) await page.locator(`input[value="${unwanted}"]`).uncheck();
  await page.screenshot({ path: TO, fullPage: true });
} finally {
  await browser.close();
  await rm(folder, { recursive: true, force: true });
}
console.log(TO);
