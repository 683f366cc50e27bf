import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import type { ReportData } from '../../lib/run/report/data.ts';
import { reportPage } from '../../lib/run/report/page.ts';
import { launch } from './launch.ts';

let browser: Browser;
let folder: string;
const contexts = new Map<string, Promise<BrowserContext>>();

/** Starts a browser, with a fresh profile, for the tests of a file. */
export function useBrowser(): void {
  beforeAll(async () => {
    browser = await launch();
    folder = await mkdtemp(join(tmpdir(), 'fanout-page-'));
  });
  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });
}

export interface OpenPage {
  readonly page: Page;
  readonly url: string;
  /** The addresses of all that the page has asked for. */
  readonly requests: readonly string[];
  /** What it has complained of: errors, refusals of its own policy. */
  readonly complaints: readonly string[];
}

/** One for all pages that are opened alike: the page keeps nothing from one opening to the next, and a context of its own doubles what each takes. */
function contextFor(options: BrowserContextOptions): Promise<BrowserContext> {
  const key = JSON.stringify(options);
  const context = contexts.get(key) ?? opened(options);
  contexts.set(key, context);
  return context;
}

async function opened(options: BrowserContextOptions): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  // A renderer lives as long as a page of its context does.
  await context.newPage();
  return context;
}

let pages = 0;

/** Opens a page from a file, as whoever double-clicks it does. */
export async function open(data: ReportData | string, options: BrowserContextOptions = {}): Promise<OpenPage> {
  const file = join(folder, `report-${++pages}.html`);
  await writeFile(file, typeof data === 'string' ? data : reportPage(data));
  const context = await contextFor(options);
  const page = await context.newPage();
  onTestFinished(() => page.close());
  page.setDefaultTimeout(15_000);
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => complaints.push(message.text()));
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  const url = pathToFileURL(file).href;
  await page.goto(url);
  return { page, url, requests, complaints };
}
