import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { reportProduct, sampleReport } from '../run/report/sample.ts';
import { findings } from './axe.ts';
import { open, useBrowser } from './browser.ts';

useBrowser();

const PHONE = { viewport: { width: 390, height: 844 } };
const heightOf = (page: Page, selector: string) =>
  page
    .locator(selector)
    .first()
    .evaluate((own) => own.getBoundingClientRect().height);
const paper = (page: Page, event: 'beforeprint' | 'afterprint') =>
  page.evaluate((event) => dispatchEvent(new Event(event)), event);

describe('the list of products', () => {
  it.each([
    [2, 2],
    [40, 5],
  ])('of %i is as tall as %i rows at 390 px', async (count, rows) => {
    const products = Array.from({ length: count }, (_, index) => reportProduct(index + 1, ['es', 'ar']));
    const { page } = await open(sampleReport({ products }), PHONE);
    const row = await heightOf(page, '.row');
    expect(Math.abs((await heightOf(page, '#list')) - rows * row)).toBeLessThan(5);
  });

  it('has no frame where nothing is found', async () => {
    const { page } = await open(sampleReport(), PHONE);
    await page.locator('#search').fill('nowhere');
    await expect.poll(() => page.locator('#found').textContent()).toBe('0 of 1 product');
    expect(await page.locator('#list').isVisible()).toBe(false);
  });
});

describe('a text of 46 KB', () => {
  const LONG = 'A hoodie for 12" snow. '.repeat(2_000);
  const product = reportProduct(1, ['es', 'ar'], {
    original: { name: LONG, details: LONG, features: 'line\n'.repeat(900), notes: LONG },
  });

  it.each([1280, 390])('is cut, and shown by keyboard: %i px', async (width) => {
    const opened = await open(sampleReport({ products: [product] }), { viewport: { width, height: 844 } });
    const { page } = opened;
    expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThan(8_000);
    expect(await findings(opened)).toEqual([]);
    const details = page.locator('.side-by-side tbody tr', { hasText: 'details' });
    const before = await details.evaluate((row) => row.getBoundingClientRect().height);
    const button = details.getByRole('button').first();
    expect(await button.textContent()).toBe('Show all 46,000 characters');
    await button.focus();
    await page.keyboard.press('Enter');
    expect([await button.getAttribute('aria-expanded'), await button.textContent()]).toEqual(['true', 'Show less']);
    expect(await details.evaluate((row) => row.getBoundingClientRect().height)).toBeGreaterThan(before * 4);
    await page.keyboard.press('Enter');
    expect(await details.evaluate((row) => row.getBoundingClientRect().height)).toBe(before);
  });

  it('is whole on paper', async () => {
    const { page } = await open(sampleReport({ products: [product] }));
    await page.emulateMedia({ media: 'print' });
    await paper(page, 'beforeprint');
    const text = page.locator('#printed .side-by-side .text.long').first();
    expect(await text.evaluate((own) => own.scrollHeight - own.clientHeight)).toBe(0);
    expect(await page.locator('#printed button:visible').count()).toBe(0);
  });
});

describe('60 languages', () => {
  const LOCALES = Array.from({ length: 60 }, (_, index) => `es-${101 + index}`);

  it('do not stand before all else', async () => {
    const opened = await open(sampleReport({ locales: LOCALES }), PHONE);
    const { page } = opened;
    expect(await heightOf(page, 'section.run')).toBeLessThan(844);
    expect(await heightOf(page, '#filters')).toBeLessThan(250);
    expect(await findings(opened)).toEqual([]);
  });

  it('are chosen once unfolded, and counted', async () => {
    const { page } = await open(sampleReport({ locales: LOCALES }));
    const summary = page.locator('#filters summary');
    expect(await summary.textContent()).toBe('60 of 60 shown');
    await summary.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'None' }).click();
    await page.locator('input[value="es-107"]').check();
    await expect.poll(() => summary.textContent()).toBe('1 of 60 shown');
    expect(await page.locator('.side-by-side thead th').allTextContents()).toEqual([
      'Field',
      'Englishen, source',
      'ES-107es-107',
    ]);
  });

  it('are all on paper, and folded again afterwards', async () => {
    const { page } = await open(sampleReport({ locales: LOCALES }));
    const last = page.getByRole('rowheader', { name: 'ES-160 es-160' });
    expect(await last.isVisible()).toBe(false);
    await page.emulateMedia({ media: 'print' });
    await paper(page, 'beforeprint');
    expect(await last.isVisible()).toBe(true);
    await paper(page, 'afterprint');
    expect(await last.isVisible()).toBe(false);
  });
});
