import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Locale } from '../../lib/catalog/locale.ts';
import {
  doNotTranslateTerms,
  type Glossary,
  glossarySchema,
  guidanceFor,
  styleSentence,
  termsIn,
} from '../../lib/translate/glossary.ts';
import { buildMessages } from '../../lib/translate/prompt.ts';
import { questionOf, scriptedModel } from '../fakes/scripted-model.ts';
import { EN, FR } from './helpers.ts';
import { job, product, world } from './job-world.ts';

const glossaryOf = (file: unknown): Glossary => glossarySchema.parse(file);
const faultsOf = (file: unknown) =>
  glossarySchema.safeParse(file).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);

describe('a glossary file', () => {
  it('is taken with what is left out filled in', () => {
    expect(glossaryOf({})).toEqual({ terms: [], styles: {} });
    expect(glossaryOf({ terms: [{ source: 'snap', targets: { fr: 'pression' } }] }).terms).toEqual([
      { source: 'snap', targets: { fr: 'pression' }, caseSensitive: false },
    ]);
  });

  it.each<[string, unknown, RegExp]>([
    ['neither a translation nor do-not-translate', { terms: [{ source: 'a' }] }, /^terms\.0: needs either targets or/],
    [
      'both of them',
      { terms: [{ source: 'a', doNotTranslate: true, targets: { fr: 'b' } }] },
      /^terms\.0: needs either targets or/,
    ],
    ['a term without text', { terms: [{ source: '', doNotTranslate: true }] }, /^terms\.0\.source: /],
    ['an empty translation', { terms: [{ source: 'a', targets: { fr: '' } }] }, /^terms\.0\.targets\.fr/],
    ['no translation to choose from', { terms: [{ source: 'a', targets: { fr: [] } }] }, /^terms\.0\.targets\.fr/],
    ['a misspelt field', { terms: [{ source: 'a', donottranslate: true }] }, /^terms\.0: .*"donottranslate"/],
    ['an unknown formality', { styles: { fr: { formality: 'royal' } } }, /^styles\.fr\.formality: /],
    ['an unknown part', { term: [] }, /^: .*"term"/],
  ])('is refused with its place for %s', (_, file, fault) => {
    expect(faultsOf(file)?.join('\n')).toMatch(fault);
  });

  it('comes with the package, and says something for each of its languages', () => {
    const bundled = glossaryOf(JSON.parse(readFileSync('data/glossary.json', 'utf8')));
    expect(doNotTranslateTerms(bundled).anyCase).toContain('Cordura');
    expect(guidanceFor(bundled, 'fr-CA' as Locale).style).toMatchObject({ formality: 'informal' });
  });
});

describe('what a glossary says for a locale', () => {
  const glossary = glossaryOf({
    terms: [
      { source: 'wool', targets: { zh: '羊毛', 'zh-Hans': ['绵羊毛', '羊毛'], fr: 'laine' }, context: 'the fibre' },
      { source: 'hood', targets: { 'FR-ca': 'capuchon', fr: 'capuche' } },
      { source: 'KETL', doNotTranslate: true },
    ],
    styles: { fr: { formality: 'formal' }, 'zh-Hans': { tone: 'calm' }, zh: { tone: 'lively' } },
  });
  const targetsFor = (locale: string) =>
    Object.fromEntries(
      guidanceFor(glossary, locale as Locale).terms.map(({ source, targets }) => [source, targets.join('/')]),
    );

  it.each<[string, Record<string, string>, object | null]>([
    ['fr', { wool: 'laine', hood: 'capuche' }, { formality: 'formal' }],
    ['fr-CA', { wool: 'laine', hood: 'capuchon' }, { formality: 'formal' }],
    ['zh-Hans-SG', { wool: '绵羊毛/羊毛' }, { tone: 'calm' }],
    ['zh-Hans', { wool: '绵羊毛/羊毛' }, { tone: 'calm' }],
    ['zh-Hant', { wool: '羊毛' }, { tone: 'lively' }],
    ['zh', { wool: '羊毛' }, { tone: 'lively' }],
    ['zh-CN', { wool: '绵羊毛/羊毛' }, { tone: 'calm' }],
    ['frr', {}, null],
    ['de', {}, null],
  ])('is its own entry, or the nearest that is less particular: %s', (locale, terms, style) => {
    expect(targetsFor(locale)).toEqual(terms);
    expect(guidanceFor(glossary, locale as Locale).style).toEqual(style);
  });

  it('has no translation for what is not to be translated', () => {
    expect(doNotTranslateTerms(glossary)).toEqual({ exact: [], anyCase: ['KETL'] });
    expect(Object.keys(targetsFor('fr'))).not.toContain('KETL');
  });
});

