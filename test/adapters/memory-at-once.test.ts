import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { folderMemory } from '../../lib/adapters/folder-memory.ts';
import { s3Memory } from '../../lib/adapters/s3-memory.ts';
import type { Locale } from '../../lib/catalog/locale.ts';
import { type TranslationMemory, WHOLE } from '../../lib/translate/memory.ts';
import { temporaryFolder } from '../fakes/folder.ts';
import { temporaryS3 } from '../fakes/s3.ts';
import { entry } from './memory-entries.ts';

const SCOPE = { catalog: 'shop', locale: 'fr' as Locale, shard: WHOLE };

/** Of the keys that are known to be kept before the recall begins, those that it does not find. */
async function missing(memory: TranslationMemory, kept: ReadonlySet<string>): Promise<string[]> {
  const known = new Set(kept);
  const { entries, damaged } = await memory.recall(SCOPE, known);
  return [...damaged, ...[...known].filter((key) => !entries.has(key))];
}

/** Looks time and again, through a memory that has seen files before and one that has not, until `done`. */
async function watch(open: () => TranslationMemory, kept: ReadonlySet<string>, done: Promise<unknown>) {
  let isDone = false;
  void done.then(() => {
    isDone = true;
  });
  const old = open();
  let looks = 0;
  while (!isDone) {
    expect(await missing(old, kept)).toEqual([]);
    expect(await missing(open(), kept)).toEqual([]);
    looks++;
    await pause(1);
  }
  return looks;
}

const PROGRAM = `
  const { folderMemory } = await import(${JSON.stringify(new URL('../../lib/adapters/folder-memory.ts', import.meta.url).href)});
  const [folder, name] = process.argv.slice(-2);
  const memory = folderMemory(folder);
  const scope = ${JSON.stringify(SCOPE)};
  console.log('ready');
  await new Promise((resolve) => process.stdin.once('data', resolve));`;
const WRITER = `${PROGRAM}
  for (let i = 0; i < 300; i++) {
    await memory.save(scope, [{ key: name + i, target: name.repeat(200), model: 'm', run: name, pseudo: false }]);
    console.log(name + i);
    if (i % 10 === 0) await memory.flush(scope);
  }
  await memory.flush();
  process.exit();`;
const COMPACTOR = `${PROGRAM}
  for (;;) {
    const { damaged } = await memory.compact(scope);
    console.log(damaged.length === 0 ? 'compacted' : 'damaged');
  }`;

function started(program: string, folder: string, name: string, line: (text: string) => void): ChildProcess {
  const args = ['--import', 'tsx', '--input-type=module', '--eval', program, folder, name];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  createInterface({ input: child.stdout! }).on('line', line);
  return child;
}

it('loses nothing in a folder, at no moment, while two processes save and a third compacts', async () => {
  const folder = await temporaryFolder();
  const kept = new Set<string>();
  const said: string[] = [];
  let ready = 0;
  const hear = (take: (text: string) => void) => (text: string) => {
    if (text === 'ready') ready++;
    else take(text);
  };
  const writers = ['x', 'y'].map((name) =>
    started(
      WRITER,
      folder,
      name,
      hear((key) => kept.add(key)),
    ),
  );
  const compactor = started(
    COMPACTOR,
    folder,
    '',
    hear((word) => said.push(word)),
  );
  while (ready < 3) await pause(5);
  for (const child of [...writers, compactor]) child.stdin?.write('go\n');
  const looks = await watch(() => folderMemory(folder), kept, Promise.all(writers.map((child) => once(child, 'exit'))));
  compactor.kill('SIGKILL');
  await once(compactor, 'exit');
  await expect.poll(() => kept.size).toBe(600);
  expect(await missing(folderMemory(folder), kept)).toEqual([]);
  expect(said).not.toContain('damaged');
  expect(said.length).toBeGreaterThan(3);
  expect(looks).toBeGreaterThan(0);
}, 60_000);

it('loses nothing in a bucket, at no moment, while two runs save and a third compacts', async () => {
  const s3 = await temporaryS3();
  const open = () => s3Memory({ ...s3, checkpointMs: 60_000 });
  const kept = new Set<string>();
  const writing = ['x', 'y'].map(async (name) => {
    const memory = open();
    for (let index = 0; index < 40; index++) {
      await memory.save(SCOPE, [entry(`${name}${index}`)]);
      await memory.flush(SCOPE);
      kept.add(`${name}${index}`);
    }
  });
  let isOver = false;
  const compacting = (async () => {
    const memory = open();
    while (!isOver) expect(await memory.compact(SCOPE)).toEqual({ damaged: [] });
  })();
  await watch(open, kept, Promise.all(writing));
  isOver = true;
  await compacting;
  expect(kept.size).toBe(80);
  expect(await missing(open(), kept)).toEqual([]);
  await open().compact(SCOPE);
  expect((await s3.store.list('memory/')).length).toBeLessThanOrEqual(4);
}, 60_000);
