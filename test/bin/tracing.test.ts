import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type CollectorOptions, startCollector } from '../fakes/collector.ts';
import { pathsOf, treeFaults } from '../fakes/spans.ts';
import { spawnFanout, workplace } from './command.ts';

/** The command with a collector, and the modules that it loaded. */
async function start(args: readonly string[], options: CollectorOptions & { readonly traced?: boolean } = {}) {
  const { folder } = await workplace();
  const collector = await startCollector(options);
  onTestFinished(() => collector.close());
  const loaded = join(folder, 'loaded');
  const env = {
    // Node writes down what it has run.
    NODE_V8_COVERAGE: loaded,
    ...(options.traced === false ? {} : { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url }),
  };
  const ended = await spawnFanout(args, { cwd: folder, env }).ended;
  const files = await Promise.all((await readdir(loaded)).map((name) => readFile(join(loaded, name), 'utf8')));
  return { ...ended, collector, hasLoaded: (name: string) => files.some((file) => file.includes(name)) };
}

describe('a run of the command with a collector', () => {
  it('has sent every span before it ends', { timeout: 60_000 }, async () => {
    const { code, collector, stderr, hasLoaded } = await start(['--product', '3', '--languages', 'spanish', 'ja']);
    expect([code, stderr]).toEqual([0, '']);
    expect(treeFaults(collector.spans)).toEqual([]);
    const paths = pathsOf(collector.spans);
    expect(paths).toContain('translate_product_3 > translate_to_spanish > chat openai/gpt-oss-20b');
    expect(paths).toContain('translate_product_3 > translate_to_japanese > chat qwen/qwen3.6-27b');
    expect(hasLoaded('@opentelemetry')).toBe(true);
  });

  it('loads nothing of OpenTelemetry without one', { timeout: 60_000 }, async () => {
    const { code, collector, hasLoaded } = await start([], { traced: false });
    expect(code).toBe(0);
    expect(collector.spans).toEqual([]);
    expect(hasLoaded('groq-sdk')).toBe(true);
    expect(hasLoaded('@opentelemetry')).toBe(false);
    expect(hasLoaded('powertools')).toBe(false);
  });

  it('says in one line what did not arrive, and is none the worse for it', { timeout: 60_000 }, async () => {
    const { code, stderr, stdout } = await start(['--json'], { status: 401 });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ status: 'COMPLETE' });
    expect(stderr).toMatch(/^Tracing: \d+ spans were dropped: .+\.$/m);
  });
});
