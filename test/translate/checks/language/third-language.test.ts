import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { packageFolder } from '../../../../lib/local/package-folder.ts';
import { language } from '../../../../lib/translate/checks/language/language.ts';
import { script } from '../../../../lib/translate/checks/language/script.ts';
import { checked } from '../checked.ts';

interface Pair {
  readonly id: string;
  readonly locale: string;
  readonly source: string;
  readonly target: string;
  readonly label: 'good' | 'bad';
}
const pairs = readFileSync(packageFolder('data/checks/language-pairs.jsonl'), 'utf8')
  .split('\n')
  .filter((line) => line.includes('-language-'))
  .map((line) => JSON.parse(line) as Pair);
const right = pairs.filter(({ label }) => label === 'good');
const wrong = pairs.filter(({ label }) => label === 'bad');

const find = (locale: string, source: string, target: string) => {
  const text = checked(locale, source, target);
  return script.find(text) ?? language.find(text);
};
const SOURCE =
  'The jacket keeps you warm when the wind is cold. It packs into its own pocket and weighs almost nothing.';
const FRENCH =
  'La veste vous garde au chaud quand le vent est froid. Elle se range dans sa propre poche et ne pèse presque rien.';
const GERMAN =
  'Die Jacke hält dich warm, wenn der Wind kalt ist. Sie lässt sich in ihrer eigenen Tasche verstauen und wiegt fast nichts.';

describe('a third language', () => {
  it('is not seen in any right text of the labelled set', () => {
    expect(right.length).toBeGreaterThanOrEqual(200);
    expect(right.filter(({ locale, source, target }) => find(locale, source, target) !== null)).toEqual([]);
  });

  it('is seen in nearly all the wrong ones', () => {
    const missed = wrong.filter(({ locale, source, target }) => find(locale, source, target) === null);
    expect(missed.length / wrong.length).toBeLessThanOrEqual(0.05);
  });

  it.each([
    'da',
    'fi',
    'nb',
    'nn',
    'no',
    'sk',
    'ca',
    'sl',
    'el',
    'is',
    'et',
    'lv',
    'lt',
    'ga',
    'mt',
    'eu',
    'sq',
    'cy',
    'af',
    'id',
  ])('is refused where the detector of letters does not know the target: French for %s', (locale) => {
    expect(find(locale, SOURCE, FRENCH)).toMatch(/French|script/);
  });

  it.each([
    ['af', GERMAN],
    ['lb', GERMAN],
    ['uk', 'Куртка согреет вас, когда дует холодный ветер. Она почти ничего не весит.'],
    ['bg', 'Куртка согреет вас, когда дует холодный ветер. Она почти ничего не весит.'],
    ['pt', 'La chaqueta te mantiene abrigado cuando el viento es frío y casi no pesa.'],
    ['gl', 'La chaqueta te mantiene abrigado cuando el viento es frío y se guarda en su bolsillo.'],
    ['da', 'Jackan håller dig varm när vinden är kall. Den packas ner i sin egen ficka och väger nästan ingenting.'],
    ['de', 'Jakken holder dig varm, når vinden er kold, og den vejer næsten ingenting.'],
    ['es', 'Το μπουφάν σε κρατά ζεστό όταν ο άνεμος είναι κρύος.'],
    ['cs', 'Bolsillo oculto con cremallera, Capucha ajustable para el viento'],
  ])('is refused between neighbours and strangers, for %s: %j', (locale, target) => {
    expect(find(locale, SOURCE, target)).not.toBeNull();
  });

  it('is refused where nothing is known of the target but that its text is full of small words of another', () => {
    expect(find('zu', SOURCE, GERMAN)).toMatch(/German/);
    expect(find('haw', SOURCE, GERMAN)).toMatch(/German/);
  });

  it('is not seen in a language that is only like one that is known', () => {
    expect(
      find('ast', 'The jacket is warm', 'La chaqueta caltiénte calientu cuando fai fríu y nun pesa pa la to mochila'),
    ).toBeNull();
    expect(
      find(
        'ceb',
        'The jacket is warm',
        'Ang jacket nagpainit kanimo kung tugnaw ang hangin, ug sulod sa bulsa niini ang mga butang',
      ),
    ).toBeNull();
  });

  it.each([
    ['da', 'Jakke med "Je ne sais quoi" på ryggen og plads til alt, der skal med'],
    ['id', 'Bahan piqué dan crème dengan saku dalam, untuk hari yang panjang'],
    ['et', 'Crème brûlée värvi jope, mis hoiab sind soojas'],
    ['fi', 'Gore-Tex, Vibram, Merino, Polartec, YKK'],
    ['ca', 'Butxaca, Caputxa, Puny elàstic'],
    ['nn', 'Ikkje berre for fjellet, men òg for byen'],
    ['no', 'Ikkje berre for fjellet, men òg for byen og heimen'],
    ['bs', 'Jakna vas grije kada puše hladan vjetar i ne teži gotovo ništa.'],
  ])('is not seen for names, borrowed words and twins, in %s: %j', (locale, target) => {
    expect(find(locale, 'Pocket, Hood, Elastic cuff', target)).toBeNull();
  });
});

describe('a sentence in the source\u2019s language', () => {
  const SPANISH =
    'La chaqueta te mantiene abrigado cuando el viento es frío. Se guarda en su propio bolsillo y casi no pesa.';
  const LEFT = 'You can fold it into the pocket, and it is very light for its size.';
  it.each([
    ['es', `${SPANISH} ${LEFT}`],
    ['es', `${LEFT} ${SPANISH}`],
    ['ja', `風が冷たいときもジャケットが暖かさを保ちます。専用のポケットに収納でき、重さはほとんど感じません。${LEFT}`],
    ['ru', `Куртка согреет вас, когда дует холодный ветер. Она складывается в собственный карман. ${LEFT}`],
  ])('is refused among right ones, for %s', (locale, target) => {
    expect(language.find(checked(locale, SOURCE, target))).toMatch(/in English/);
  });

  it.each([
    ['a short one, which may be a slogan', `${SPANISH} Born to be wild.`],
    ['names', `${SPANISH} Con Gore-Tex Infinium, Vibram Megagrip Litebase, Polartec Alpha Direct.`],
  ])('is not seen in %s', (_, target) => {
    expect(language.find(checked('es', SOURCE, target))).toBeNull();
  });
});
