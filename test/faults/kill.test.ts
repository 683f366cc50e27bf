import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import pLimit from 'p-limit';
import { expect, it } from 'vitest';
import type { GroqServer } from '../../lib/local/groq-server/options.ts';
import type { Merged } from '../../lib/run/contract/results.ts';
import { seeded } from '../../lib/run/minutes/seeded.ts';
import { asking, spawnFanout, workplace } from '../bin/command.ts';
import { standIn } from '../local/groq-server/standin.ts';
import { LOCALES } from './faulty-run.ts';

/** How many runs are killed; `KILLS=20 KILL_SEED=7` for more and others. */
const KILLS = Number(process.env['KILLS'] ?? 6);
const SEED = Number(process.env['KILL_SEED'] ?? 1);
/** Runs at a time: two cores, and the server in this process. */
const AT_ONCE = 2;
/** On a machine that does other things too, an answer may be on its way for so long. */
const LAG_MS = 1_500;
/** A server whose answers take 100 to 2,000 ms, so that calls of all ages are in flight at any moment. */
function slowServer(seed: number): Promise<GroqServer> {
  const random = seeded(seed);
  return standIn({ latencyMs: () => 100 + Math.floor(1_900 * random()) });
}

/** Each text of a request into its locale. */
function textsOf(body: unknown): string[] {
  // The kill came while it was still being sent.
  if (body === null) return [];
  const { messages } = body as { messages: { content: string }[] };
  const { targetLocale, segments } = JSON.parse(messages.at(-1)?.content ?? '') as {
    targetLocale: string;
    segments: { text: string }[];
  };
  return segments.map(({ text }) => `${targetLocale}: ${text}`);
}

/** What has been answered, that is to be paid for, as often as it was. */
const bought = ({ log }: GroqServer) => log.filter(({ status }) => status === 200).flatMap(({ body }) => textsOf(body));
const ARGS = ['--all', '--languages', ...LOCALES];

async function results(out: string) {
  const [runId = ''] = (await readdir(out)).filter((name) => name !== 'memory');
  const read = async (name: string) => JSON.parse(await readFile(join(out, runId, name), 'utf8'));
  const { runId: _, stats: __, ...merged } = (await read('merged.json')) as Merged;
  const catalogs = await Promise.all(LOCALES.map((locale) => read(`catalogs/${locale}.json`)));
  return { merged, catalogs, failures: await read('failures.json') };
}

/** Entries of all memory files; a line that the kill has cut is none. */
async function memoryLines(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const lines = (await Promise.all(files.map((file) => readFile(file, 'utf8')))).join('').split('\n');
  return lines.filter((line) => line.endsWith('}')).length;
}

const TEMPORARY = /\.\d+$/;

/** Every file of a run that is no leftover of an interrupted write; each must be whole. */
async function halfFiles(folder: string): Promise<string[]> {
  const half: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || TEMPORARY.test(entry.name)) continue;
    const text = await readFile(join(entry.parentPath, entry.name), 'utf8');
    if (!isWhole(entry.name, text)) half.push(join(entry.parentPath, entry.name));
  }
  return half;
}

function isWhole(name: string, text: string): boolean {
  if (name.endsWith('.html')) return text.endsWith('</html>\n');
  try {
    for (const json of name.endsWith('.jsonl') ? text.split('\n').filter(Boolean) : [text]) JSON.parse(json);
    return true;
  } catch {
    return false;
  }
}

/** What a kill in the middle of each write would have left. */
async function leaveHalfWrites(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile() && entry.name.endsWith('.json'))
      await writeFile(join(entry.parentPath, `${entry.name}.3482934`), '{"half');
}

interface Unbroken {
  /** From the first call to the end. */
  readonly tookMs: number;
  /** How long an answer may be on its way from the server's socket to memory: until then its call is in flight. */
  readonly lagMs: number;
}

