/** What a batch run takes of a limit at most: the tenth that is left keeps a short run from being refused while a long one is at work. */
export const BATCH_SHARE = 0.9;

/** What all jobs of a run together take of a limit: the share of a batch run's job is under `BATCH_SHARE`, that of a short run's job is 1. */
export const ceilingOf = (share: number): number => (share <= BATCH_SHARE ? BATCH_SHARE : 1);
