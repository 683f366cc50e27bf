import { describe, expect, it } from 'vitest';
import type { Locale } from '../../lib/catalog/locale.ts';
import { AnswersSoFar } from '../../lib/translate/answers-so-far.ts';
import { askPack } from '../../lib/translate/ask.ts';
import { runChecks } from '../../lib/translate/checks/index.ts';
import { doubtsOf, remember } from '../../lib/translate/whole-answer.ts';
import { answer, questionOf, type Script, scriptedModel } from '../fakes/scripted-model.ts';
import { A, B, conversation, EN, FR, segmentsOf } from './helpers.ts';

/** Source texts that are doubted in an answer that gives these translations. */
function doubted(
  translations: Readonly<Record<string, string>>,
  target: Locale = FR,
  failed: readonly string[] = [],
  soFar = new AnswersSoFar(),
) {
  const segments = segmentsOf(...Object.keys(translations));
  const answered = new Map(segments.map((segment, index) => [segment, Object.values(translations)[index] ?? '']));
  const known = new Map(
    segments.flatMap((segment) => (failed.includes(segment.text) ? [[segment, ['untranslated']] as const] : [])),
  );
  const doubts = doubtsOf({ source: EN, target, model: A, soFar, answered, failed: known });
  return [...doubts.keys()].map(({ text }) => text);
}
const echo = (...texts: readonly string[]) => Object.fromEntries(texts.map((text) => [text, text]));

describe('texts left as they are', () => {
  const PHRASES = ['machine washable', 'Thumb Loops', 'Hidden Zip Pocket', 'Moisture Wicking Performance Fabric'];

  it('are doubted from four on, though each may pass for a name', () => {
    expect(doubted(echo(...PHRASES))).toEqual(PHRASES);
    expect(doubted(echo(...PHRASES.slice(1)))).toEqual([]);
  });

  it('are doubted with their case or their end changed', () => {
    const changed = Object.fromEntries(PHRASES.map((text) => [text, `${text.toUpperCase()}.`]));
    expect(doubted(changed)).toEqual(PHRASES);
  });

  it('are doubted where they are most of an answer, and let through where they are few', () => {
    const [first = '', second = '', third = '', fourth = ''] = PHRASES;
    const two = { ...echo(first, second), [third]: 'Poche cachée', [fourth]: 'Tissu respirant' };
    expect(doubted(two)).toEqual([]);
    expect(doubted({ ...two, [third]: third })).toEqual([first, second, third]);
  });

  it('are let through where they are the same in every language, or may be', () => {
    expect(doubted(echo('S', 'M', 'L', 'XL', 'XXL', '3XL', 'DWR', 'EVA'))).toEqual([]);
    expect(doubted(echo('Nylon', 'Polyester', 'Elastane', 'Merino', 'Softshell jersey'))).toEqual([]);
    expect(doubted(echo('Orange', 'Olive', 'Turquoise', 'Beige'))).toEqual([]);
    expect(doubted({ ...echo('Nylon', 'XL', 'DWR', 'Machine Washable'), Warm: 'Chaud' })).toEqual([]);
  });

  it('are doubted where they are many single words', () => {
    const colours = ['Cloud', 'Sage', 'Moss', 'Sand', 'Storm', 'Rust', 'Ink', 'Plum'];
    expect(doubted(echo(...colours))).toEqual(colours);
  });

  it('are doubted from four single words on that the target does not have, beside translated sentences too', () => {
    const colours = ['Ember', 'Sage', 'Cloud', 'Rust'];
    const sentences = { 'A warm layer.': 'Une couche chaude.', 'Two deep pockets': 'Deux poches', Hood: 'Capuche' };
    expect(doubted({ ...echo(...colours), ...sentences })).toEqual(colours);
    expect(doubted({ ...echo('Ember', 'Sage', 'Cloud'), ...sentences })).toEqual([]);
    expect(doubted({ ...echo(...colours), Moss: 'Mousse', Ink: 'Encre', Plum: 'Prune' })).toEqual([]);
    expect(doubted({ ...echo('Ember', 'Sage', 'Cloud', 'Storm', 'Olive') })).not.toContain('Olive');
    // Storm and sand are called so in Dutch and German.
    expect(doubted(echo('Ember', 'Sage', 'Cloud', 'Storm'), 'nl' as Locale)).toEqual([]);
  });

  it('are right in another variety of the same language', () => {
    expect(doubted(echo(...PHRASES), 'en-GB' as Locale)).toEqual([]);
  });

  it('are all doubted beside a sentence that failed, which counts once', () => {
    const sentence = 'It keeps the wind out of your neck.';
    expect(doubted({ ...echo(sentence, 'Olive') }, FR, [sentence])).toEqual([sentence, 'Olive']);
    const good = { Warm: 'Chaud', Light: 'Léger' };
    expect(doubted({ ...echo(sentence), ...good }, FR, [sentence])).toEqual([]);
  });

  it('are asked for again, and are not published where they stay so', async () => {
    const model = scriptedModel((request) => answer(questionOf(request).segments));
    const asking = conversation(model, { examine: runChecks });
    const failures = await askPack(segmentsOf(...PHRASES), asking);
    expect(failures.map(({ cause }) => cause)).toEqual(PHRASES.map(() => expect.stringMatching(/^untranslated: /)));
    expect(asking.accepted.flat()).toEqual([]);
  });
});