interface Killed {
  readonly moment: string;
  /** Texts bought more than once, and those of them that were not in flight at the kill. */
  readonly twice: number;
  readonly needlessly: readonly string[];
  /** Translations that memory held at the kill, and texts that were asked for after it. */
  readonly remembered: number;
  readonly asked: number;
  readonly inFlight: number;
  readonly code: number | null;
  readonly half: readonly string[];
  readonly results: Awaited<ReturnType<typeof results>>;
}

async function killedRun(number: number, unbroken: Unbroken): Promise<Killed> {
  const place = await workplace();
  const server = await slowServer(SEED * 1_000 + number);
  const random = seeded(SEED * 7_919 + number);
  const options = { cwd: place.folder, env: asking(server) };
  const child = spawnFanout([...ARGS, '--output', place.out], options);
  while (server.log.length === 0) await setTimeout(5);
  const afterMs = random() * unbroken.tookMs;
  await setTimeout(afterMs);
  child.kill('SIGKILL');
  const killedAt = Date.now();
  await child.ended;

  const before = server.log.length;
  const remembered = await memoryLines(join(place.out, 'memory'));
  const inFlight = new Set(
    server.log
      .filter(({ answeredAt }) => answeredAt === null || answeredAt > killedAt - unbroken.lagMs)
      .flatMap(({ body }) => textsOf(body)),
  );
  const [runId] = await place.runs().catch(() => []);
  const isPlanned =
    runId !== undefined &&
    (await readdir(join(place.out, runId, 'internal')).catch((): string[] => [])).includes('plan.json');
  if (isPlanned) await leaveHalfWrites(join(place.out, runId));
  const again = isPlanned ? ['--resume', runId] : ARGS;
  const resumed = spawnFanout([...again, '--output', place.out], options);
  const { code } = await resumed.ended;

  const times = new Map<string, number>();
  for (const text of bought(server)) times.set(text, (times.get(text) ?? 0) + 1);
  const twice = [...times].filter(([, count]) => count > 1).map(([text]) => text);
  return {
    moment: `${Math.round(afterMs)} ms (${isPlanned ? 'resumed' : 'run anew'}), ${before} asked, ${server.log.length - before} asked again`,
    twice: twice.length,
    needlessly: twice.filter((text) => !inFlight.has(text)),
    inFlight: inFlight.size,
    remembered,
    asked: new Set(server.log.slice(before).flatMap(({ body }) => textsOf(body))).size,
    code,
    half: await halfFiles(place.out),
    results: await results(place.out),
  };
}

it(`buys nothing twice but what was in flight when it was killed, ${KILLS} times`, async () => {
  const place = await workplace();
  const server = await slowServer(SEED);
  const options = { cwd: place.folder, env: asking(server) };
  const unbroken = spawnFanout([...ARGS, '--output', place.out], options);
  expect((await unbroken.ended).code).toBe(0);
  const endedAt = Date.now();
  const tookMs = endedAt - Math.min(...server.log.map(({ time }) => time));
  const lastMs = endedAt - Math.max(...server.log.map(({ answeredAt }) => answeredAt ?? 0));
  const lagMs = Math.max(LAG_MS, AT_ONCE * lastMs);
  const texts = new Set(bought(server)).size;
  const right = await results(place.out);

  const limit = pLimit(AT_ONCE);
  const killed = await Promise.all(
    Array.from({ length: KILLS }, (_, number) => limit(() => killedRun(number, { tookMs, lagMs }))),
  );

  if (process.env['KILLS'] !== undefined) {
    console.log(`unbroken: ${tookMs} ms, lag allowed: ${lagMs} ms`);
    for (const { moment, twice, inFlight } of killed)
      console.log(`killed after ${moment}: ${twice} texts bought twice, ${inFlight} in flight`);
  }
  for (const { code, needlessly, twice, inFlight, remembered, asked, half, results } of killed) {
    // What memory held is not asked for again, and all the rest is.
    expect(remembered + asked).toBe(texts);
    expect(needlessly).toEqual([]);
    expect(twice).toBeLessThanOrEqual(inFlight);
    expect(half).toEqual([]);
    expect(code).toBe(0);
    expect(results).toEqual(right);
  }
}, 300_000);
