import type { JobProgress } from './ports.ts';

/** What happens in a run, for whoever watches it. */
export type RunEvent =
  | { readonly type: 'planned'; readonly jobs: readonly { batch: number; locale: string }[] }
  | { readonly type: 'running'; readonly batch: number; readonly locale: string }
  | { readonly type: 'retrying'; readonly batch: number; readonly locale: string; readonly error: string }
  | {
      readonly type: 'waiting';
      readonly batch: number;
      readonly locale: string;
      readonly seconds: number;
      readonly reason: string;
    }
  | {
      readonly type: 'ended';
      readonly batch: number;
      readonly locale: string;
      readonly status: 'translated' | 'partly' | 'failed';
      /** How long the job worked, where that is known better than by watching. */
      readonly ms?: number;
    }
  | ({ readonly type: 'progress' } & JobProgress);
