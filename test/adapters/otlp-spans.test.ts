import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openSpanSink } from '../../lib/adapters/span-sink.ts';
import type { Span } from '../../lib/run/contract/span.ts';
import { type Collector, type CollectorOptions, startCollector } from '../fakes/collector.ts';

const span = (more: Partial<Span> = {}): Span => ({
  name: 'translate_to_french',
  traceId: '5759e988bd862e3fe1be46a994272793',
  spanId: '53995c3f42cd8ad8',
  parentSpanId: '0a1b2c3d4e5f6071',
  startMs: 1_795_273_463_020,
  endMs: 1_795_273_463_241,
  isRequest: false,
  attributes: { locale: 'fr', units: 3, usd: 0.25, success: true, checks: ['leak', 'numbers'] },
  events: [],
  error: null,
  ...more,
});
const spans = (count: number) =>
  Array.from({ length: count }, (_, index) => span({ spanId: (index + 1).toString(16).padStart(16, '0') }));

let collectors: Collector[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  await Promise.all(collectors.map((collector) => collector.close()));
  collectors = [];
});

async function collecting(options: CollectorOptions = {}) {
  const collector = await startCollector(options);
  collectors.push(collector);
  return { collector, ...(await sinkTo(collector.url)) };
}

async function sinkTo(url: string) {
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', url);
  const logged: Readonly<Record<string, unknown>>[] = [];
  const sink = await openSpanSink((event, data) => void logged.push({ event, ...data }));
  return { sink, logged };
}

describe('spans over OTLP', () => {
  it('arrive as protobuf, as they were', async () => {
    const { collector, sink, logged } = await collecting();
    const error = { error: 'ProviderUnavailable', cause: '503' };
    await sink?.export([
      span({ events: [{ name: 'retry', atMs: 1_795_273_463_100, attributes: { reason: 'rate' } }] }),
      span({ spanId: 'ffffffffffffffff', parentSpanId: null, isRequest: true, error }),
    ]);
    expect(logged).toEqual([]);
    expect(collector.spans).toMatchObject([
      {
        name: 'translate_to_french',
        traceId: '5759e988bd862e3fe1be46a994272793',
        spanId: '53995c3f42cd8ad8',
        parentSpanId: '0a1b2c3d4e5f6071',
        kind: 'INTERNAL',
        startMs: 1_795_273_463_020,
        endMs: 1_795_273_463_241,
        attributes: { locale: 'fr', units: 3, usd: 0.25, success: true, checks: ['leak', 'numbers'] },
        events: [{ name: 'retry', attributes: { reason: 'rate' } }],
        status: { code: 'OK', message: '' },
        resource: { 'service.name': 'translation-fanout', 'openinference.project.name': 'translation-fanout' },
      },
      {
        parentSpanId: '',
        kind: 'CLIENT',
        events: [{ name: 'exception', attributes: { 'exception.message': '503' } }],
        status: { code: 'ERROR', message: 'ProviderUnavailable: 503' },
      },
    ]);
  });

  it('carry the headers and the resource that the environment names', async () => {
    vi.stubEnv('OTEL_EXPORTER_OTLP_HEADERS', 'api_key=secret%20key,x-team=shop');
    vi.stubEnv('OTEL_SERVICE_NAME', 'my-shop');
    vi.stubEnv('OTEL_RESOURCE_ATTRIBUTES', 'openinference.project.name=catalogs');
    const { collector, sink } = await collecting();
    await sink?.export([span()]);
    expect(collector.headers[0]).toMatchObject({ api_key: 'secret key', 'x-team': 'shop' });
    expect(collector.spans[0]?.resource).toMatchObject({
      'service.name': 'my-shop',
      'openinference.project.name': 'catalogs',
    });
  });

  it('go in requests of some hundreds', async () => {
    const { collector, sink } = await collecting();
    await sink?.export(spans(1_300));
    expect(collector.headers).toHaveLength(3);
    expect(new Set(collector.spans.map(({ spanId }) => spanId)).size).toBe(1_300);
  });

  it.each([400, 401, 415, 503])('are counted as dropped where the collector says %i', async (status) => {
    const { sink, logged } = await collecting({ status });
    await sink?.export(spans(3));
    expect(logged).toMatchObject([{ event: 'trace.dropped', spans: 3 }]);
  });

  it('are counted where the collector takes a part of them', async () => {
    // partial_success { rejected_spans: 3, error_message: "full" }
    const { sink, logged } = await collecting({
      says: Uint8Array.from([0x0a, 8, 0x08, 3, 0x12, 4, 0x66, 0x75, 0x6c, 0x6c]),
    });
    await sink?.export(spans(5));
    expect(logged).toEqual([{ event: 'trace.dropped', spans: 3, cause: 'the collector took a part: full' }]);
  });

  it('are doubted where what says 200 is no collector', async () => {
    const { sink, logged } = await collecting({ says: '<!doctype html><title>Welcome</title>' });
    await sink?.export(spans(5));
    expect(logged).toMatchObject([{ event: 'trace.dropped', cause: expect.stringContaining('is it one?') }]);
  });

  it('are waited for no longer than a second and a half, and then not tried again for a while', async () => {
    const { collector, sink, logged } = await collecting({ silent: true });
    const begun = performance.now();
    await sink?.export(spans(2));
    await sink?.export(spans(5));
    await sink?.export(spans(7));
    // Three waits would be 4.5 s.
    expect(performance.now() - begun).toBeLessThan(4_000);
    expect(logged.map(({ spans }) => spans)).toEqual([2, 5, 7]);
    expect(collector.headers).toHaveLength(1);
  });

  it('fail nobody where nothing listens', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const { sink, logged } = await sinkTo(`http://127.0.0.1:${port}`);
    await sink?.export(spans(4));
    expect(logged).toMatchObject([{ event: 'trace.dropped', spans: 4 }]);
  });

  it.each(['localhost:6006', 'ftp://x', '%'])('are dropped, with a word, for the address %s', async (address) => {
    const { sink, logged } = await sinkTo(address);
    expect(sink).toBeNull();
    // The variable by its name: an address may hold a password.
    expect(logged).toMatchObject([{ cause: 'OTEL_EXPORTER_OTLP_ENDPOINT is no http or https address' }]);
    expect(JSON.stringify(logged)).not.toContain(address);
  });

  it('are nobody’s without a collector, or where OpenTelemetry is switched off', async () => {
    expect((await sinkTo('')).sink).toBeNull();
    vi.stubEnv('OTEL_SDK_DISABLED', 'true');
    expect((await sinkTo('http://127.0.0.1:1')).sink).toBeNull();
  });
});
