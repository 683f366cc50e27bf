import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { temporaryFolder } from '../fakes/folder.ts';
import { ownFolder } from '../own-folder.ts';

const MODULE = JSON.stringify(new URL('../own-folder.ts', import.meta.url).href);

/** A process that makes two folders, and then does something. */
const program = (parent: string, then: string) => [
  ...['--import', 'tsx', '--input-type=module', '-e'],
  `import { writeFileSync } from 'node:fs';
   import { ownFolder } from ${MODULE};
   const { path } = ownFolder('fanout-some', ${JSON.stringify(parent)});
   ownFolder('fanout-other', ${JSON.stringify(parent)});
   writeFileSync(path + '/file', path);
   ${then}`,
];

it.each([
  ['ends', '', { status: 0, signal: null }],
  [
    'is interrupted',
    `process.kill(process.pid, 'SIGINT'); setInterval(() => {}, 1_000);`,
    { status: null, signal: 'SIGINT' },
  ],
  [
    'is interrupted, and ends in its own way',
    `process.once('SIGINT', () => process.exit(130)); process.kill(process.pid, 'SIGINT'); setInterval(() => {}, 1_000);`,
    { status: 130, signal: null },
  ],
  [
    'is told to end',
    `process.kill(process.pid, 'SIGTERM'); setInterval(() => {}, 1_000);`,
    { status: null, signal: 'SIGTERM' },
  ],
])('the folder of a test run goes with its process when that %s', async (_, then, ending) => {
  const parent = await temporaryFolder();
  const { status, signal, stderr } = spawnSync(process.execPath, program(parent, then), { encoding: 'utf8' });
  expect({ status, signal, stderr }).toEqual({ ...ending, stderr: '' });
  expect(await readdir(parent)).toEqual([]);
});

it('the folder of a test run goes when the next is made, where its process was killed, and no other does', async () => {
  const parent = await temporaryFolder();
  const killed = spawnSync(process.execPath, program(parent, `process.kill(process.pid, 'SIGKILL')`));
  expect(killed.signal).toBe('SIGKILL');
  const running = spawn(process.execPath, program(parent, 'setInterval(() => {}, 1_000)'), { stdio: 'ignore' });
  const place = await vi.waitFor(async () => {
    const own = (await readdir(parent)).find((name) => name.startsWith(`fanout-some-${running.pid}-`)) ?? '';
    return readFile(join(parent, own, 'file'), 'utf8');
  }, 20_000);
  const names = [`fanout-else-${killed.pid}-abcdef`, `fanout-some-${killed.pid}`];
  for (const name of names) mkdirSync(join(parent, name));
  await writeFile(join(parent, 'fanout-some'), '');

  const { path, remove } = ownFolder('fanout-some', parent);

  const left = (await readdir(parent)).filter((name) => !name.startsWith('fanout-other-'));
  expect(left.map((name) => join(parent, name)).sort()).toEqual(
    [...names, 'fanout-some']
      .map((name) => join(parent, name))
      .concat(path, place)
      .sort(),
  );
  remove();
  running.kill();
  await vi.waitFor(async () => expect(await readdir(parent)).toHaveLength(names.length + 1));
});
