/** Events of the log that something besides people goes by. */
export const LOG_EVENTS = {
  /** Merge has written a run's results; `status` says how complete they are. The stack counts those that are not. */
  runFinished: 'run.finished',
} as const;
