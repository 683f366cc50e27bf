import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Locale } from '../../../lib/catalog/locale.ts';
import { reportPage } from '../../../lib/run/report/page.ts';
import { failure, reportProduct, sampleReport } from './sample.ts';

/** What is read without the script: the page's text without its tags. */
const textOf = (data: Parameters<typeof reportPage>[0]) =>
  reportPage(data)
    .replace(/<(style|script)[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');
const counts = {
  products: 1,
  invalidProducts: 0,
  units: 8,
  translated: 8,
  failed: 0,
  pseudo: 0,
  warnings: 0,
  coverage: 1,
};

describe('the page', () => {
  it('allows its own style and script, and no request', () => {
    const page = reportPage(sampleReport());
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1];
    const hashOf = (tag: string) => {
      const text = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(page)?.[1] ?? '';
      return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    };
    expect(policy?.split('; ')).toEqual([
      "default-src 'none'",
      `style-src ${hashOf('style')}`,
      `script-src ${hashOf('script')}`,
      'img-src data:',
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    expect(page).not.toMatch(/https?:/);
  });

  it('is the same for the same run', () => {
    expect(reportPage(sampleReport())).toBe(reportPage(sampleReport()));
  });

  it('takes little beside what it shows', () => {
    expect(reportPage(sampleReport({ products: [] })).length).toBeLessThan(60_000);
  });
});

describe('the head of the page', () => {
  it('tells what the run came to', () => {
    const text = textOf(sampleReport());
    for (const said of [
      'Complete 1 product into 2 languages',
      'Coverage 100% 8 of 8 texts',
      'Wall time 2.1 s one after the other 9.8 s: 4.7 times as fast',
      'Tokens 4,200 3,000 in (100 cached), 1,200 out',
      'Calls 6 2 of them asked again',
      'Spanish es 4 of 4 0 3 3 1.4 s $0.00060 openai/gpt-oss-20b',
      'Began 21 November 2026 at 12:00:00 UTC',
    ])
      expect(text).toContain(said);
  });

  it('never rounds up to all', () => {
    expect(textOf(sampleReport({ summary: { counts: { ...counts, coverage: 0.99999 } } }))).toContain('Coverage 99.9%');
  });

  it('does not call a run faster that was not', () => {
    const { stats } = sampleReport().summary;
    const text = textOf(sampleReport({ summary: { stats: { ...stats, wallMs: 10_000 } } }));
    expect(text).toContain('one after the other 9.8 s');
    expect(text).not.toContain('times as fast');
  });

  it.each([
    [{ engine: 'offline' as const, counts: { ...counts, pseudo: 3 } }, 'Not real translations.', '3 of 8 texts'],
    [{ engine: 'offline' as const }, 'An offline run.', 'No provider was asked'],
    [{ counts: { ...counts, pseudo: 3 } }, 'Not all real translations.', '3 of 8 texts are pseudo-localized'],
    [{ stoppedBy: { error: 'BudgetReached', cause: '1 USD' } }, 'Stopped by BudgetReached.', '1 USD'],
    [{ counts: { ...counts, translated: 0, failed: 8, coverage: 0 } }, 'Nothing is translated.', 'reasons'],
    [{ counts: { ...counts, products: 0, units: 0 } }, 'No product was translated.', 'none to translate'],
    [{ counts: { ...counts, invalidProducts: 2 } }, '2 products left out.', 'broken'],
    [{ damagedMemory: ['a', 'b'] }, '2 files of memory damaged.', 'asked anew'],
    [
      { unusedOverrides: [{ locale: 'es' as Locale, product_id: '9', field: null, check: 'c', message: 'm' }] },
      '1 correction not used.',
      'summary.json',
    ],
  ])('warns of %j', (summary, title, text) => {
    const said = textOf(sampleReport({ summary }));
    expect(said).toContain(title);
    expect(said).toContain(text);
  });

  it('warns of nothing where there is nothing to warn of', () => {
    expect(reportPage(sampleReport())).not.toContain('<div class="notice">');
  });
});

describe('the languages of a run', () => {
  const of = (count: number) => Array.from({ length: count }, (_, index) => `l${index + 1}`);

  it('stand open up to twelve, and are folded where there are more', () => {
    const details = '<details class="languages">';
    expect(reportPage(sampleReport({ locales: of(12) }))).not.toContain(details);
    expect(reportPage(sampleReport({ locales: of(13) }))).toContain(`${details}<summary>All 13 languages</summary>`);
  });

  it('tell folded how many of them have failures', () => {
    const { stats } = sampleReport({ locales: of(13) }).summary;
    const perLocale = Object.fromEntries(
      Object.entries(stats.perLocale).map(([tag, own], index) => [tag, { ...own, failed: index < 2 ? 1 : 0 }]),
    );
    const page = reportPage(sampleReport({ locales: of(13), summary: { stats: { ...stats, perLocale } } }));
    expect(page).toContain('<summary>All 13 languages, 2 with failures</summary>');
  });
});

describe('a page that does not hold all', () => {
  it('says which products it holds, and where the others are', () => {
    const text = textOf(sampleReport({ productsLeftOut: 4_000 }));
    expect(text).toContain('This page holds 1 of 4,001 products, those with failures first.');
    expect(textOf(sampleReport({ productsLeftOut: 1, chosen: 'first' }))).toContain('the first ones of the run');
    expect(textOf(sampleReport({ timeline: { detail: 'jobs', invocations: [] } }))).toContain('whole jobs');
  });

  it('lists what belongs to no product of it', () => {
    const { locale, ...rest } = failure('es');
    const rows = [
      { product_id: 4, locale, ...rest },
      { product_id: null, ...rest, locale: null },
    ];
    const text = textOf(sampleReport({ products: [reportProduct(1, ['es'])], rows, rowsLeftOut: 7 }));
    expect(text).toContain('4 es features ModelAnswerInvalid numbers: 30 is missing');
    expect(text).toContain('— all features');
    expect(text).toContain('7 more rows in failures.json');
  });
});
