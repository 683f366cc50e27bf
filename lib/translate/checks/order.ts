import type { Check } from './check.ts';
import { misplacedMask } from './mask-places.ts';
import { misplacedNumber } from './numbers/number-places.ts';

/** What states a fact of its own, a protected span or a number, stands in the entry, the line or behind the label where it stands in the source. */
export const order: Check = {
  name: 'order',
  severity: 'reject',
  find: (text) => misplacedMask(text) ?? misplacedNumber(text),
};
