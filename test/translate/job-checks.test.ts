import { describe, expect, it } from 'vitest';
import type { Locale } from '../../lib/catalog/locale.ts';
import { runChecks } from '../../lib/translate/checks/index.ts';
import { type Glossary, glossarySchema } from '../../lib/translate/glossary.ts';
import { answer, inFake, questionOf, type Script, type ScriptedModel, scriptedModel } from '../fakes/scripted-model.ts';
import { A, B } from './helpers.ts';
import { job, nobody, product, world } from './job-world.ts';

const MERINO = 'Made of soft merino wool for cold mornings.';
const SHELL = 'A light shell for windy days.';
const FRENCH: Readonly<Record<string, string>> = {
  [MERINO]: 'En douce laine mérinos pour les matins froids.',
  [SHELL]: 'Une veste légère pour les jours de vent.',
  'Made of ⟦1⟧ yarn for cold mornings.': 'En fil ⟦1⟧ pour les matins froids.',
};
/** Answers from these translations; what is not among them is left out. */
const speaking =
  (translations: Readonly<Record<string, string>>): Script =>
  (request) =>
    answer(
      questionOf(request).segments.flatMap(({ id, text }) => {
        const target = translations[text];
        return target === undefined ? [] : [{ id, text: target }];
      }),
    );
const textsAsked = ({ requests }: ScriptedModel) =>
  requests.map((request) => questionOf(request).segments.map(({ text }) => text));

const WEAR = [product(1, { other_details: MERINO }), product(2, { other_details: SHELL })];
const glossaryOf = (terms: unknown[], styles: unknown = {}): Glossary => glossarySchema.parse({ terms, styles });
const merino = (...targets: string[]) => ({ source: 'merino', targets: { fr: targets, de: 'Merino' } });

describe('a changed glossary', () => {
  /** Which texts a second run asks for under another glossary. */
  async function askedAgain(before: Glossary, after: Glossary, target = 'fr') {
    const here = world();
    const options = { target: target as Locale };
    await job(WEAR, scriptedModel(), here, { ...options, glossary: before });
    const model = scriptedModel();
    const { translated } = await job(WEAR, model, here, { ...options, run: 'r2', glossary: after });
    expect(translated).toBe(2);
    return textsAsked(model).flat();
  }
  const shell = { source: 'shell', targets: { fr: 'veste' } };
  const light = { source: 'light', targets: { fr: 'léger' } };
  const style = (tone: string, locale = 'fr') => ({ [locale]: { tone } });

  it.each<[string, Glossary, Glossary, string[]]>([
    ['another translation of a term', glossaryOf([merino('mérinos')]), glossaryOf([merino('laine mérinos')]), [MERINO]],
    ['a new term', glossaryOf([merino('mérinos')]), glossaryOf([merino('mérinos'), shell]), [SHELL]],
    ['a term taken out', glossaryOf([merino('mérinos'), shell]), glossaryOf([merino('mérinos')]), [SHELL]],
    ['another context', glossaryOf([shell]), glossaryOf([{ ...shell, context: 'a jacket' }]), [SHELL]],
    [
      'a do-not-translate term',
      glossaryOf([]),
      glossaryOf([{ source: 'merino wool', doNotTranslate: true }]),
      ['Made of soft ⟦1⟧ for cold mornings.'],
    ],
    ['a term that occurs nowhere', glossaryOf([]), glossaryOf([{ source: 'hem', targets: { fr: 'ourlet' } }]), []],
    [
      'another language’s translation of a term',
      glossaryOf([merino('mérinos')]),
      glossaryOf([{ ...merino('mérinos'), targets: { fr: ['mérinos'], de: 'Schaf' } }]),
      [],
    ],
    ['the same terms in another order', glossaryOf([light, shell]), glossaryOf([shell, light]), []],
    ['another style', glossaryOf([], style('calm')), glossaryOf([], style('lively')), [MERINO, SHELL]],
    ['another locale’s style', glossaryOf([], style('calm', 'de')), glossaryOf([], style('lively', 'de')), []],
  ])('asks anew for just what it touches: %s', async (_, before, after, asked) => {
    expect(await askedAgain(before, after)).toEqual(asked);
  });

  it('reaches a locale that falls back to the changed entry', async () => {
    const asked = await askedAgain(glossaryOf([], style('calm')), glossaryOf([], style('lively')), 'fr-CA');
    expect(asked).toEqual([MERINO, SHELL]);
  });
});

