import { describe, expect, it } from 'vitest';
import type { AppliedTerm } from '../../../lib/translate/checks/check.ts';
import { errorText } from '../../../lib/translate/checks/error-text.ts';
import { cutOff, finalPunctuation } from '../../../lib/translate/checks/final-punctuation.ts';
import { runChecks } from '../../../lib/translate/checks/index.ts';
import { leak } from '../../../lib/translate/checks/leak.ts';
import { length, tooLong } from '../../../lib/translate/checks/length.ts';
import { repetition } from '../../../lib/translate/checks/repetition.ts';
import { terms } from '../../../lib/translate/checks/terms.ts';
import { checked } from './checked.ts';

const VEST = 'This vest is made for cold mornings. The pockets are deep enough for gloves. You will wear it a lot.';

describe('leak', () => {
  it.each([
    ['es', 'Here is the translation: Un chaleco'],
    ['es', 'Sure! Un chaleco'],
    ['es', 'As an AI, I translate: un chaleco'],
    ['es', 'Translation: Un chaleco'],
    ['es', 'Aquí tienes la traducción: Un chaleco'],
    ['fr', 'Voici la traduction : Un gilet'],
    ['de', 'Übersetzung: Eine Weste'],
    ['ja', '以下は翻訳です：ベスト'],
    ['ar', 'إليك الترجمة: سترة'],
    ['es', 'Un chaleco (Nota: tono informal)'],
    ['es', '{"id":"s1","text":"Un chaleco"}'],
    ['es', 'Un chaleco"}]}'],
    ['es', '```\nUn chaleco\n```'],
    ['es', 'Un chaleco ⟦1⟧'],
    ['es', '<think>vest</think>Un chaleco'],
  ])('finds it in %s: %j', (locale, target) => {
    expect(leak.find(checked(locale, 'A vest', target))).not.toBeNull();
  });

  it.each([
    ['es', 'Sure, it is light.', 'Claro, es ligero.'],
    ['ja', 'Yes, it has pockets.', 'はい、ポケットがあります。'],
    ['es', 'Hi {name}, {{hello}}', 'Hola, {name}, {{hello}}'],
    ['es', 'A vest ⟦x⟧', 'Un chaleco ⟦x⟧'],
    ['fr', 'Note: wash it cold', 'Note : laver à froid'],
  ])('lets %s write %j as %j', (locale, source, target) => {
    expect(leak.find(checked(locale, source, target))).toBeNull();
  });
});

describe('error-text', () => {
  it.each([
    'Error translating to German: 429',
    'Rate limit reached',
    "I'm sorry, I can't help with that",
    'HTTP 503 Service Unavailable',
    'undefined',
    'Es tut mir leid, dabei kann ich nicht helfen.',
    '翻译失败',
    'Lo siento, pero no puedo hacerlo',
  ])('finds %j', (target) => {
    expect(errorText.find(checked('de', 'A warm vest', target))).not.toBeNull();
  });

  it.each([
    ['Error 404: cold not found', 'Fehler 404: Kälte nicht gefunden'],
    ["Sorry, we can't promise it", 'Leider kann ich das nicht versprechen'],
    ['None', 'Keine'],
  ])('lets %j be %j', (source, target) => {
    expect(errorText.find(checked('de', source, target))).toBeNull();
  });
});

describe('too-long', () => {
  it.each([
    ['Warm', 'Cálido '.repeat(280), true],
    ['Warm', 'Cálido '.repeat(300), false],
    ['口袋够深。'.repeat(1_000), 'Los bolsillos son profundos. '.repeat(1_000), true],
    ['Warm', '1'.repeat(5_000_000), false],
  ])('of %j (%#): %s', (source, target, passes) => {
    expect(tooLong.find(checked('es', source, target)) === null).toBe(passes);
  });

  it('ends the examination of an answer of 5 MB at once', () => {
    const text = checked('es', 'Two pockets.', 'Dos bolsillos profundos con cremallera. '.repeat(125_000));
    const start = performance.now();
    expect(runChecks(text).map(({ check }) => check)).toEqual(['too-long']);
    expect(performance.now() - start).toBeLessThan(500);
  });
});

describe('length', () => {
  it.each([
    ['es', 'Sage', 'Salvia', true],
    ['fr', 'Navy', 'Bleu marine', true],
    ['es', 'Sage', 'Salvia, un verde grisáceo y suave que recuerda a la planta', false],
    ['es', VEST, 'Este chaleco está hecho para las mañanas frías.', false],
    ['ja', VEST, 'このベストは、寒い朝のために作られました。ポケットは手袋が入るほど深く、出番も多くなります。', true],
    ['hi', VEST, 'यह बनियान ठंडी सुबहों के लिए बनी है। जेबें दस्तानों के लिए काफ़ी गहरी हैं। आप इसे खूब पहनेंगे।', true],
    ['zh-Hans', VEST, '马甲。', false],
    ['es', VEST, `${VEST} ${VEST} ${VEST}`, false],
  ])('%s: %j as %j: %s', (locale, source, target, passes) => {
    expect(length.find(checked(locale, source, target)) === null).toBe(passes);
  });

  it.each([
    ['zh-Hans', '这顶软檐帽柔软舒适，非常适合各种户外运动', false],
    ['zh-Hans', '软檐户外帽', true],
    ['ja', 'とても柔らかいつばが付いた、アウトドアに最適なキャップです', false],
    ['ja', '柔らかいつばのキャップ', true],
    ['ko', '야외 활동에 아주 적합하고 챙이 부드러우며 편안한 모자', false],
    ['ar', 'قبعة بحافة لينة ومريحة جدا ومناسبة للرحلات الطويلة', false],
    ['de', 'Eine weiche Kappe mit einem Schirm, der sich biegen lässt', false],
    ['de', 'Kappe mit weichem Schirm', true],
  ])('gives three words no more room than their script takes: %s, %s', (locale, target, passes) => {
    expect(length.find(checked(locale, 'Soft brim cap', target)) === null).toBe(passes);
  });

  it('lets sentences be joined, and finds one that is lost', () => {
    const joined =
      'Este chaleco está hecho para las mañanas frías, con bolsillos lo bastante hondos para guantes. Lo llevarás mucho.';
    expect(length.find(checked('es', VEST, joined))).toBeNull();
    const lost = 'Este chaleco está hecho para las mañanas frías. Lo llevarás mucho.';
    expect(length.find(checked('es', VEST, lost))).toContain('sentences are missing');
  });
});

