import type { Clock } from '../../lib/translate/clock.ts';
import { Pacer } from '../../lib/translate/pacing/pace.ts';

/** The real pace without an assumed limit and without jitter: it waits for what an answer or a refusal tells alone. */
export function plainPacer(clock: Clock): Pacer {
  return new Pacer({ clock, plan: null, share: 1, random: () => 0 });
}