describe('a term whose approved translation is missing from the answer', () => {
  const glossary = glossaryOf([merino('mérinos')]);
  const wrong = { ...FRENCH, [MERINO]: 'En douce laine fine pour les matins froids.' };

  it('is asked for again with the reason, and is published when it is there', async () => {
    const model = scriptedModel((request, call) => speaking(call === 1 ? wrong : FRENCH)(request, call));
    const { texts } = await job(WEAR, model, world(), { glossary, examine: runChecks });
    expect(textsAsked(model)).toEqual([[MERINO, SHELL], [MERINO]]);
    expect(questionOf(model.requests[1]!).corrections).toEqual([
      { id: 's1', problem: expect.stringMatching(/^terms: must use the translations/) },
    ]);
    for (const request of model.requests) {
      expect(questionOf(request)).toMatchObject({ glossary: [{ source: 'merino', target: 'mérinos' }] });
    }
    expect(texts).toEqual([{ details: FRENCH[MERINO] }, { details: FRENCH[SHELL] }]);
  });

  it('fails with the last answer after the last model of the chain, and is not remembered', async () => {
    const here = world();
    let answers = 0;
    const model = scriptedModel((request, call) => {
      const turn = { ...wrong, [MERINO]: `En douce laine fine pour les ${++answers} matins froids.` };
      return speaking(turn)(request, call);
    });
    const { products, texts } = await job(WEAR, model, here, { glossary, examine: runChecks });
    expect(model.requests.map(({ model }) => model)).toEqual([A, A, B, B]);
    expect(texts[0]).toEqual({});
    expect(products[0]?.failures).toEqual([
      {
        unit: 'details',
        field: 'details',
        error: 'ModelAnswerInvalid',
        cause: expect.stringContaining('terms: '),
        lastAnswer: 'En douce laine fine pour les 4 matins froids.',
      },
    ]);
    expect(here.saved.map(({ target }) => target)).toEqual([FRENCH[SHELL]]);
  });

  it('may be any of several', async () => {
    const several = glossaryOf([merino('laine de mérinos', 'mérinos')]);
    const model = scriptedModel(speaking(FRENCH));
    const { translated } = await job(WEAR, model, world(), { glossary: several, examine: runChecks });
    expect([translated, model.requests.length]).toEqual([2, 1]);
  });
});

describe('a sign that a model has added', () => {
  it.each([
    ['{name}', 'has a placeholder that'],
    ['®', 'has a trade mark (® ™ ℠) that'],
    ['✨', 'has a pictograph (an emoji) that'],
    [';-)', 'has an emoticon such as :) that'],
  ])('is named to the model for what it is: %s', async (sign, told) => {
    const wrong = { ...FRENCH, [SHELL]: `Une veste légère ${sign} pour les jours de vent.` };
    const model = scriptedModel((request, call) => speaking(call === 1 ? wrong : FRENCH)(request, call));
    const { texts } = await job(WEAR, model, world(), { examine: runChecks });
    expect(questionOf(model.requests[1]!).corrections).toEqual([
      { id: 's2', problem: expect.stringContaining(`added-placeholders: ${told}`) },
    ]);
    expect(texts).toEqual([{ details: FRENCH[MERINO] }, { details: FRENCH[SHELL] }]);
  });
});

describe('texts that are the same but for what their masks stand for', () => {
  const CODES = product(1, { other_details: 'Use {code} now and {code} again' });
  const TAGS = product(2, { other_details: 'Use <b> now and </b> again' });
  const MASKED = 'Use ⟦1⟧ now and ⟦2⟧ again';
  const [turned, straight] = ['Encore ⟦2⟧ puis ⟦1⟧ maintenant', 'Utilisez ⟦1⟧ maintenant et ⟦2⟧ encore'];
  const speakingFirst =
    (first: string): Script =>
    (request, call) =>
      speaking({ [MASKED]: call === 1 ? first : straight })(request, call);
  const expected = [
    { details: 'Utilisez {code} maintenant et {code} encore' },
    { details: 'Utilisez <b> maintenant et </b> encore' },
  ];

  it.each([
    ['first', [CODES, TAGS], expected],
    ['last', [TAGS, CODES], [...expected].reverse()],
  ])('share an answer that can stand in each of the places: the codes %s', async (_, products, texts) => {
    const model = scriptedModel(speakingFirst(turned));
    const result = await job(products, model, world(), { examine: runChecks });
    expect(result.texts).toEqual(texts);
    expect(model.requests).toHaveLength(2);
    expect(questionOf(model.requests[1]!).corrections).toEqual([
      { id: 's1', problem: expect.stringMatching(/^html: /) },
    ]);
  });

  it('are not taken from memory where one of the places cannot have it', async () => {
    const here = world();
    await job([CODES], scriptedModel(speaking({ [MASKED]: turned })), here, { examine: runChecks });
    const model = scriptedModel(speaking({ [MASKED]: straight }));
    const second = await job([CODES, TAGS], model, here, { run: 'r2', examine: runChecks });
    expect(textsAsked(model)).toEqual([[MASKED]]);
    expect(second.texts).toEqual(expected);
  });

  it('are looked at once for each different set', async () => {
    const seen: string[] = [];
    await job([CODES, TAGS, { ...CODES, product_id: 3 }], scriptedModel(), world(), {
      examine: ({ source }) => {
        seen.push(source);
        return [];
      },
    });
    expect(seen).toEqual(['Use {code} now and {code} again', 'Use <b> now and </b> again']);
  });
});

