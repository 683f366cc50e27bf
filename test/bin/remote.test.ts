import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { expect, it } from 'vitest';
import { s3Store } from '../../lib/adapters/s3-store.ts';
import { type Cloud, cloud, eager, SOON, STACK } from './cloud.ts';
import { type Ended, fanout, ketl, spawnFanout, type Workplace, workplace } from './command.ts';

const remote = (place: Workplace, ...args: readonly string[]): Promise<Ended> =>
  fanout(['translate', '--stack', STACK, '--output', place.out, ...args], { clock: eager });

/** Refused before anything was copied or started. */
async function refused({ machine, keys }: Cloud, place: Workplace, ...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await remote(place, ...args);
  expect(code, stderr).toBe(2);
  expect(stdout).toBe('');
  expect(machine.names()).toEqual([]);
  expect(await keys('runs/')).toEqual([]);
  expect(place.wasMade()).toBe(false);
  return stderr;
}

it('runs in the stack, follows it and downloads its results', async () => {
  const { keys, json, machine } = await cloud();
  const place = await workplace();

  const { code, stdout, stderr } = await remote(place);

  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const { runId, merged, catalogs, summary } = await place.results();
  expect(machine.names()).toEqual([runId]);
  expect(merged).toMatchObject({ runId, status: 'COMPLETE', engine: 'groq', locales: ['es', 'fr', 'de'] });
  expect(merged).toEqual(await json(`runs/${runId}/merged.json`));
  expect(summary.counts).toMatchObject({ units: 21, translated: 21 });
  expect(Object.keys(catalogs).sort()).toEqual(['de', 'es', 'fr']);
  expect(await readdir(join(place.out, runId))).not.toContain('internal');
  expect(await keys('published/')).toEqual([]);
  const lines = stdout.trimEnd().split('\n');
  expect(lines.slice(0, 2)).toEqual([
    'The stack Shop answers (eu-central-1, account 123456789012).',
    `Run ${runId} has been started.`,
  ]);
  for (const language of ['Spanish (es)', 'French (fr)', 'German (de)'])
    expect(lines).toContainEqual(
      expect.stringMatching(
        new RegExp(`^${language.replace(/[()]/g, '\\$&')}: done, 7/7 units, openai/.* s, \\$[\\d.]+ so far$`),
      ),
    );
  expect(stdout).toContain('Schieferblau');
  const folder = `${place.out}/${runId}`;
  expect(lines.slice(-2)).toEqual([
    `To look at: ${folder}/report.html`,
    `COMPLETE: 21 of 21 units translated. Results in ${folder}`,
  ]);
});

it('takes a catalog along, with its glossary and the translations of a person beside it', async () => {
  const { keys, json } = await cloud();
  const place = await workplace();
  const catalog = await place.file('shop.json', [ketl(1, { other_details: 'A Zephyr cap.' }), ketl(2)]);
  await place.file('shop.glossary.json', { terms: [{ source: 'Zephyr', doNotTranslate: true }] });
  await mkdir(join(place.folder, 'overrides'));
  await place.file('overrides/es.json', { 2: { details: { text: 'Una gorra.', source: 'A cap for long days.' } } });
  await place.file('overrides/it.json', { 2: { details: { text: 'Un cap.', source: 'A cap for long days.' } } });

  const { code, stderr } = await remote(place, '--catalog', catalog, '--all', '--languages', 'es', 'fr');

  expect(stderr).toBe('');
  expect(code).toBe(0);
  const { runId, merged } = await place.results();
  const supplied = `runs/${runId}/internal/supplied/`;
  expect(await keys(supplied)).toEqual([
    `${supplied}overrides/es.json`,
    `${supplied}shop.glossary.json`,
    `${supplied}shop.json`,
  ]);
  expect(await json(`runs/${runId}/internal/request.json`)).toMatchObject({ catalog: `${supplied}shop.json` });
  expect(merged.products[1]?.translations['es']?.['details']).toBe('Una gorra.');
  expect(merged.products[0]?.translations['es']?.['details']).toContain('Zephyr');
});

it('takes a named glossary and profile along, also beside a catalog that is called so', async () => {
  const { keys } = await cloud();
  const place = await workplace();
  const catalog = await place.file('glossary.json', { items: [{ sku: 'A-1', label: 'Cap', blurb: 'Sage' }] });
  const profile = await place.file('p.json', {
    products: 'items',
    id: 'sku',
    name: 'label',
    texts: { blurb: 'blurb' },
  });
  const glossary = await place.file('g.json', { terms: [] });

  const args = ['--catalog', catalog, '--profile', profile, '--glossary', glossary, '--all', '--languages', 'de'];
  const { code, stderr } = await remote(place, ...args);

  expect(stderr).toBe('');
  expect(code).toBe(0);
  const { runId, catalogs } = await place.results();
  expect(catalogs['de']).toEqual({ items: [{ sku: 'A-1', label: 'Cap', blurb: 'Salbei' }] });
  const supplied = `runs/${runId}/internal/supplied/`;
  expect(await keys(supplied)).toEqual([
    `${supplied}glossary.json`,
    `${supplied}profile.json`,
    `${supplied}the-glossary.json`,
  ]);
});

