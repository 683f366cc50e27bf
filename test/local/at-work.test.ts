import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { beginWork, RunAtWork } from '../../lib/local/at-work.ts';
import { temporaryFolder } from '../fakes/folder.ts';

const worker = (pid: number, host = hostname()) => JSON.stringify({ pid, host });
const place = async () => join(await temporaryFolder(), 'at-work.json');

/** A process that has ended. */
const ended = () => spawnSync(process.execPath, ['-e', '']).pid;

describe('a process at work on a run', () => {
  it('keeps another out as long as it lives', async () => {
    const path = await place();
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1_000)']);
    try {
      writeFileSync(path, worker(other.pid ?? 0));
      expect(() => beginWork(path)).toThrow(RunAtWork);
      expect(() => beginWork(path)).toThrow(`process ${other.pid} `);
      expect(readdirSync(join(path, '..'))).toEqual(['at-work.json']);
    } finally {
      other.kill('SIGKILL');
    }
  });

  it.each<[string, () => string | null]>([
    ['nobody', () => null],
    ['one that has ended', () => worker(ended())],
    ['one of another machine, of which nothing can be known', () => worker(process.pid === 1 ? 2 : 1, 'elsewhere')],
    ['one that had the number that this one has', () => worker(process.pid)],
    ['a file that a kill cut off', () => '{"pi'],
  ])('says so in a file until it ends, in the place of %s', async (_, before) => {
    const path = await place();
    const text = before();
    if (text !== null) writeFileSync(path, text);
    const end = beginWork(path);
    expect(readFileSync(path, 'utf8')).toBe(worker(process.pid));
    end();
    expect(readdirSync(join(path, '..'))).toEqual([]);
  });

  it('leaves what is no longer its own', async () => {
    const path = await place();
    const end = beginWork(path);
    writeFileSync(path, worker(1, 'elsewhere'));
    end();
    expect(readFileSync(path, 'utf8')).toBe(worker(1, 'elsewhere'));
  });

  it('holds nothing where something else stands in its place, and asks no more than a few times', async () => {
    const path = await place();
    mkdirSync(join(path, 'a folder'), { recursive: true });
    expect(() => beginWork(path)()).not.toThrow();
    expect(readdirSync(join(path, '..'))).toEqual(['at-work.json']);
  });

  it('holds nothing where nothing can be written', async () => {
    const path = join(await temporaryFolder(), 'none', 'at-work.json');
    expect(() => beginWork(path)()).not.toThrow();
  });
});