describe('what memory holds', () => {
  it('is asked for anew where the checks reject it now, and replaced', async () => {
    const here = world();
    // Bought when the checks were fewer: one good translation, and one text that was left as it is.
    await job(WEAR, scriptedModel(speaking({ ...FRENCH, [MERINO]: MERINO })), here);
    const model = scriptedModel(speaking(FRENCH));
    const second = await job(WEAR, model, here, { run: 'r2', examine: runChecks });
    expect(textsAsked(model)).toEqual([[MERINO]]);
    expect(second).toMatchObject({ memoryHits: 1, translated: 2, gained: true });
    expect(second.texts).toEqual([{ details: FRENCH[MERINO] }, { details: FRENCH[SHELL] }]);
    const third = await job(WEAR, scriptedModel(nobody), here, { run: 'r3', examine: runChecks });
    expect(third).toMatchObject({ memoryHits: 2, texts: second.texts });
  });

  it('is not published where the checks reject it and nothing more is asked', async () => {
    const here = world();
    await job(WEAR, scriptedModel(speaking({ ...FRENCH, [MERINO]: MERINO })), here);
    const endedBy = { error: 'ProviderUnavailable', cause: '503' };
    const { texts, products } = await job(WEAR, scriptedModel(nobody), here, {
      run: 'r2',
      examine: runChecks,
      endedBy,
    });
    expect(texts).toEqual([{}, { details: FRENCH[SHELL] }]);
    expect(products[0]?.failures).toMatchObject([endedBy]);
  });

  it('brings its warnings again', async () => {
    const here = world();
    const model = scriptedModel(speaking({ [SHELL]: 'Une veste légère pour les jours de vent !' }));
    const warningsOf = async (model: ScriptedModel, run: string) => {
      const { products } = await job(WEAR.slice(1), model, here, { run, examine: runChecks });
      return products[0]?.units.get('details')?.warnings;
    };
    const first = await warningsOf(model, 'r1');
    expect(first).toEqual([expect.objectContaining({ check: 'final-punctuation', severity: 'warn' })]);
    expect(await warningsOf(scriptedModel(nobody), 'r2')).toEqual(first);
  });
});

describe('the last answer of a failure', () => {
  const text = ' Made of 79gsm yarn for cold mornings.\n';
  const masked = 'Made of ⟦1⟧ yarn for cold mornings.';
  const lastAnswerTo = async (target: string | undefined) => {
    const script = target === undefined ? speaking({}) : speaking({ [masked]: target });
    const yarn = product(1, { other_details: text });
    const { products } = await job([yarn], scriptedModel(script), world(), { examine: runChecks });
    return products[0]?.failures[0]?.lastAnswer;
  };

  it('is shown in place, its spans restored', async () => {
    expect(await lastAnswerTo('Error translating ⟦1⟧')).toBe(' Error translating 79gsm\n');
    expect(await lastAnswerTo(masked)).toBe(text);
  });

  it('is shown as it came where its masks are wrong', async () => {
    expect(await lastAnswerTo('En fil pour les matins froids. ⟦2⟧')).toBe(' En fil pour les matins froids. ⟦2⟧\n');
  });

  it('is none where nothing came', async () => {
    expect(await lastAnswerTo(undefined)).toBeNull();
  });
});

it('looks at every answer of a job with the checks that it is given', async () => {
  const seen: string[] = [];
  await job(WEAR, scriptedModel(), world(), {
    glossary: glossaryOf([merino('mérinos')]),
    examine: (text) => {
      seen.push(`${text.locale} ${text.field}: ${text.target} (${text.terms.map(({ source }) => source).join()})`);
      return [];
    },
  });
  expect(seen).toEqual([`fr details: ${inFake(MERINO)} (merino)`, `fr details: ${inFake(SHELL)} ()`]);
});

it('looks at a call of one text beside what the job’s other calls have brought', async () => {
  // Texts so long that each has a call of its own.
  const care = (word: string) => `${word} ${'Wash it cold and dry it in the shade of a tree. '.repeat(120)}`.trim();
  const names = ['One', 'Two', 'Three'];
  const wear = names.map((name, index) => product(index + 1, { other_details: care(name) }));
  const refusal = 'Laver à froid et sécher à l’ombre.';
  const model = scriptedModel((request) =>
    answer(questionOf(request).segments.map(({ id }) => ({ id, text: refusal }))),
  );
  const { texts, products } = await job(
    [
      ...wear,
      product(4, {
        other_details:
          `Thousands of riders wore this jacket through mud and rain. ${'Never cold, never wet. '.repeat(260)}`.trim(),
      }),
    ],
    model,
    world(),
  );
  expect(textsAsked(model).filter((asked) => asked.length !== 1)).toEqual([]);
  expect(texts.at(-1)).toEqual({});
  expect(products.at(-1)?.failures[0]?.cause).toContain('same translation is given for another text');
});