describe('answers of one or two texts', () => {
  const remembered = (translations: Readonly<Record<string, string>>) => {
    const soFar = new AnswersSoFar();
    for (const [text, target] of Object.entries(translations)) {
      const [segment] = segmentsOf(text);
      if (segment === undefined) continue;
      const answered = new Map([[segment, target]]);
      remember({ source: EN, target: FR, model: A, soFar, answered, failed: new Map() }, answered);
    }
    return soFar;
  };

  it('are doubted for what earlier answers of the job left as it is', () => {
    const soFar = remembered(echo('Ember', 'Sage', 'Cloud'));
    expect(doubted(echo('Storm'), FR, [], soFar)).toEqual(['Storm']);
    expect(doubted(echo('Storm'), FR, [], remembered({ ...echo('Ember', 'Sage'), Cloud: 'Nuage' }))).toEqual([]);
    const translated = { Cloud: 'Nuage', Moss: 'Mousse', Ink: 'Encre', Plum: 'Prune', Rust: 'Rouille' };
    expect(doubted(echo('Storm'), FR, [], remembered({ ...echo('Ember', 'Sage', 'Clay'), ...translated }))).toEqual([]);
  });

  it('are doubted for a translation that an earlier text of the job has', () => {
    const refusal = 'Nie mogę tego przetłumaczyć, przepraszam.';
    const soFar = remembered({ 'A warm layer for cold mornings in the hills.': refusal });
    const pockets = 'Two deep pockets with zips keep your hands dry.';
    expect(doubted({ [pockets]: refusal }, FR, [], soFar)).toEqual([pockets]);
    expect(doubted({ [pockets]: 'Deux poches profondes.' }, FR, [], soFar)).toEqual([]);
  });

  it('are asked for again, one call after the other, and are not published where they stay so', async () => {
    const model = scriptedModel((request) => answer(questionOf(request).segments));
    const asking = conversation(model, { examine: runChecks, soFar: new AnswersSoFar() });
    for (const colour of ['Ember', 'Sage', 'Cloud']) expect(await askPack(segmentsOf(colour), asking)).toEqual([]);
    const [failure] = await askPack(segmentsOf('Storm'), asking);
    expect(failure?.cause).toMatch(/^untranslated: /);
    expect(asking.accepted.flat().map(({ text }) => text)).toEqual(['Ember', 'Sage', 'Cloud']);
  });
});

