import { describe, expect, it } from 'vitest';
import type { Locale } from '../../lib/catalog/locale.ts';
import { failure, invocation, reportProduct, sampleReport } from '../run/report/sample.ts';
import { findings } from './axe.ts';
import { open, useBrowser } from './browser.ts';

useBrowser();

const LOCALES = ['es', 'ja', 'ar'];
/** A page with all that a page can have. */
const FULL = sampleReport({
  locales: LOCALES,
  products: [
    reportProduct(1, LOCALES, {
      failures: [failure('ar', 'details')],
      pseudo: { es: ['features', 'colors'] },
      warnings: [{ locale: 'es' as Locale, field: 'details', check: 'length', message: 'twice as long' }],
    }),
    ...Array.from({ length: 40 }, (_, index) => reportProduct(index + 2, LOCALES)),
  ],
  productsLeftOut: 12,
  rows: [{ product_id: 99, field: 'price', locale: null, error: 'ProductInvalid', cause: 'expected number' }],
  rowsLeftOut: 3,
  timeline: { detail: 'calls', invocations: LOCALES.map((tag) => invocation(tag)) },
  summary: {
    engine: 'offline',
    stoppedBy: { error: 'BudgetReached', cause: 'the budget of 1 USD is reached' },
    damagedMemory: ['es/0.jsonl'],
  },
});

describe('axe finds nothing', () => {
  it.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 390],
    ['dark', 390],
  ] as const)('%s, %i px', async (colorScheme, width) => {
    const opened = await open(FULL, { colorScheme, viewport: { width, height: 844 } });
    await opened.page.locator('.steps summary').click();
    expect(await findings(opened)).toEqual([]);
  });

  it('where nothing is found', async () => {
    const opened = await open(FULL);
    await opened.page.locator('#search').fill('nothing is called like this');
    await expect.poll(() => opened.page.locator('#found').textContent()).toBe('0 of 41 products');
    expect(await findings(opened)).toEqual([]);
  });

  it('where a product has no name that can be seen', async () => {
    const products = [reportProduct(1, LOCALES, { original: { name: ' ' } })];
    expect(await findings(await open(sampleReport({ locales: LOCALES, products })))).toEqual([]);
  });

  it('where there is nothing to show', async () => {
    const opened = await open(sampleReport({ products: [], timeline: { detail: 'calls', invocations: [] } }));
    expect(await findings(opened)).toEqual([]);
  });
});

describe('390 px', () => {
  it('are enough: nothing but tables and the chart scrolls sideways', async () => {
    const { page } = await open(FULL, { viewport: { width: 390, height: 844 } });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  });
});
