import { describe, expect, it } from 'vitest';
import { runChecks } from '../../../lib/translate/checks/index.ts';
import { script } from '../../../lib/translate/checks/language/script.ts';
import { leak } from '../../../lib/translate/checks/leak.ts';
import { repetition } from '../../../lib/translate/checks/repetition.ts';
import { untranslated } from '../../../lib/translate/checks/untranslated.ts';
import { protector } from '../../../lib/translate/protect.ts';
import { checked } from './checked.ts';

/** Both sides masked as a job masks them, where the frames of both are alike. */
function framed(locale: string, source: string, target: string) {
  const [own, given] = [protector()(source), protector()(target)];
  return checked(locale, source, target, {
    maskedSource: own.text,
    maskedTarget: given.text,
    spans: own.spans,
  });
}

describe('repetition', () => {
  it.each([
    ['de', '<a href="/s" title="Size guide">Size guide</a>', '<a href="/s" title="Größentabelle">Größentabelle</a>'],
    ['de', '<h2>Rain jacket</h2>Rain jacket with hood', '<h2>Regenjacke</h2>Regenjacke mit Kapuze'],
    [
      'nl',
      '{n, plural, one {# pair of socks} other {# pairs of socks}}',
      '{n, plural, one {# paar sokken} other {# paar sokken}}',
    ],
    [
      'tr',
      '{n, plural, one {# jacket is left} other {# jackets are left}}',
      '{n, plural, one {# ceket kaldı} other {# ceket kaldı}}',
    ],
    [
      'tr',
      '{n, plural, one {# jacket is left.} other {# jackets are left.}}',
      '{n, plural, one {# ceket kaldı.} other {# ceket kaldı.}}',
    ],
  ])('is none across a tag, an attribute or a branch: %s, %s', (locale, source, target) => {
    expect(repetition.find(framed(locale, source, target))).toBeNull();
  });

  it('is one within a tag, and across a number', () => {
    expect(repetition.find(framed('de', '<b>Warm vest</b>', '<b>Warme Weste warme Weste</b>'))).not.toBeNull();
    expect(repetition.find(framed('de', '<b>Rain</b> jacket', '<b>Regenjacke Regenjacke</b> neu'))).not.toBeNull();
    expect(repetition.find(framed('de', 'Jacket 100% dry', 'Trocken 100% trocken'))).not.toBeNull();
  });
});

describe('Chinese characters', () => {
  it.each([
    ['zh-Hans', '兩側隱形拉鍊口袋，可調節帽子，柔軟內襯'],
    ['zh-Hant', '柔软温暖的冬季夹克'],
    ['ja', '柔软温暖的冬季夹克'],
    ['zh-Hant', '深蓝'],
    ['zh-Hans', '深藍'],
  ])('of another way of writing are held back from %s: %s', (locale, target) => {
    expect(script.find(checked(locale, 'Soft and warm', target))).not.toBeNull();
  });

  it.each([
    ['zh-Hant', 'Soft and warm', '兩側隱形拉鍊口袋，可調節帽子，柔軟內襯'],
    ['zh-Hans', 'Soft and warm', '柔软温暖的冬季夹克'],
    ['ja', 'Soft and warm', '柔らかくて暖かい冬用ジャケット、刺繡入り'],
    ['zh-Hans', 'The 藍 shirt', '藍衬衫'],
  ])('of its own are let through in %s: %s as %s', (locale, source, target) => {
    expect(script.find(checked(locale, source, target))).toBeNull();
  });
});

describe('where something comes from', () => {
  it.each([
    ['de', 'Made in Germany'],
    ['nl', 'Made in Portugal'],
    ['de', 'Made in Italy'],
  ])('may stay as it is in %s: %s', (locale, text) => {
    expect(runChecks(checked(locale, text, text)).filter(({ severity }) => severity === 'reject')).toEqual([]);
  });

  it('does not excuse what stands beside it', () => {
    const text = 'Warm gloves with pockets, Made in Germany';
    expect(untranslated.find(checked('de', text, text))).not.toBeNull();
  });
});

describe('a translation with more than itself', () => {
  it.each([
    ['de', 'Soft fabric', 'Soft fabric = Weicher Stoff'],
    ['de', 'Soft fabric', 'Weicher Stoff (Soft fabric)'],
    ['fr', 'Soft fabric', 'Tissu doux – Soft fabric'],
  ])('is held back for its source in %s: %j as %j', (locale, source, target) => {
    expect(untranslated.find(checked(locale, source, target))).not.toBeNull();
  });

  it.each([
    ['es', 'Sage', 'Salvia / Sabio'],
    ['de', 'Sage', 'Salbei (Anm. d. Übers.: Farbe)'],
    ['fr', 'Sage', 'Sauge (NdT : couleur)'],
    ['ru', 'Sage', 'Шалфей (прим. пер.)'],
  ])('is held back for a note or a choice in %s: %j as %j', (locale, source, target) => {
    expect(leak.find(checked(locale, source, target))).not.toBeNull();
  });

  it.each([
    ['es', 'Kids', 'Niños / Niñas'],
    ['de', 'Black/White', 'Schwarz / Weiß'],
    ['fr', 'Green (light)', 'Vert (clair)'],
    ['de', 'Trail Running', 'Trail Running (Schuhe)'],
  ])('is none in %s: %j as %j', (locale, source, target) => {
    expect(leak.find(checked(locale, source, target))).toBeNull();
  });
});