describe('one translation for several texts', () => {
  const WARM = 'A warm layer for cold mornings in the hills.';
  const POCKETS = 'Two deep pockets with zips keep your hands dry.';
  const REFUSAL = 'Nie mogę tego przetłumaczyć, przepraszam.';
  const GIVEN: Readonly<Record<string, string>> = {
    [WARM]: 'Une couche chaude pour les matins froids en montagne.',
    [POCKETS]: 'Deux poches profondes à zip gardent les mains au sec.',
  };

  it('is doubted for all of them where they say different things', () => {
    expect(doubted({ [WARM]: REFUSAL, [POCKETS]: REFUSAL, Warm: 'Chaud' })).toEqual([WARM, POCKETS]);
    expect(doubted({ [WARM]: REFUSAL, [POCKETS]: `${REFUSAL.toLowerCase()}!` })).toEqual([WARM, POCKETS]);
  });

  it('is doubted where the masks alone differ', () => {
    const weight = 'It weighs 79gsm and folds into its own pocket.';
    expect(doubted({ [weight]: `⟦1⟧ ${REFUSAL}`, [WARM]: REFUSAL })).toHaveLength(2);
  });

  it.each([
    ['A rain jacket for men with two pockets and a hood', 'A rain jacket for women with two pockets and a hood'],
    ['Long sleeves, two chest pockets and a soft hood', 'Short sleeves, two chest pockets and a soft hood'],
    ['A light cotton shirt with a button-down collar', 'A light wool shirt with a button-down collar'],
    ['It fits over a helmet with the hood up', 'It fits over a helmet without the hood up'],
  ])('is doubted for texts that differ in a word that counts: %j and %j', (one, other) => {
    const target = 'Une traduction qui ne dit que la moitié';
    expect(doubted({ [one]: target, [other]: target })).toEqual([one, other]);
  });

  it('is doubted where one of two like texts has a sentence more', () => {
    const care = 'Wash it cold, dry it in the shade and keep it away from open fire and sharp rocks.';
    const more = `${care} Thousands of riders have worn it through mud.`;
    const target = 'Laver à froid, sécher à l’ombre et tenir loin du feu et des rochers.';
    expect(doubted({ [care]: target, [more]: target })).toEqual([care, more]);
  });

  it('is right for short texts and for those that say the same', () => {
    expect(doubted({ 'Hood with drawstring': 'Capuche', Hood: 'Capuche' })).toEqual([]);
    const [string, cord] = ['Elastic waistband with drawstring', 'Elastic waistband with a drawcord'];
    expect(doubted({ [string]: 'Taille élastique à cordon', [cord]: 'Taille élastique à cordon' })).toEqual([]);
  });

  it('is asked for again with the reason, and the right texts beside it are kept', async () => {
    const LIGHT = 'A light shell that you will forget you are wearing.';
    const light = 'Une veste légère que vous oublierez de porter.';
    const script: Script = (request, call) =>
      answer(
        questionOf(request).segments.map(({ id, text }) => ({
          id,
          text: text === LIGHT ? light : call === 1 ? (GIVEN[WARM] ?? '') : (GIVEN[text] ?? ''),
        })),
      );
    const model = scriptedModel(script);
    const asking = conversation(model, { examine: runChecks });
    expect(await askPack(segmentsOf(WARM, LIGHT, POCKETS), asking)).toEqual([]);
    expect(questionOf(model.requests[1]!).corrections).toEqual(
      ['s1', 's3'].map((id) => ({
        id,
        problem: expect.stringContaining('same translation is given for another text'),
      })),
    );
    expect(asking.accepted.map((texts) => texts.map(({ text }) => text))).toEqual([
      [light],
      [GIVEN[WARM], GIVEN[POCKETS]],
    ]);
  });
});

