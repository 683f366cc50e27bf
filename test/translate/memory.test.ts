import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KETL_PROFILE } from '../../lib/catalog/profile.ts';
import { type LocaleGuidance, termsIn } from '../../lib/translate/glossary.ts';
import { segmentJob } from '../../lib/translate/job-segments.ts';
import { type MemoryEntry, type MemoryShape, mayRecall, memoryKey } from '../../lib/translate/memory.ts';
import { PROMPT_VERSION } from '../../lib/translate/prompt.ts';
import { MODELS } from '../../lib/translate/routing.ts';
import { NO_GLOSSARY } from '../fakes/glossary.ts';
import { A, EN, FR, JA, NO_GUIDANCE } from './helpers.ts';

const SHAPE: MemoryShape = { source: EN, target: FR, origin: 'groq', model: 'western', guidance: NO_GUIDANCE };

describe('the key of a translation', () => {
  it('is the same for the same text and all that shaped it', () => {
    expect(memoryKey('Cloud', SHAPE)).toBe(memoryKey('Cloud', { ...SHAPE }));
    expect(memoryKey('Cloud', SHAPE)).toMatch(/^[\w-]{22}$/);
  });

  it.each<[string, string, Partial<MemoryShape>]>([
    ['text', 'Clouds', {}],
    ['locale', 'Cloud', { target: JA }],
    ['source', 'Cloud', { source: JA }],
    ['origin', 'Cloud', { origin: 'offline' }],
    ['group of models', 'Cloud', { model: 'asian' }],
    ['one model', 'Cloud', { model: A }],
  ])('is another with another %s', (_, text, more) => {
    expect(memoryKey(text, { ...SHAPE, ...more })).not.toBe(memoryKey('Cloud', SHAPE));
  });

  it('is that of memories that stand already', () => {
    const guidance: LocaleGuidance = {
      style: { formality: 'formal', tone: 'a “calm” one' },
      terms: [
        { source: 'hood', targets: ['capuche'], context: null, caseSensitive: false },
        { source: 'Cloud', targets: ['nuage', 'nue'], context: 'a colour', caseSensitive: true },
        { source: 'snap', targets: ['pression'], context: null, caseSensitive: false },
      ],
    };
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('Cloud hood', 'A \ud800 "hood"\\n')),
        (text) => {
          const terms = termsIn(text, guidance.terms).map((term) => JSON.stringify(term));
          const identity = [PROMPT_VERSION, 'groq', 'western', EN, FR, text, guidance.style, terms.sort()];
          const sum = createHash('sha256').update(JSON.stringify(identity)).digest();
          expect(memoryKey(text, { ...SHAPE, guidance })).toBe(sum.subarray(0, 16).toString('base64url'));
        },
      ),
    );
  });

  it('does not confuse texts whose parts meet elsewhere', () => {
    const glued = memoryKey('fr","Cloud', { ...SHAPE, target: 'x' as typeof FR });
    expect(glued).not.toBe(memoryKey('Cloud', { ...SHAPE, target: 'x","fr' as typeof FR }));
  });

  it('goes by the group under routing, and by the model that serves when one was named', () => {
    const products = [{ product_id: 1, extracted_data: { product_name: null, other_details: 'Cloud' } }];
    const rest = { profile: KETL_PROFILE, translateNames: false, names: [], glossary: NO_GLOSSARY, overrides: {} };
    const keysOf = (model: string | null) => [
      ...segmentJob({ source: EN, target: FR, products, model, ...rest }, 'groq').keys.values(),
    ];
    const keyFor = (model = 'no successor') => [memoryKey('Cloud', { ...SHAPE, model })];
    expect(keysOf(null)).toEqual(keyFor('western'));
    expect(keysOf(A)).toEqual(keyFor(A));
    expect(keysOf('llama-3.1-8b-instant')).toEqual(keyFor(MODELS.retired['llama-3.1-8b-instant']?.successor));
  });
});

describe('mayRecall', () => {
  const entry = (more: Partial<MemoryEntry> = {}): MemoryEntry => {
    return { key: 'k', target: 't', model: 'm', run: 'earlier', pseudo: false, ...more };
  };
  const run = { run: 'now', force: false };

  it('takes what earlier runs bought, unless it is forced', () => {
    expect(mayRecall(entry(), run, 'groq')).toBe(true);
    expect(mayRecall(entry(), { ...run, force: true }, 'groq')).toBe(false);
  });

  it('always takes its own purchases: that is how a run resumes', () => {
    expect(mayRecall(entry({ run: 'now', pseudo: true }), { ...run, force: true }, 'groq')).toBe(true);
  });

  it('takes pseudo-localized text from another run only offline', () => {
    expect(mayRecall(entry({ pseudo: true }), run, 'a server on this machine')).toBe(false);
    expect(mayRecall(entry({ pseudo: true }), run, 'offline')).toBe(true);
  });
});
