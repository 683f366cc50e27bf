import type { MemoryEntry } from '../../lib/translate/memory.ts';

/** An entry of a memory, as a run would save it. */
export const entry = (key: string, target = `~${key}~`): MemoryEntry => ({
  key,
  target,
  model: 'm',
  run: 'r1',
  pseudo: false,
});

export const keys = (...names: string[]) => new Set(names);
