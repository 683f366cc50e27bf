import { expect, it } from 'vitest';
import { standIn } from '../local/groq-server/standin.ts';
import { asking, fanout, ketl, workplace } from './command.ts';

const ALL = ['plan', '--all', '--languages', 'es', 'pt-BR', 'zh-Hans'];

it('prints what a run would take for each language, asks no model and writes nothing', async () => {
  const place = await workplace();
  const server = await standIn();

  const { code, stdout, stderr } = await fanout([...ALL, '--output', place.out], {
    tty: true,
    columns: 120,
    env: asking(server),
  });

  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(server.log).toEqual([]);
  expect(place.wasMade()).toBe(false);
  const rows = stdout.split('\n').map((line) => line.trim().split(/\s{2,}/));
  expect(rows.slice(0, 5).map(([label, units, memory]) => [label, units, memory])).toEqual([
    [expect.stringContaining('Language'), 'Units', 'Memory'],
    ['Spanish (es)', '254', '0'],
    ['Brazilian Portuguese (pt-BR)', '254', '0'],
    ['Simplified Chinese (zh-Hans)', '254', '0'],
    ['Total', '762', '0'],
  ]);
  expect(rows[3]?.at(-1)).toBe('qwen/qwen3.6-27b');
  expect(stdout).toContain('44 products.');
});

it('keeps its table within 80 columns', async () => {
  const { stdout } = await fanout(ALL, { columns: 80 });

  const table = stdout.split('\n\n')[0]?.split('\n') ?? [];
  expect(table).toHaveLength(5);
  for (const line of table) expect(line.length).toBeLessThanOrEqual(80);
});

it('counts what memory holds already', async () => {
  const { out } = await workplace();
  const server = await standIn();
  await fanout(['--languages', 'es', '--output', out], { env: asking(server) });

  const { stdout } = await fanout(['plan', '--languages', 'es', '--output', out], { env: asking(server) });

  expect(stdout).toMatch(/^es +7 +7 +0 +0 +0 +\$0 +0\.0/m);
});

it('says when a run would be over its budget', async () => {
  const { code, stdout } = await fanout([...ALL, '--max-usd', '0.0001']);

  expect(code).toBe(0);
  expect(stdout).toContain('Over the budget of $0.00010: a run would be refused.');
  expect((await fanout([...ALL, '--max-usd', '5'])).stdout).not.toContain('Over the budget');
});

it('lists the products that a run would leave out', async () => {
  const place = await workplace();
  const catalog = await place.file('shop.json', [ketl(1), ketl(2, { price: 'cheap' })]);

  const { code, stdout } = await fanout(['plan', '--catalog', catalog, '--all']);

  expect(code).toBe(0);
  expect(stdout).toContain('1 product. ');
  expect(stdout).toContain('Left out: products[1].extracted_data.price: expected number or null');
});

it('refuses what a run would refuse', async () => {
  const { code, stdout, stderr } = await fanout(['plan', '--languages', 'spansh', '--product', '99']);

  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/2 faults.*spansh.*unknown product 99/s);
});