it("asks for a catalog of the stack's own bucket by its key, so that it is published", async () => {
  const { s3, keys, json } = await cloud();
  await s3.store.write('catalogs/summer.json', JSON.stringify([ketl(1, { other_details: 'Sage' })]));
  const place = await workplace();

  const args = ['--catalog', `s3://${s3.bucket}/catalogs/summer.json`, '--all', '--languages', 'de'];
  const { code, stderr } = await remote(place, ...args);

  expect(stderr).toBe('');
  expect(code).toBe(0);
  const { runId } = await place.results();
  expect(await keys(`runs/${runId}/internal/supplied/`)).toEqual([]);
  expect(await json(`runs/${runId}/internal/request.json`)).toMatchObject({ catalog: 'catalogs/summer.json' });
  expect(await keys('published/')).toEqual(['published/summer/de.json', 'published/summer/manifest.json']);
});

it('copies a catalog of another bucket, with what stands beside it there', async () => {
  const { s3, keys } = await cloud();
  await s3.client.send(new CreateBucketCommand({ Bucket: 'elsewhere' }));
  const other = s3Store({ client: s3.client, bucket: 'elsewhere', prefix: '' });
  await other.write('deep/summer.json', JSON.stringify([ketl(1)]));
  await other.write('deep/summer.glossary.json', JSON.stringify({ terms: [] }));
  const place = await workplace();

  const args = ['--catalog', 's3://elsewhere/deep/summer.json', '--all', '--languages', 'de'];
  const { code, stderr } = await remote(place, ...args);

  expect(stderr).toBe('');
  expect(code).toBe(0);
  const { runId } = await place.results();
  const supplied = `runs/${runId}/internal/supplied/`;
  expect(await keys(supplied)).toEqual([`${supplied}summer.glossary.json`, `${supplied}summer.json`]);
});

it('follows a run of many batches, and fetches what is merged', async () => {
  await cloud({ batchProducts: 2 });
  const place = await workplace();
  const products = [1, 2, 3, 4, 5].map((id) => ketl(id, { other_details: `Sage number ${id}` }));
  const catalog = await place.file('shop.jsonl', products.map((one) => JSON.stringify(one)).join('\n'));

  const { code, stdout } = await remote(place, '--catalog', catalog, '--all', '--languages', 'es', 'de');

  expect(code).toBe(0);
  expect(stdout).toMatch(/^Spanish \(es\): done, 5\/5 units/m);
  expect(stdout).toMatch(/^German \(de\): done, 5\/5 units/m);
  expect(stdout.match(/^German \(de\): done/gm)).toHaveLength(1);
  expect((await place.results()).catalogs['de']).toHaveLength(5);
});

it('says what is wrong with command line, files and stack at once, and starts nothing', async () => {
  const stack = await cloud();
  const place = await workplace();

  const said = await refused(
    stack,
    place,
    '--languages',
    'spansh',
    '--max-concurrency',
    '0',
    '--product',
    '99',
    '--all',
  );

  expect(said.trimEnd().split('\n')).toEqual([
    'fanout: 3 faults, nothing was run:',
    '  - --product and --all exclude each other',
    '  - max-concurrency: expected at least 1, got 0',
    '  - unknown language "spansh": did you mean spanish?',
  ]);
});

it('says that there is no such stack together with all else', async () => {
  const { machine } = await cloud();
  const place = await workplace();

  const args = ['--stack', 'Shpo', '--catalog', `${place.folder}/none.json`, '--output', place.out];
  const { code, stderr, stdout } = await fanout(args, { clock: eager });

  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr.trimEnd().split('\n')).toEqual([
    'fanout: 2 faults, nothing was run:',
    `  - catalog ${place.folder}/none.json: no such file`,
    '  - --stack Shpo: no such stack in eu-central-1 (deploy it with "npx cdk deploy", or set AWS_REGION)',
  ]);
  expect(machine.names()).toEqual([]);
});

it('says that the output cannot be used before anything is started', async () => {
  const stack = await cloud();
  const place = await workplace();
  const taken = await place.file('taken', 'x');

  const { code, stderr } = await remote({ ...place, out: `${taken}/out` });

  expect(code).toBe(2);
  expect(stderr).toMatch(/^fanout: --output: cannot list \S+: ENOTDIR\n$/);
  expect(stack.machine.names()).toEqual([]);
});

it('refuses what Plan refuses, as a run here does', async () => {
  const { machine } = await cloud();
  const place = await workplace();

  const { code, stderr } = await remote(place, '--max-usd', '0.00001');

  expect(code).toBe(2);
  expect(stderr).toMatch(
    /^fanout: the estimate is over the budget: 0\.000\d+ USD of 0\.0000100 USD; nothing was run\n$/,
  );
  expect(machine.names()).toHaveLength(1);
  expect(place.wasMade()).toBe(false);
});

