import { describe, expect, it } from 'vitest';
import { errorText } from '../../../lib/translate/checks/error-text.ts';
import { checked } from './checked.ts';

const isRefused = (locale: string, target: string, source = 'A warm vest for cold days') =>
  errorText.find(checked(locale, source, target)) !== null;

describe('a refusal in the language of its locale', () => {
  it.each([
    ['fi', 'Anteeksi, en voi auttaa tässä.'],
    ['hu', 'Sajnálom, ebben nem tudok segíteni.'],
    ['ro', 'Îmi pare rău, nu vă pot ajuta cu asta.'],
    ['ro', 'Îmi pare rău, dar nu pot ajuta cu asta.'],
    ['el', 'Λυπάμαι, δεν μπορώ να βοηθήσω με αυτό.'],
    ['th', 'ขออภัย ฉันไม่สามารถช่วยเรื่องนี้ได้'],
    ['bg', 'Съжалявам, не мога да помогна с това.'],
    ['hr', 'Žao mi je, ne mogu pomoći s tim.'],
    ['sr-Latn', 'Žao mi je, ne mogu da pomognem sa tim.'],
    ['sr', 'Жао ми је, не могу да помогнем са тим.'],
    ['sl', 'Žal mi je, pri tem ne morem pomagati.'],
    ['sk', 'Ľutujem, s tým vám nemôžem pomôcť.'],
    ['ca', 'Ho sento, no puc ajudar-te amb això.'],
    ['lt', 'Atsiprašau, negaliu jums padėti.'],
    ['lv', 'Atvainojiet, es nevaru palīdzēt.'],
    ['et', 'Vabandust, ma ei saa selles aidata.'],
    ['fa', 'متأسفم، نمی‌توانم در این مورد کمک کنم.'],
    ['nb', 'Beklager, jeg kan ikke hjelpe med det.'],
    ['he', 'מצטער, אני לא יכול לעזור בזה.'],
    ['hi', 'क्षमा करें, मैं इसमें मदद नहीं कर सकता।'],
    ['id', 'Maaf, saya tidak dapat membantu.'],
    ['vi', 'Xin lỗi, tôi không thể giúp việc này.'],
    ['uk', 'Вибачте, я не можу допомогти з цим.'],
    ['ko', '죄송합니다만 도와드릴 수 없습니다.'],
  ])('is held back from %s: %s', (locale, target) => {
    expect(isRefused(locale, target)).toBe(true);
  });

  it.each([
    ['de', 'Als KI-Assistent darf ich diesen Text leider nicht bearbeiten'],
    ['de', 'Ich bin ein KI-Sprachmodell'],
    ['de', 'Dieser Inhalt verstößt gegen unsere Nutzungsrichtlinien'],
    ['es', 'Como modelo de lenguaje, no traduzco esto'],
    ['es', 'Este contenido infringe nuestras políticas de uso'],
    ['fr', 'En tant que modèle de langage'],
    ['fr', 'Ce contenu enfreint nos règles'],
    ['ja', 'AIモデルのため対応できません'],
    ['it', 'Come modello linguistico non traduco questo'],
    ['pt-BR', 'Este conteúdo viola nossas políticas'],
    ['nl', 'Als taalmodel vertaal ik dit niet'],
    ['zh-Hans', '作为一个AI语言模型，我不翻译这个'],
    ['ko', '이 내용은 정책을 위반합니다'],
    ['pl', 'Jako model językowy tego nie tłumaczę'],
    ['fi', 'Kielimallina en käännä tätä'],
  ])('that speaks of a model or of rules is held back from %s: %s', (locale, target) => {
    expect(isRefused(locale, target)).toBe(true);
  });

  it.each([
    ['de', 'Camera with AI assistant', 'Kamera mit KI-Assistent'],
    ['de', 'As an AI camera it sees in the dark', 'Als KI-Kamera sieht sie im Dunkeln'],
    ['es', 'Never violates our policies', 'Nunca infringe nuestras políticas'],
    ['de', 'Warm enough for rain', 'Als Kissen warm genug für Regen'],
    ['fi', 'Does not shrink', 'Ei kutistu'],
    ['sl', 'Cannot be bleached', 'Ne morete beliti'],
  ])('is not seen in what is none: %s, %j as %j', (locale, source, target) => {
    expect(isRefused(locale, target, source)).toBe(false);
  });
});
