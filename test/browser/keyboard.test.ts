import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { failure, reportProduct, sampleReport } from '../run/report/sample.ts';
import { open, useBrowser } from './browser.ts';

useBrowser();

const LOCALES = ['es', 'fr', 'de', 'ar'];
const PRODUCTS = Array.from({ length: 60 }, (_, index) => {
  const id = index + 1;
  const failures = id === 20 ? [failure('de')] : id === 40 ? [failure('ar')] : [];
  const original = { name: id === 33 ? 'Éclair Jacket' : `Hoodie ${id}`, ...(id === 34 && { details: 'Straße' }) };
  return reportProduct(id, LOCALES, { original, failures });
});

/** Presses Tab until the focus is where the selector says. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    if (await page.evaluate((selector) => document.activeElement?.matches(selector) ?? false, selector)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not come to ${selector}`);
}
const found = (page: Page) => page.locator('#found').textContent();
const title = (page: Page) => page.locator('#detail h3').textContent();

describe('by keyboard alone', () => {
  it('products are searched, in source and target, without case and accents', async () => {
    const { page } = await open(sampleReport({ locales: LOCALES, products: PRODUCTS }));
    await tabTo(page, '#search');
    await page.keyboard.type('eCLAIR');
    await expect.poll(() => found(page)).toBe('1 of 60 products');
    expect(await title(page)).toBe('Éclair Jacket');
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('fr A hoodie for 12"');
    await expect.poll(() => found(page)).toBe('59 of 60 products');
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('hoodie 57');
    await expect.poll(() => found(page)).toBe('1 of 60 products');
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('nowhere');
    await expect.poll(() => found(page)).toBe('0 of 60 products');
    expect(await page.locator('#detail').innerText()).toContain('No product fits.');
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.press('Delete');
    await expect.poll(() => found(page)).toBe('60 of 60 products');
  });

  it('only failures are shown, of the languages that are chosen', async () => {
    const { page } = await open(sampleReport({ locales: LOCALES, products: PRODUCTS }));
    await tabTo(page, '#only-failures');
    await page.keyboard.press('Space');
    await expect.poll(() => found(page)).toBe('2 of 60 products');
    expect(await title(page)).toBe('Hoodie 20');
    await tabTo(page, 'input[value="de"]');
    await page.keyboard.press('Space');
    await expect.poll(() => found(page)).toBe('1 of 60 products');
    expect(await title(page)).toBe('Hoodie 40');
    expect(await page.locator('.side-by-side thead th').allTextContents()).toEqual([
      'Field',
      'Englishen, source',
      'Spanishes',
      'Frenchfr',
      'Arabicar',
    ]);
  });

  it('products are picked, and the picked one is told to screen readers', async () => {
    const { page } = await open(sampleReport({ locales: LOCALES, products: PRODUCTS }));
    await tabTo(page, '#list');
    const active = () =>
      page.evaluate(() => {
        const id = document.getElementById('list')?.getAttribute('aria-activedescendant') ?? '';
        const row = document.getElementById(id);
        return [row?.textContent, row?.getAttribute('aria-selected'), row?.getAttribute('aria-posinset')];
      });
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    expect([await title(page), await active()]).toEqual(['Hoodie 3', ['Hoodie 33', 'true', '3']]);
    await page.keyboard.press('End');
    expect([await title(page), await active()]).toEqual(['Hoodie 60', ['Hoodie 6060', 'true', '60']]);
    expect(await page.locator('#row-59').isVisible()).toBe(true);
    await page.keyboard.press('ArrowDown');
    expect(await title(page)).toBe('Hoodie 60');
    await page.keyboard.press('PageUp');
    await page.keyboard.press('Home');
    expect(await title(page)).toBe('Hoodie 1');
    // Scrolled out of sight it is still there to be told of.
    await page.locator('#list').evaluate((list) => {
      list.scrollTop = list.scrollHeight;
    });
    await expect.poll(() => page.locator('#row-59').count()).toBe(1);
    expect((await active())[1]).toBe('true');
  });

  it('the first stop leads to the products', async () => {
    const { page } = await open(sampleReport());
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the products');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('search');
  });

  it('every control shows that it has the focus', async () => {
    const { page } = await open(sampleReport({ locales: LOCALES, products: PRODUCTS }));
    const seen = new Map<string, boolean>();
    for (let presses = 0; presses < 30; presses++) {
      await page.keyboard.press('Tab');
      const [name, visible] = await page.evaluate((): [string, boolean] => {
        const own = document.activeElement;
        if (!own || own === document.body) return ['', true];
        const outlined = (element: Element) => getComputedStyle(element).outlineStyle !== 'none';
        return [own.outerHTML.slice(0, 80), outlined(own) || outlined(own.parentElement as Element)];
      });
      if (name !== '') seen.set(name, visible);
    }
    expect(seen.size).toBeGreaterThan(12);
    expect([...seen].filter(([, visible]) => !visible)).toEqual([]);
  });
});
