import { maskFaults } from './protect.ts';
import type { Segment } from './segments.ts';

/**
 * What is wrong with a segment's translation, for the corrective retry and for failures.json; null when it may be published.
 * Both texts are masked.
 */
export function segmentFault(segment: Pick<Segment, 'text' | 'units'>, target: string): string | null {
  if (target.trim() === '') return 'the translation is empty';
  const faults = maskFaults(target, segment.units[0]?.spans ?? []);
  return faults.length > 0 ? faults.join('; ') : null;
}
