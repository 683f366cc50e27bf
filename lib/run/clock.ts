export { type Clock, systemClock } from '../translate/clock.ts';
