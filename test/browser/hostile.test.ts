import { describe, expect, it } from 'vitest';
import type { Locale } from '../../lib/catalog/locale.ts';
import { failure, reportProduct, sampleReport } from '../run/report/sample.ts';
import { open, useBrowser } from './browser.ts';

useBrowser();

const HOSTILE = [
  '<script>document.title = "ran"</script>',
  '</script><script>document.title = "ran"</script>',
  '<img src=x onerror="document.title = \'ran\'">',
  '<!--<script>',
  '-->',
  ']]>',
  'line\u2028paragraph\u2029end',
  '\ud800 alone \udc00',
  `"'\`\${document.title = "ran"}`,
  '&lt;b&gt; &amp;amp;',
  '</title></style></textarea></noscript>',
];

describe('text of a catalog', () => {
  it.each(HOSTILE)('shows as text wherever it stands: %j', async (text) => {
    const product = reportProduct(text, ['es'], {
      original: { name: text, features: text, details: null, colors: [text], [text]: text },
      translations: { es: { features: text, colors: [text] } },
      failures: [{ ...failure('es', 'details'), error: text, cause: text }],
      warnings: [{ locale: 'es' as Locale, field: 'features', check: text, message: text }],
      protected: { features: [text], colors: [text] },
    });
    const row = { product_id: text, field: text, locale: null, error: text, cause: text };
    const { page, requests, url, complaints } = await open(
      sampleReport({
        locales: ['es'],
        products: [product],
        rows: [row],
        summary: { runId: text, stoppedBy: { error: text, cause: text }, status: 'PARTIAL' },
      }),
    );
    // What is in a file is UTF-8, which has no half characters; JSON keeps them.
    const written = Buffer.from(text).toString();
    expect(await page.title()).toBe(`Translation run ${written}`);
    const textOf = (where: string) => page.locator(where).first().textContent();
    expect(await textOf('.row .name')).toBe(text);
    expect(await textOf('.row .id')).toBe(text);
    expect(await textOf('.product h3')).toBe(text);
    expect(await textOf('.side-by-side td .text[lang="es"]')).toBe(text);
    expect(await textOf('.side-by-side mark')).toBe(text);
    expect(await textOf('.failure p')).toBe(text);
    expect(await textOf('.warning')).toBe(`Worth a look: ${text} (${text})`);
    expect(await textOf('.cause')).toBe(written);
    await page.locator('#search').fill(text);
    expect(await page.locator('script').count()).toBe(2);
    expect(await page.locator('img').count()).toBe(0);
    expect(requests).toEqual([url]);
    expect(complaints).toEqual([]);
  });
});

describe('fields of a profile', () => {
  it('may be called as what every object inherits', async () => {
    const names = ['constructor', 'toString', '__proto__', 'hasOwnProperty', 'valueOf'];
    const held = (into: string) => Object.fromEntries(names.map((name) => [name, `${into} text of ${name}`]));
    const full = {
      ...reportProduct(1, ['es']),
      original: Object.fromEntries([['name', 'Hoodie'], ...Object.entries(held('en')), ['price', 3]]),
      translations: { es: held('es') },
      protected: Object.fromEntries(names.map((name) => [name, [name]])),
    };
    // Of the second product nothing is protected, nothing translated, and none of the fields is there.
    const bare = { ...reportProduct(2, ['es']), original: { name: 'Vest', price: 4 }, translations: {}, protected: {} };
    const unprotected = { ...full, product_id: 3, protected: {}, translations: {} };
    const { page, complaints } = await open(
      sampleReport({ locales: ['es'], fields: names, products: [full, bare, unprotected] }),
    );
    const texts = (lang: string) => page.locator(`.side-by-side .text[lang="${lang}"]`).allTextContents();
    expect(await texts('en')).toEqual(names.map((name) => `en text of ${name}`));
    expect(await texts('es')).toEqual(names.map((name) => `es text of ${name}`));
    expect(await page.locator('.side-by-side .source mark').allTextContents()).toEqual(names);
    await page.locator('.row').nth(1).click();
    expect(await page.locator('#detail h3').textContent()).toBe('Vest');
    expect(await page.locator('.side-by-side tbody tr').count()).toBe(0);
    await page.locator('.row').nth(2).click();
    expect(await texts('es')).toEqual(names.map((name) => `en text of ${name}`));
    expect(await page.locator('.side-by-side mark').count()).toBe(0);
    expect(complaints).toEqual([]);
  });
});

describe('a name that cannot be seen', () => {
  it.each([
    ['none', undefined],
    ['empty', ''],
    ['blank', ' \n\u00a0'],
    ['invisible', '\u200b\u2028'],
  ])('is told of as none, in the language of the page: %s', async (_, name) => {
    const { page } = await open(sampleReport({ products: [reportProduct(1, ['es', 'ar'], { original: { name } })] }));
    for (const where of ['.row .name', '.product h3']) {
      const place = page.locator(where);
      expect([await place.textContent(), await place.getAttribute('lang')]).toEqual(['No name', null]);
    }
  });
});
