import type { Locale } from '../../catalog/locale.ts';
import type { StepDeps } from '../ports.ts';

/** What Merge needs of the world. */
export type MergeDeps = Pick<StepDeps, 'store' | 'memory' | 'published' | 'clock' | 'log' | 'spans' | 'remainingMs'>;

/** What the merge of one locale returns: what it found stands in the store. */
export interface MergedLocaleOutput {
  readonly runId: string;
  readonly locale: Locale;
}
