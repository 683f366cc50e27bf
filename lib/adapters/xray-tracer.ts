import { Tracer } from '@aws-lambda-powertools/tracer';
import type { Subsegment } from 'aws-xray-sdk-core';
import { ERROR_NAMES, PAUSED, PROVIDER_DOWN } from '../run/contract/errors.ts';
import { spanNames } from '../run/contract/span-names.ts';
import { type Reason, withoutContent } from '../run/contract/without-content.ts';
import type { EndedInvocation, InvocationTrace, InvocationTracer, Log, TracedInvocation } from '../run/ports.ts';
import type { CallEntry, TrailEntry } from '../translate/trail.ts';
import { XRayOutbox } from './xray-outbox.ts';

/** Shows what an invocation does as subsegments of its Lambda's segment. */
export interface XRay {
  /** Of locale jobs, under the names that OpenTelemetry's spans have. */
  readonly tracer: InvocationTracer;
  /** Runs one step of a run in a subsegment of its own. */
  inSubsegment<T>(name: string, runId: string, work: () => Promise<T>): Promise<T>;
}

/**
 * X-Ray inside Lambda; anywhere else, and of a trace that is not sampled, nothing is shown. Each subsegment goes to the daemon when it is closed, and what
 * ends a trace here waits until all have left. Once for each process.
 * https://docs.aws.amazon.com/powertools/typescript/latest/features/tracer/
 */
export function xray(log: Log): XRay {
  // It patches neither `fetch` nor `http`: that would send X-Ray's header to the provider, which is none of its business.
  const powertools = new Tracer({ serviceName: 'translation-fanout', captureHTTPsRequests: false });
  const outbox = new XRayOutbox(log);
  powertools.provider.setLogger(outbox.logger);
  const open = (name: string): Subsegment | null => {
    const own = powertools.isTraceSampled() ? powertools.getSegment()?.addNewSubsegment(name) : undefined;
    return own ?? null;
  };
  return {
    tracer: {
      begin(invocation) {
        const own = open(spanNames.locale(invocation.locale));
        return own === null ? UNWATCHED : jobTrace(own, invocation, outbox);
      },
    },
    async inSubsegment(name, runId, work) {
      const own = open(name);
      if (own === null) return work();
      annotate(own, { runId });
      try {
        return await work();
      } catch (error) {
        own.addError(shown({ error: (error as Error).name, cause: (error as Error).message }));
        throw error;
      } finally {
        outbox.send(() => own.close());
        await outbox.empty();
      }
    },
  };
}

const UNWATCHED: InvocationTrace = { add: () => {}, end: async () => {} };

function jobTrace(own: Subsegment, invocation: TracedInvocation, outbox: XRayOutbox): InvocationTrace {
  const { runId, batch, locale, attempt, startedAt, parent } = invocation;
  own.start_time = startedAt / 1_000;
  annotate(own, { runId, locale, batch, attempt });
  // Below a Distributed Map X-Ray begins a trace of its own: this one leads back to the run's.
  if (parent) annotate(own, { traceId: parent.traceId });
  // It may take a quarter of an hour, and be cut off: what it did has something to stand under from the beginning.
  outbox.send(() => own.flush());
  const entries: Record<TrailEntry['kind'], number> = { recall: 0, wait: 0, call: 0, check: 0 };
  let isOpen = true;
  return {
    add(entry) {
      // What a job no longer waited for may end within the next invocation, which has another trace.
      if (!isOpen) return;
      entries[entry.kind]++;
      if (entry.kind === 'check') return;
      const child = own.addNewSubsegment(
        legal(entry.kind === 'call' ? spanNames.call(entry.model) : spanNames[entry.kind]),
      );
      child.start_time = entry.at / 1_000;
      annotate(child, { runId, locale, ...('model' in entry ? { model: entry.model } : {}) });
      child.addMetadata('counts', numbersIn(entry));
      if (entry.kind === 'call') showCall(child, entry);
      outbox.send(() => child.close());
    },
    async end(ended) {
      isOpen = false;
      showEnd(own, ended, entries);
      outbox.send(() => own.close());
      await outbox.empty();
    },
  };
}

function showCall(child: Subsegment, { again, error }: CallEntry): void {
  // The provider has a place of its own on X-Ray's map.
  child.addAttribute('namespace', 'remote');
  if (again !== null) annotate(child, { retry: again });
  if (error === null) return;
  annotate(child, { error });
  if (PROVIDER_DOWN.has(error)) child.addFaultFlag();
  else child.addErrorFlag();
  if (error === ERROR_NAMES.rateLimited) child.addThrottleFlag();
}

function showEnd(own: Subsegment, { error, model, calls, usd, result }: EndedInvocation, entries: object): void {
  if (model !== null) annotate(own, { model });
  own.addMetadata('counts', { ...result, ...entries, calls, usd });
  if (error === null) return;
  annotate(own, { error: error.error });
  // The workflow calls a paused job again: nothing has failed.
  if (error.error === PAUSED) own.addMetadata('cause', withoutContent(error).cause);
  else own.addError(shown(error));
}

/** X-Ray is shown no content, whatever OpenTelemetry may be. */
function shown(reason: Reason): Error {
  const { error: name, cause } = withoutContent(reason);
  return Object.assign(new Error(cause), { name, stack: '' });
}

function annotate(subsegment: Subsegment, annotations: Readonly<Record<string, string | number>>): void {
  for (const [key, value] of Object.entries(annotations)) subsegment.addAnnotation(key, value);
}

/** What of an entry is a count or a sum. */
function numbersIn({ at: _, ms: __, ...entry }: TrailEntry): Record<string, number> {
  return Object.fromEntries(Object.entries(entry).filter((own): own is [string, number] => typeof own[1] === 'number'));
}

/** Other characters have no place in X-Ray's names: https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html */
const legal = (name: string) => name.replace(/[^\p{L}\p{N}\p{Z}_.:/%&#=+\\\-@]/gu, '_').slice(0, 200);
