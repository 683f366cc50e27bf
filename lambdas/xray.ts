import type { XRay } from '#xray';
import { log, once, xrayHeader } from './runtime.ts';

/** X-Ray keeps one trace in twenty by default: for the others its library, a file of its own and 20 ms of a cold start, is not loaded. */
const isSampled = () => /(^|;)\s*Sampled=1/.test(xrayHeader() ?? '');

const load = once(async (): Promise<XRay | null> => {
  try {
    const { xray } = await import('#xray');
    return xray(log);
  } catch (error) {
    // Such as a daemon's address that is none.
    log('trace.dropped', { spans: 'all', cause: `X-Ray: ${(error as Error).message}` });
    return null;
  }
});

/** X-Ray, where it keeps the trace of this invocation; null where it does not. */
export const xray = async (): Promise<XRay | null> => (isSampled() ? load() : null);

/** Runs one step of a run, in a subsegment of its own where X-Ray keeps the trace. */
export async function inSubsegment<T>(name: string, state: unknown, work: () => Promise<T>): Promise<T> {
  const own = await xray();
  if (own === null) return work();
  return own.inSubsegment(name, String((state as { runId?: unknown } | null)?.runId), work);
}
