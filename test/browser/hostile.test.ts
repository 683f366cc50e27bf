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
  '\u2028\u2029',
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
