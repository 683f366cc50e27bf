const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Has `action`, which may come twice, done before this process ends, also by a signal: what was asked for last is done first. Returns what calls that off. */
export function beforeEnd(action: () => void): () => void {
  const onSignal = (signal: NodeJS.Signals) => {
    action();
    // Who else listens decides how the process ends; the last one has it end as if nobody had listened.
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  };
  // First of all: one that listens once would be gone by the time it is looked for.
  process.prependOnceListener('exit', action);
  for (const signal of SIGNALS) process.prependOnceListener(signal, onSignal);
  return () => {
    process.off('exit', action);
    for (const signal of SIGNALS) process.off(signal, onSignal);
  };
}
