import { stripVTControlCharacters } from 'node:util';
import { expect, it } from 'vitest';
import { bundledCatalog } from '../../lib/local/package-folder.ts';
import { screen } from '../fakes/terminal.ts';
import { standIn } from '../local/groq-server/standin.ts';
import { asking, fanout, ketl, spawnFanout, workplace } from './command.ts';

it('translates product 1 into Spanish, French and German when nothing is said', async () => {
  const place = await workplace();

  const { code, stdout, stderr } = await spawnFanout([], { cwd: place.folder }).ended;

  expect(stderr).toBe('');
  expect(code).toBe(0);
  const { runId, merged, summary, failures, catalogs } = await place.results();
  expect(merged).toMatchObject({ runId, status: 'COMPLETE', engine: 'offline', source: 'en' });
  expect(merged.locales).toEqual(['es', 'fr', 'de']);
  expect(merged.products.map(({ product_id }) => product_id)).toEqual([1]);
  expect(merged.products[0]?.translations['es']).toMatchObject({ name: 'Nofry Sun Hoodie' });
  expect(merged.products[0]?.translations['de']?.['colors']).toContain('Schieferblau');
  expect(failures).toEqual([]);
  expect(summary).toMatchObject({ runId, status: 'COMPLETE', counts: { products: 1, units: 21, translated: 21 } });
  expect(Object.keys(catalogs).sort()).toEqual(['de', 'es', 'fr']);
  expect(catalogs['fr']?.[0]).toMatchObject({
    product_id: 1,
    url: 'https://ketlmtn.example/products/nofry-sun-hoodie',
    extracted_data: { available_colors: ['Nuage', 'Sauge', 'Bleu ardoise', 'Argile du désert'], price: 64.95 },
  });
  expect(stdout.split('\n')[0]).toMatch(/^Offline: the built-in stand-in answers/);
  expect(stdout).toContain('Schieferblau');
  expect(stdout.trimEnd().split('\n').slice(-2)).toEqual([
    `To look at: out/${runId}/report.html`,
    `COMPLETE: 21 of 21 units translated. Results in out/${runId}`,
  ]);
});

it('takes options without a command, and English names of languages', async () => {
  const place = await workplace();
  const server = await standIn();

  const { code } = await fanout(['--product', '5', '--languages', 'spanish', 'FRENCH', 'de', '--output', place.out], {
    env: asking(server),
  });

  expect(code).toBe(0);
  const { merged } = await place.results();
  expect(merged.locales).toEqual(['es', 'fr', 'de']);
  expect(merged.products.map(({ product_id }) => product_id)).toEqual([5]);
});

it('translates product names on request only', async () => {
  const server = await standIn();
  const names = async (...more: string[]) => {
    const place = await workplace();
    const args = ['--product', '1', '--languages', 'Spanish', 'French', 'Japanese', '--output', place.out, ...more];
    await fanout(args, { env: asking(server) });
    const { merged, catalogs } = await place.results();
    const name = catalogs['ja']?.[0]?.extracted_data['product_name'];
    return [...merged.locales.map((locale) => merged.products[0]?.translations[locale]?.['name']), name];
  };

  const own = 'Nofry Sun Hoodie';
  expect(await names()).toEqual([own, own, own, own]);
  const translated = await names('--translate-names');
  expect(translated).not.toContain(own);
  expect(translated[3]).toBe(translated[2]);
});

it('translates all 44 products into six languages, the gift card without a name too', async () => {
  const place = await workplace();
  const languages = ['es', 'fr', 'de', 'it', 'ja', 'ar'];

  const { code, stdout, stderr } = await fanout(['--all', '--languages', ...languages, '--output', place.out]);

  expect(stderr).toBe('');
  expect(code).toBe(0);
  const { merged, summary, failures, catalogs } = await place.results();
  expect(merged.status).toBe('COMPLETE');
  expect(merged.products).toHaveLength(44);
  expect(summary.counts).toMatchObject({ products: 44, failed: 0, coverage: 1, pseudo: 0 });
  expect(failures).toEqual([]);
  for (const language of languages) {
    expect(catalogs[language], language).toHaveLength(44);
    const card = catalogs[language]?.find(({ product_id }) => product_id === 23);
    expect(card?.extracted_data, language).toMatchObject({ product_name: null, available_colors: null });
    expect(card?.extracted_data['other_details'], language).not.toMatch(/gift card/i);
  }
  expect(stdout).toContain('... and 43 more products');
});

it('marks pseudo-localized text in the results, the view and the statistics', async () => {
  const place = await workplace();

  const { code, stdout } = await fanout(['--languages', 'sw', 'es', '--output', place.out]);

  expect(code).toBe(0);
  const { merged, summary } = await place.results();
  expect(merged.products[0]?.pseudo).toEqual({ sw: ['features', 'fabric_details', 'details', 'colors'] });
  expect(merged.stats.perLocale).toMatchObject({ sw: { pseudo: 7 }, es: { pseudo: 0 } });
  expect(summary.counts.pseudo).toBe(7);
  expect(stdout).toContain('features (pseudo)');
  expect(stdout).toContain('7 units are pseudo-localized: the offline stand-in has no reference for them.');
});

