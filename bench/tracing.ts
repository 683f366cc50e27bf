import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { inMemoryTranslationMemory } from '../lib/adapters/memory-store.ts';
import { openSpanSink } from '../lib/adapters/span-sink.ts';
import { bundledCatalog } from '../lib/local/package-folder.ts';
import { runHere } from '../lib/local/run-here.ts';
import type { SpanSink, StepDeps } from '../lib/run/ports.ts';
import { newRunId } from '../lib/run/run-id.ts';
import { spanTracer } from '../lib/run/trace/job-trace.ts';
import { withOfflineDeps } from './here.ts';
import { atMost, median, type Row } from './row.ts';

const LOCALES = ['es', 'fr', 'de', 'it', 'pt-BR', 'nl', 'sv', 'pl', 'ja', 'ar'];
const BATCH_PRODUCTS = 11;
const JOBS = LOCALES.length * 4;
const ROUNDS = 11;
/** Runs until the code of a run is compiled. */
const WARM_UP = 4;

/** What it takes to trace a locale job over OTLP: the bundled catalog, with and without a collector, in turn. The collector is a process of its own. */
export async function tracingRows(): Promise<Row[]> {
  const collector = spawn(process.execPath, ['-e', COLLECTOR], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [port] = await once(collector.stdout, 'data');
    process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = `http://127.0.0.1:${String(port).trim()}`;
    let spans = 0;
    const sink = await openSpanSink((_, data) => {
      throw new Error(`${data['spans']} spans were dropped: ${data['cause']}`);
    });
    if (sink === null) throw new Error('there is no collector');
    const counting: SpanSink = {
      ...sink,
      export: (some) => {
        spans += some.length;
        return sink.export(some);
      },
    };
    const traced = { spans: counting, tracers: [spanTracer(counting)] };
    return await withOfflineDeps(0, async (deps) => {
      for (let round = 0; round < WARM_UP; round++) await run({ ...deps, ...traced });
      const more: number[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        const plain = await run(deps);
        spans = 0;
        more.push((await run({ ...deps, ...traced })) - plain);
      }
      const each = median(more) / JOBS;
      const what = `tracing over OTLP: CPU per locale job (${JOBS} jobs, ${spans} spans), more than without`;
      return [atMost(what, each, 5, ' ms')];
    });
  } finally {
    delete process.env['OTEL_EXPORTER_OTLP_ENDPOINT'];
    collector.kill();
  }
}

/** Milliseconds of CPU. */
async function run(deps: StepDeps): Promise<number> {
  const cpu = process.cpuUsage();
  const request = { catalog: bundledCatalog(), products: 'all' as const, locales: LOCALES as [string] };
  const own = { ...deps, batchProducts: BATCH_PRODUCTS, memory: inMemoryTranslationMemory() };
  const result = await runHere(newRunId(new Date()), request, own);
  if (!result.ok) throw new Error(result.message);
  const { user, system } = process.cpuUsage(cpu);
  return (user + system) / 1_000;
}

/** Takes what comes and answers as Phoenix does. */
const COLLECTOR = `
  const server = require('node:http').createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end());
  });
  server.listen(0, '127.0.0.1', () => console.log(server.address().port));
`;
