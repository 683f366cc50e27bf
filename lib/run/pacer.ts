export { Pacer } from '../translate/pacing/pace.ts';
export { ceilingOf } from '../translate/pacing/share.ts';