it('shows the run on a terminal with one line for each language, over which nothing is left', async () => {
  const place = await workplace();
  const server = await standIn();
  const args = ['--languages', 'es', 'pt-BR', 'ja', '--output', place.out];

  const { code, stdout } = await fanout(args, { tty: true, columns: 80, env: asking(server) });

  expect(code).toBe(0);
  const lines = screen(stdout, 80);
  const progress = lines.slice(1, lines.indexOf(''));
  expect(progress.slice(0, 3).map((line) => line.split(/\s{2,}/).slice(0, 2))).toEqual([
    ['✓ Spanish (es)', 'done'],
    ['✓ Brazilian Portuguese (pt-BR)', 'done'],
    ['✓ Japanese (ja)', 'done'],
  ]);
  expect(progress.slice(3)).toEqual([expect.stringMatching(/^3 of 3 languages, \$/)]);
});

it('asks for nothing that an earlier run has translated, and asks anew with --force', async () => {
  const { out } = await workplace();
  const server = await standIn();
  const run = (...more: string[]) => fanout(['--output', out, ...more], { env: asking(server) });

  await run();
  const asked = server.log.length;
  const second = await run();
  expect(second.code).toBe(0);
  expect(server.log.length).toBe(asked);
  expect(second.stdout).toContain('COMPLETE: 21 of 21');
  await run('--force');
  expect(server.log.length).toBe(2 * asked);
});

it('prints merged.json alone on stdout with --json, and all else on stderr', async () => {
  const place = await workplace();
  const args = ['--json', '--all', '--languages', 'es', 'ar', 'ja', '--output', place.out];

  const { code, stdout, stderr } = await spawnFanout(args, { cwd: place.folder }).ended;

  expect(code).toBe(0);
  // More than a pipe holds: an exit that does not wait would cut it.
  expect(stdout.length).toBeGreaterThan(65_536);
  expect(JSON.parse(stdout)).toEqual((await place.results()).merged);
  expect(stderr).toMatch(/^Offline: /);
  expect(stderr).toContain('COMPLETE: ');
});

it('prints the same document for a partial run, with its failures', async () => {
  const place = await workplace();
  const catalog = await place.file('shop.json', [ketl(1), ketl(2, { price: 'cheap' })]);
  const server = await standIn({ faults: [{ fault: 'bad_json', locale: 'de' }] });

  const { code, stdout, stderr } = await fanout(
    ['--json', '--catalog', catalog, '--all', '--languages', 'es', 'de', '--output', place.out],
    { env: asking(server) },
  );

  expect(code).toBe(1);
  const { merged } = await place.results();
  expect(JSON.parse(stdout)).toEqual(merged);
  expect(merged.status).toBe('PARTIAL');
  expect(merged.products[0]?.failures).toMatchObject([{ locale: 'de', field: 'details', error: 'ModelAnswerInvalid' }]);
  expect(merged.products[0]?.translations).not.toHaveProperty('de.details');
  expect(stderr).toContain('ProductInvalid');
  expect(stderr).toContain('PARTIAL: 1 of 2 units translated');
});

it('goes on and writes its results when whoever reads its output has seen enough', async () => {
  const place = await workplace();
  const child = spawnFanout(['--languages', 'es'], { cwd: place.folder });

  await child.printed('Offline');
  child.closeStdout();

  expect(await child.ended).toMatchObject({ code: 0, stderr: '' });
  expect((await place.results()).merged.status).toBe('COMPLETE');
});

it("reads another shop's catalog by its profile and keeps that shop's shape", async () => {
  const place = await workplace();
  const catalog = await place.file('shop.json', { items: [{ sku: 'A-1', label: 'Cap', blurb: 'Sage', size: 'M' }] });
  const profile = { products: 'items', id: 'sku', name: 'label', texts: { blurb: 'blurb' }, kept: { size: 'size' } };
  const args = ['--catalog', catalog, '--profile', await place.file('profile.json', profile), '--product', 'A-1'];

  const { code } = await fanout([...args, '--languages', 'de', '--output', place.out]);

  expect(code).toBe(0);
  const { catalogs, merged } = await place.results();
  expect(catalogs['de']).toEqual({ items: [{ sku: 'A-1', label: 'Cap', blurb: 'Salbei', size: 'M' }] });
  expect(merged.products[0]).toMatchObject({ product_id: 'A-1', original: { blurb: 'Sage' } });
});

it('takes the bundled catalog for its own when it is named', async () => {
  const place = await workplace();

  const { code } = await fanout(['translate', '--catalog', bundledCatalog(), '--output', place.out]);

  expect(code).toBe(0);
  expect((await place.results()).merged.locales).toEqual(['es', 'fr', 'de']);
});

it('says nothing in colours where nobody looks', async () => {
  const place = await workplace();

  const { stdout } = await fanout(['--languages', 'es', '--output', place.out]);

  expect(stripVTControlCharacters(stdout)).toBe(stdout);
});
