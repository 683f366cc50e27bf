export { CHECKPOINT_MS } from '../translate/memory.ts';