describe('an answer in another language', () => {
  const ES = 'es' as Locale;
  const ITALIAN: Readonly<Record<string, string>> = {
    'It keeps the wind out and your back dry when the climb gets long and steep.':
      'Tiene fuori il vento e la schiena asciutta quando la salita si fa lunga e ripida.',
    'Two deep pockets with zips that hold what you need for a day in the hills.':
      'Due tasche profonde con cerniera che tengono quello che ti serve per una giornata in montagna.',
    Moss: 'Muschio',
    'Weight without hood': 'Peso senza cappuccio',
  };
  const published = async (translations: Readonly<Record<string, string>>, target: Locale, more = {}) => {
    const model = scriptedModel((request) =>
      answer(questionOf(request).segments.map(({ id, text }) => ({ id, text: translations[text] ?? '' }))),
    );
    const asking = conversation(model, { examine: runChecks, target, ...more });
    const failures = await askPack(segmentsOf(...Object.keys(translations)), asking);
    return { texts: asking.accepted.flat().map(({ text }) => text), causes: failures.map(({ cause }) => cause) };
  };

  it('is held back with its short texts, which pass one by one', async () => {
    expect(await published({ Moss: 'Muschio' }, ES)).toMatchObject({ texts: ['Muschio'] });
    const { texts, causes } = await published(ITALIAN, ES);
    expect(texts).toEqual([]);
    expect(causes).toEqual(Object.keys(ITALIAN).map(() => expect.stringMatching(/^language: /)));
  });

  it('keeps what speaks for the target by itself, and all beside one sentence alone', async () => {
    const own = 'Capucha ligera para los días de lluvia';
    expect((await published({ ...ITALIAN, 'Light hood for rainy days': own }, ES)).texts).toEqual([own]);
    const [[sentence = '', italian = ''] = []] = Object.entries(ITALIAN);
    expect((await published({ [sentence]: italian, Moss: 'Musgo' }, ES)).texts).toEqual(['Musgo']);
  });

  it('is seen in Chinese characters that are Japanese too', async () => {
    const chinese = {
      'It keeps the wind out and your back dry.': '这件夹克让你在风中保持干爽，运动时也很轻。',
      'Two deep pockets with zips for a day in the hills.': '两个带拉链的深口袋，适合全天登山运动。',
      Black: '黑色',
    };
    expect((await published(chinese, 'ja' as Locale)).texts).toEqual([]);
  });

  it('is seen by its short texts together', async () => {
    const portuguese = {
      'Hood with visor': 'Gorro com viseira',
      'Chest pocket': 'Bolso do peito',
      'Not for children': 'Não para bebês',
      'Zip of the hood': 'Zíper da gola',
      Cloud: 'Nuvem',
    };
    expect((await published(portuguese, ES)).texts).toEqual([]);
    expect((await published(portuguese, 'pt' as Locale)).texts).toEqual(Object.values(portuguese));
  });

  it('counts against answers of one text, of the same model alone', async () => {
    const soFar = new AnswersSoFar();
    const [one = '', two = ''] = Object.keys(ITALIAN);
    for (const text of [one, two]) await published({ [text]: ITALIAN[text] ?? '' }, ES, { soFar, chain: [A] });
    expect((await published({ Moss: 'Muschio' }, ES, { soFar, chain: [A] })).texts).toEqual([]);
    expect((await published({ Moss: 'Musgo' }, ES, { soFar, chain: [A, B] })).texts).toEqual(['Musgo']);
  });
});

describe('one translation for short texts', () => {
  const same = (...texts: readonly string[]) => Object.fromEntries(texts.map((text) => [text, 'Sauge']));

  it('is doubted from four on that have no word in common', () => {
    expect(doubted(same('Sage', 'Rust', 'Ember', 'Cloud'))).toEqual(['Sage', 'Rust', 'Ember', 'Cloud']);
    expect(doubted(same('Sage', 'Dusty Sage', 'Sage Green', 'Pale Sage', 'Moss'))).toEqual([]);
  });
});
