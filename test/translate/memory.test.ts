import { describe, expect, it } from 'vitest';
import { memoryShape } from '../../lib/translate/job.ts';
import { type MemoryShape, memoryKey } from '../../lib/translate/memory.ts';
import { MODELS } from '../../lib/translate/routing.ts';
import { A, EN, FR, JA } from './helpers.ts';

const SHAPE: MemoryShape = { source: EN, target: FR, engine: 'groq', model: 'western' };

describe('the key of a translation', () => {
  it('is the same for the same text and all that shaped it', () => {
    expect(memoryKey('Cloud', SHAPE)).toBe(memoryKey('Cloud', { ...SHAPE }));
    expect(memoryKey('Cloud', SHAPE)).toMatch(/^[\w-]{22}$/);
  });

  it.each<[string, string, Partial<MemoryShape>]>([
    ['text', 'Clouds', {}],
    ['locale', 'Cloud', { target: JA }],
    ['source', 'Cloud', { source: JA }],
    ['engine', 'Cloud', { engine: 'offline' }],
    ['group of models', 'Cloud', { model: 'asian' }],
    ['one model', 'Cloud', { model: A }],
  ])('is another with another %s', (_, text, more) => {
    expect(memoryKey(text, { ...SHAPE, ...more })).not.toBe(memoryKey('Cloud', SHAPE));
  });

  it('does not confuse texts whose parts meet elsewhere', () => {
    const glued = memoryKey('fr","Cloud', { ...SHAPE, target: 'x' as typeof FR });
    expect(glued).not.toBe(memoryKey('Cloud', { ...SHAPE, target: 'x","fr' as typeof FR }));
  });

  it('goes by the group under routing, and by the model that serves when one was named', () => {
    const shape = (model: string | null) => memoryShape({ source: EN, target: FR, model }, 'groq').model;
    expect(shape(null)).toBe('western');
    expect(shape(A)).toBe(A);
    expect(shape('llama-3.1-8b-instant')).toBe(MODELS.retired['llama-3.1-8b-instant']?.successor);
  });
});