describe('repetition', () => {
  it.each([
    ['es', 'Cálido cálido cálido'],
    ['es', 'El chaleco abrigado abrigado'],
    ['es', 'para los días fríos para los días fríos'],
    ['es', 'Un chaleco cálido. Y ligero. Un chaleco cálido.'],
    ['ja', '寒い朝のために寒い朝のために'],
    ['zh-Hans', '保暖保暖保暖保暖保暖'],
    ['de', 'warm und warm und warm und'],
    ['de', 'warm und warm und warm'],
    ['de', 'Warme Weste Warme Weste'],
    ['de', 'Warme Weste, warme Weste.'],
    ['ja', '暖かい暖かい暖かい'],
    ['zh-Hans', '背心背心'],
    ['ja', '雲の色雲の色'],
    ['ko', '따뜻한 따뜻한 조끼'],
    ['th', 'เสื้อกั๊กอุ่น เสื้อกั๊กอุ่น'],
  ])('finds it in %s: %s', (locale, target) => {
    expect(repetition.find(checked(locale, 'A warm vest for cold days', target))).not.toBeNull();
  });

  it.each([
    ['fr', 'We meet', 'Nous nous retrouvons'],
    ['it', 'Slowly', 'Piano piano'],
    ['it', 'Little by little', 'A poco a poco'],
    ['es', 'Warmer and warmer', 'Cada vez más y más cálido'],
    ['tr', 'Slowly', 'Yavaş yavaş'],
    ['ja', 'Crisp', 'シャキシャキ'],
    ['ja', 'Step by step', '少しずつ少しずつ'],
    ['zh-Hans', 'Slowly slowly', '慢慢慢慢'],
    ['hi', 'Along the edge', 'किनारे किनारे'],
    ['ko', 'Little by little', '조금씩 조금씩'],
    ['de', 'Warm and warm and warm', 'warm und warm und warm'],
    ['ja', 'Roll it up', 'くるくる丸めるだけ'],
    ['es', 'Warm, warm, warm', 'Cálido, cálido, cálido'],
    ['es', 'Shell: Nylon, Lining: Nylon', 'Exterior: nailon, Forro: nailon'],
  ])('lets %s write %j as %j', (locale, source, target) => {
    expect(repetition.find(checked(locale, source, target))).toBeNull();
  });
});

describe('terms', () => {
  const term = (source: string, ...targets: string[]): AppliedTerm => ({ source, targets, caseSensitive: false });

  it.each([
    ['de', 'Two snaps', 'Zwei Druckknöpfe', term('snaps', 'Druckknopf'), true],
    ['de', 'Two snaps', 'Zwei Metalldruckknöpfe', term('snaps', 'Druckknopf'), true],
    ['es', 'A hoodie', 'Dos sudaderas', term('hoodie', 'sudadera', 'polerón'), true],
    ['es', 'A hoodie', 'Un jersey', term('hoodie', 'sudadera', 'polerón'), false],
    ['ja', 'A hoodie', 'パーカーです', term('hoodie', 'パーカー'), true],
    ['es', 'Hoodies', 'Un jersey', term('hoodie', 'sudadera'), true],
    ['es', 'KETL socks', 'Calcetines KETL', { ...term('KETL', 'KETL'), caseSensitive: true }, true],
    ['es', 'KETL socks', 'Calcetines Ketl', { ...term('KETL', 'KETL'), caseSensitive: true }, false],
    ['es', 'A red cap', 'Una red', term('cap', 'red'), true],
    ['es', 'A red cap', 'Un credo', term('cap', 'red'), false],
  ])('%s: %j as %j', (locale, source, target, applied, passes) => {
    expect(terms.find(checked(locale, source, target, { terms: [applied] })) === null).toBe(passes);
  });
});

describe('the end of a text', () => {
  it.each([
    ['ja', 'Warm.', '暖かい。', true],
    ['ar', 'Warm?', 'دافئ؟', true],
    ['hi', 'Warm.', 'गर्म।', true],
    ['th', 'Warm.', 'อุ่น', true],
    ['es', 'Warm', 'Cálido.', false],
    ['es', 'Warm?', 'Cálido.', false],
    ['es', 'Say "warm."', 'Di «cálido».', true],
  ])('%s: %j as %j: %s', (locale, source, target, passes) => {
    expect(finalPunctuation.find(checked(locale, source, target)) === null).toBe(passes);
  });

  it('finds a text that breaks off', () => {
    expect(
      cutOff.find(checked('es', VEST, 'Este chaleco está hecho para las mañanas frías. Los bolsillos son')),
    ).not.toBeNull();
    expect(cutOff.find(checked('es', VEST, 'Este chaleco está hecho para las mañanas frías. Lo llevarás.'))).toBeNull();
    expect(cutOff.find(checked('es', 'Warm.', 'Cálido'))).toBeNull();
  });
});