describe('a term', () => {
  const occursIn = (text: string, source: string, caseSensitive = false) =>
    termsIn(text, [{ source, targets: ['x'], context: null, caseSensitive }]).length > 0;

  it.each([
    ['Rust, Sage', 'rust', true],
    ['a trusty coat', 'rust', false],
    ['rusty, then rust-proof', 'rust', true],
    ['Rusty', 'rust', false],
    ['rust2', 'rust', false],
    ['érust', 'rust', false],
    ['100% wool.', 'wool', true],
    ['⟦1⟧wool⟦2⟧', 'wool', true],
    ['a button snap\u00a0closure', 'snap', true],
    ['C++ (fabric)', 'C++', true],
    ['rust', 'rust (colour)', false],
    ['', 'rust', false],
  ])('occurs as a whole word: in %j the term %j, %s', (text, source, occurs) => {
    expect(occursIn(text, source)).toBe(occurs);
  });

  it('is the same in any case, unless case tells it apart', () => {
    expect(occursIn('RUST', 'Rust')).toBe(true);
    expect(occursIn('rust', 'Rust', true)).toBe(false);
    expect(occursIn('In Rust', 'Rust', true)).toBe(true);
  });
});

describe('guidance in the prompt', () => {
  const glossary = glossaryOf({
    terms: [
      { source: 'merino', targets: { fr: 'mérinos' } },
      { source: 'snap', targets: { fr: ['bouton-pression', 'pression'] }, context: 'the closure, not the photo' },
      { source: 'nylon', targets: { fr: 'nylon' } },
      { source: 'hem', targets: { de: 'Saum' } },
    ],
    styles: { fr: { formality: 'formal', tone: 'calm', voice: 'a mountain guide' } },
  });
  const texts = ['Merino and a hem', 'Four snap closure', 'More merino', 'nylons'];
  const segments = texts.map((text, index) => ({ id: `s${index + 1}`, text }));
  const messages = (target = FR, from = glossary) =>
    buildMessages({ source: EN, target, segments, guidance: guidanceFor(from, target) });
  const question = (target = FR): unknown => JSON.parse(messages(target).at(-1)?.content ?? '');

  it('holds the terms that occur and no other, once a call, with the translation to ask for and the context', () => {
    expect(question()).toEqual({
      targetLocale: 'fr',
      segments,
      glossary: [
        { source: 'merino', target: 'mérinos' },
        { source: 'snap', target: 'bouton-pression', context: 'the closure, not the photo' },
      ],
    });
    expect(question('es' as typeof FR)).not.toHaveProperty('glossary');
  });

  it('says the style last in the system message, and nothing without one', () => {
    const [styled, plain] = [messages()[0]?.content ?? '', messages(FR, glossaryOf({}))[0]?.content ?? ''];
    expect(styled).toBe(`${plain}\nAddress the customer formally. Tone: calm. Brand voice: a mountain guide.`);
    expect(plain).toMatch(/Target language: French \(fr\)\.$/);
  });

  it.each<[Parameters<typeof styleSentence>[0], string]>([
    [null, ''],
    [{}, ''],
    [{ formality: 'informal' }, 'Address the customer informally.'],
    [{ tone: 'dry' }, 'Tone: dry.'],
  ])('puts %j into words', (style, sentence) => {
    expect(styleSentence(style)).toBe(sentence);
  });
});

describe('a do-not-translate term', () => {
  it('travels as a mask, in texts and in names, and comes back as it was', async () => {
    const model = scriptedModel();
    const glossary = glossaryOf({ terms: [{ source: 'Cordura', doNotTranslate: true }] });
    const pack = product(1, { product_name: 'Cordura Pack', other_details: 'A pack of Cordura, not Corduras.' });
    const { texts } = await job([pack], model, world(), { glossary, translateNames: true });
    expect(questionOf(model.requests[0]!).segments.map(({ text }) => text)).toEqual([
      '⟦1⟧ Pack',
      'A pack of ⟦1⟧, not Corduras.',
    ]);
    expect(questionOf(model.requests[0]!)).not.toHaveProperty('glossary');
    expect(texts).toEqual([{ name: '~Cordura Pack~', details: '~A pack of Cordura, not Corduras.~' }]);
  });
});