it('shows a partial run as one that ran here', async () => {
  await cloud({ groq: { faults: [{ fault: 'bad_json', locale: 'de' }] } });
  const place = await workplace();

  const { code, stdout } = await remote(place, '--languages', 'es', 'de');

  expect(code).toBe(1);
  expect((await place.results()).merged.status).toBe('PARTIAL');
  expect(stdout).toMatch(/^German \(de\): (partly|failed), /m);
  expect(stdout).toContain('ModelAnswerInvalid');
  expect(stdout).toMatch(/^PARTIAL: \d+ of 14 units translated/m);
});

it('prints merged.json alone on stdout with --json, and all else on stderr', async () => {
  const { env } = await cloud();
  const place = await workplace();
  const args = ['--stack', STACK, '--json', '--languages', 'es', '--output', place.out];

  const { code, stdout, stderr } = await spawnFanout(args, { cwd: place.folder, env }).ended;

  expect(code, stderr).toBe(0);
  expect(JSON.parse(stdout)).toEqual((await place.results()).merged);
  expect(stderr).toMatch(/^The stack Shop answers /);
  expect(stderr).toContain('COMPLETE: 7 of 7');
  expect(stderr).not.toContain('Warning');
});

it.each([
  [
    { status: 'FAILED', error: 'Lambda.Unknown', cause: 'The Lambda was lost.' },
    'failed: Lambda.Unknown: The Lambda was lost.',
  ],
  [{ status: 'TIMED_OUT', error: 'States.Timeout' }, 'took longer than it may: States.Timeout'],
  [{ status: 'ABORTED', cause: 'by the night shift' }, 'was stopped: by the night shift'],
] as const)('says that a run ended as %j', async (how, said) => {
  const { machine } = await cloud({ run: () => () => new Promise(() => {}) });
  const place = await workplace();

  const running = remote(place);
  await expect.poll(() => machine.names(), SOON).toHaveLength(1);
  const [runId = ''] = machine.names();
  machine.end(runId, how);

  const { code, stderr } = await running;
  expect(code).toBe(1);
  expect(stderr).toBe(
    `fanout: the run ${runId} ${said}\nWhat is translated is kept: "--stack Shop --resume ${runId}" goes on.\n`,
  );
  expect(place.wasMade()).toBe(false);
});

it('goes on watching through throttling and trouble of Step Functions', async () => {
  const { machine } = await cloud();
  machine.failing('error', { action: 'DescribeExecution', times: 4 });
  const place = await workplace();

  expect(await remote(place)).toMatchObject({ code: 0, stderr: '' });
});

it('says that the run goes on when it may not be watched any longer', async () => {
  const { machine, s3 } = await cloud();
  machine.failing('denied', { action: 'DescribeExecution', times: 100 });
  const place = await workplace();

  const { code, stderr } = await remote(place);

  const [runId] = machine.names();
  expect(code).toBe(1);
  expect(stderr).toBe(
    `fanout: cannot look at the run ${runId}: User: arn:aws:iam::1:user/x is not authorized\n` +
      `The run goes on. Follow it with "--stack Shop --resume ${runId}"; its results will be in s3://${s3.bucket}/runs/${runId}/\n`,
  );
});

it('says that nothing was started where the bucket may not be written', async () => {
  const { s3, machine } = await cloud();
  const place = await workplace();
  await s3.stop();

  const { code, stderr } = await remote(place);

  expect(code).toBe(1);
  expect(stderr).toMatch(/^fanout: cannot write s3:\/\/\S+: ECONNREFUSED\nNothing was started\.\n$/);
  expect(machine.names()).toEqual([]);
});

it('says where the results are that cannot be written here', async () => {
  const { machine, s3 } = await cloud();
  const place = await workplace();
  const running = remote(place);
  await expect.poll(() => machine.names(), SOON).toHaveLength(1);
  const [runId = ''] = machine.names();
  await mkdir(place.out, { recursive: true });
  await place.file(`out/${runId}`, 'in the way');

  const { code, stderr } = await running;

  expect(code).toBe(1);
  expect(stderr).toMatch(/^fanout: cannot write \S+: (ENOTDIR|EEXIST)\n/);
  expect(stderr).toContain(`The run has ended; its results are in s3://${s3.bucket}/runs/${runId}/\n`);
});

it('loads no client of AWS for a run here', async () => {
  const place = await workplace();
  const loaded = join(place.folder, 'loaded');
  const hooks = `
    import { appendFileSync } from 'node:fs';
    export async function resolve(specifier, context, next) {
      const found = await next(specifier, context);
      appendFileSync(${JSON.stringify(loaded)}, found.url + '\\n');
      return found;
    }`;
  const trace = await place.file(
    'trace.mjs',
    `import { register } from 'node:module';
     register('data:text/javascript,' + encodeURIComponent(${JSON.stringify(hooks)}));`,
  );

  const env = { NODE_OPTIONS: `--import ${trace}` };
  const { code, stderr } = await spawnFanout(['--languages', 'es'], { cwd: place.folder, env, from: 'sources' }).ended;

  expect(code, stderr).toBe(0);
  const modules = await readFile(loaded, 'utf8');
  expect(modules).toContain('lib/local/runner.ts');
  expect(modules).not.toMatch(/client-(s3|sfn|ssm|cloudformation)|bin\/cli\/remote/);
});
