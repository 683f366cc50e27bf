import { describe, expect, it } from 'vitest';
import { failure, invocation, reportProduct, sampleReport } from '../run/report/sample.ts';
import { open, useBrowser } from './browser.ts';

useBrowser();

const LOCALES = ['es', 'fr', 'de', 'ja', 'ar', 'he', 'fa', 'it', 'pl', 'sv'];
const DETAILS = 'A hoodie for 12" snow that packs small and dries before the second beer. '.repeat(6);
const PRODUCTS = Array.from({ length: 1_000 }, (_, index) =>
  reportProduct(index + 1, LOCALES, {
    original: { name: `Hoodie ${index + 1}`, details: `${DETAILS} Kind ${index + 1}.` },
    failures: index % 50 === 0 ? [failure('ja')] : [],
  }),
);

describe('1,000 products in ten languages', () => {
  it('open and filter with few rows in the page', async () => {
    const data = sampleReport({
      locales: LOCALES,
      products: PRODUCTS,
      timeline: { detail: 'calls', invocations: LOCALES.map((tag) => invocation(tag)) },
    });
    const { page } = await open(data);
    const elements = () => page.locator('.row').count();
    const found = () => page.locator('#found').textContent();
    const longest = (what: string) =>
      page.evaluate(async (what) => {
        // What is painted is done.
        await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 100)));
        const tasks = performance.getEntriesByType('longtask');
        return `${what}: longest task ${Math.round(Math.max(0, ...tasks.map(({ duration }) => duration)))} ms`;
      }, what);
    await page.evaluate(() => {
      const seen: PerformanceEntry[] = [];
      new PerformanceObserver((list) => seen.push(...list.getEntries())).observe({ type: 'longtask', buffered: true });
      performance.getEntriesByType = () => seen.splice(0);
    });
    const told = [
      `interactive after ${await page.evaluate(() => Math.round(performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0))} ms`,
      await longest('opening'),
    ];
    expect(await found()).toBe('1,000 of 1,000 products');
    const rows = [await elements()];

    await page.locator('#search').fill('KIND 987.');
    await expect.poll(found).toBe('1 of 1,000 products');
    rows.push(await elements());
    told.push(await longest('search'));

    await page.locator('#search').fill('');
    await page.locator('#only-failures').check();
    await expect.poll(found).toBe('20 of 1,000 products');
    rows.push(await elements());
    told.push(await longest('only failures'));

    await page.locator('#only-failures').uncheck();
    await expect.poll(found).toBe('1,000 of 1,000 products');
    const list = page.locator('#list');
    for (const part of [0.2, 0.5, 0.9, 1]) {
      await list.evaluate((own, part) => {
        own.scrollTop = own.scrollHeight * part;
      }, part);
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50))));
      rows.push(await elements());
    }
    told.push(await longest('scrolling'));
    const last = page.locator('.row', { hasText: 'Hoodie 1000' });
    await last.click();
    expect(await page.locator('#detail h3').textContent()).toBe('Hoodie 1000');
    expect(await last.boundingBox()).toMatchObject({ height: 52 });
    console.log(told.join('; '));
    expect(Math.max(...rows)).toBeLessThan(200);
    expect(await page.locator('*').count()).toBeLessThan(2_000);
  });

  it('draw 5,000 bars', async () => {
    const jobs = LOCALES.flatMap((tag) =>
      Array.from({ length: 70 }, (_, batch) =>
        invocation(tag, { batch, startedAt: Date.parse('2026-11-21T12:00:00Z') }),
      ),
    );
    const { page, complaints } = await open(
      sampleReport({ locales: LOCALES, timeline: { detail: 'calls', invocations: jobs } }),
    );
    expect(await page.locator('.bar').count()).toBe(4_900);
    await page.locator('.steps summary').click();
    await expect.poll(() => page.locator('.steps tbody tr').count()).toBe(100);
    await page.getByRole('button', { name: 'Show 100 more of 4,900' }).click();
    expect(await page.locator('.steps tbody tr').count()).toBe(200);
    expect(complaints).toEqual([]);
  });
});
