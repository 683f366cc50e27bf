import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Locale } from '../../lib/catalog/locale.ts';
import { failure, invocation, reportProduct, sampleReport } from '../run/report/sample.ts';
import { open, useBrowser } from './browser.ts';

useBrowser();

describe('the page', () => {
  it('opens from a file, shows the run and asks nothing of anybody', async () => {
    const { page, url, requests, complaints } = await open(sampleReport());
    expect(await page.title()).toBe('Translation run run-1');
    expect(await page.locator('h1').textContent()).toBe('1 product into 2 languages');
    const header = await page.locator('main').innerText();
    for (const said of [
      'Complete',
      '100%',
      '2.1 s',
      'one after the other 9.8 s: 4.7 times as fast',
      '$0.0012',
      '4,200',
    ])
      expect(header).toContain(said);
    await page.locator('.row').click();
    await page.locator('.steps summary').click();
    expect(requests).toEqual([url]);
    expect(complaints).toEqual([]);
  });

  it('could ask nothing if it wanted to', async () => {
    let asked = 0;
    const server = createServer((_, response) => {
      asked++;
      response.end();
    }).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { page } = await open(sampleReport());
    const came = await page.evaluate(async (host) => {
      const image = new Image();
      image.src = `${host}/a.png`;
      const script = document.createElement('script');
      script.textContent = 'document.title = "ran"';
      document.body.append(image, script);
      return fetch(host).then(
        () => 'answered',
        () => 'refused',
      );
    }, `http://127.0.0.1:${port}`);
    expect([came, await page.title(), asked]).toEqual(['refused', 'Translation run run-1', 0]);
  });

  it('says without its script what the run came to', async () => {
    const { page } = await open(sampleReport(), { javaScriptEnabled: false });
    const text = await page.locator('body').innerText();
    expect(text).toContain('1 product into 2 languages');
    expect(text).toContain('need JavaScript');
    expect(await page.locator('#theme').isVisible()).toBe(false);
  });

  it('shows source and targets by field, in their language and direction, with what is protected marked', async () => {
    const { page } = await open(sampleReport({ locales: ['es', 'ar', 'he', 'fa'] }));
    const cells = page.locator('.side-by-side tbody tr').first().locator('.text');
    expect(
      await cells.evaluateAll((all) => all.map((cell) => [(cell as HTMLElement).lang, (cell as HTMLElement).dir])),
    ).toEqual([
      ['en', 'ltr'],
      ['es', 'ltr'],
      ['ar', 'rtl'],
      ['he', 'rtl'],
      ['fa', 'rtl'],
    ]);
    expect(await cells.locator('mark').allTextContents()).toEqual(Array.from({ length: 5 }, () => 'UPF 30+'));
    expect(await page.locator('.side-by-side td').nth(11).locator('li').allTextContents()).toEqual([
      'es Cloud',
      'es Sage',
    ]);
    expect(await page.locator('.kept').innerText()).toMatch(/sizes\s+S\s+M\s+price\s+64.95\s+url\s+—/i);
    const aligned = await cells.nth(2).evaluate((cell) => getComputedStyle(cell).textAlign);
    expect(aligned).toBe('start');
  });

  it('shows reasons in place of texts that failed, and what is worth a look', async () => {
    const product = reportProduct(7, ['es', 'ar'], {
      failures: [failure('ar', 'details')],
      pseudo: { es: ['features'] },
      warnings: [{ locale: 'es' as Locale, field: 'details', check: 'length', message: 'twice as long' }],
    });
    const { page } = await open(sampleReport({ products: [product] }));
    expect(await page.locator('h1').innerText()).toBe('1 product into 2 languages');
    expect(await page.locator('.failure').innerText()).toBe(
      'Not translated: ModelAnswerInvalid\n\nnumbers: 30 is missing',
    );
    expect(await page.locator('.pseudo').innerText()).toBe('pseudo-localized');
    expect(await page.locator('.warning').innerText()).toBe('Worth a look: twice as long (length)');
    expect(await page.locator('.row .failed').innerText()).toBe('1 failed');
  });

  it('tells together of the elements of a list that failed for the same reason', async () => {
    const of = (cause: string) => ({ ...failure('es', 'colors'), cause });
    const failures = [
      of('colors[0]: English: Cloud'),
      of('colors[1]: English: Cloud'),
      of('colors[2]: empty'),
      of('gone'),
    ];
    const { page } = await open(sampleReport({ products: [reportProduct(1, ['es', 'ar'], { failures })] }));
    expect(await page.locator('.failure p').allTextContents()).toEqual([
      'colors[0], colors[1]: English: Cloud',
      'colors[2]: empty',
      'gone',
    ]);
  });

  it('draws calls, waits and retries to scale, and tells the same in a table', async () => {
    const first = invocation('es', { ms: 600, error: 'Paused', trail: invocation('es').trail.slice(0, 3) });
    const second = invocation('es', { startedAt: first.startedAt + 1_000, ms: 500, trail: [] });
    const { page } = await open(
      sampleReport({ timeline: { detail: 'calls', invocations: [first, second, invocation('ar')] } }),
    );
    const boxes = async (kind: string) =>
      page.locator(`.lane .bar.is-${kind}`).evaluateAll((all) =>
        all.map((bar) => {
          const strip = (bar.parentElement as HTMLElement).getBoundingClientRect();
          const own = bar.getBoundingClientRect();
          const ms = (pixels: number) => Math.round((pixels / strip.width) * 2_100);
          return [ms(own.left - strip.left), ms(own.width)];
        }),
      );
    expect(await boxes('pause')).toEqual([[700, 400]]);
    expect(await boxes('wait')).toEqual([
      [120, 80],
      [120, 80],
    ]);
    expect(await boxes('failed')).toHaveLength(2);
    expect(await boxes('again')).toEqual([
      [700, 250],
      [1_230, 250],
    ]);
    await page.getByText('As a table: 12 steps').click();
    await page.locator('.steps tbody tr').first().waitFor();
    const rows = await page.locator('.steps tbody tr').allInnerTexts();
    expect(rows).toHaveLength(12);
    expect(rows.join('\n')).toMatch(/Call\t250 ms\topenai\/gpt-oss-20b\t500 \+ 200\t\$0.00020\tRateLimited/);
    await page.getByRole('button', { name: 'Zoom in' }).click();
    const chart = page.locator('.chart');
    expect(await chart.evaluate((own) => own.clientWidth / (own.parentElement as HTMLElement).clientWidth)).toBeCloseTo(
      2,
      1,
    );
  });

  it('changes between light and dark', async () => {
    const { page } = await open(sampleReport(), { colorScheme: 'dark' });
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const dark = await ground();
    await page.getByRole('button', { name: 'Change to light colours' }).click();
    const light = await ground();
    await page.getByRole('button', { name: 'Change to dark colours' }).click();
    expect([light === dark, await ground()]).toEqual([false, dark]);
  });

  it('prints what is listed', async () => {
    const { page } = await open(sampleReport({ products: [1, 2, 3].map((id) => reportProduct(id, ['es', 'ar'])) }));
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    for (const control of ['#filters', '#list', '#theme', '.zooms', '.steps'])
      expect([control, await page.locator(control).isVisible()]).toEqual([control, false]);
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(250, 249, 247)');
    expect(await page.locator('#printed .product').count()).toBe(3);
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    expect(await page.locator('#printed .product').count()).toBe(0);
  });

  it.each([
    ['nothing to translate', { products: [], timeline: { detail: 'calls' as const, invocations: [] } }, 'No job ran.'],
    ['no call', { timeline: { detail: 'calls' as const, invocations: [invocation('es', { trail: [] })] } }, 'Complete'],
    ['sums alone', { timeline: { detail: 'locales' as const, spans: [] } }, 'the span of each language'],
    [
      'a stop',
      { summary: { status: 'FAILED' as const, stoppedBy: { error: 'ProviderKeyRejected', cause: 'Invalid API key' } } },
      'Stopped by ProviderKeyRejected. Invalid API key',
    ],
  ])('opens for a run of %s', async (_, more, said) => {
    const { page, complaints } = await open(sampleReport(more));
    expect(await page.locator('main').innerText()).toContain(said);
    expect(complaints).toEqual([]);
  });
});
