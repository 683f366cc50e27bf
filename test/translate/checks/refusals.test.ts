import { describe, expect, it } from 'vitest';
import { errorText } from '../../../lib/translate/checks/error-text.ts';
import { REFUSAL_LANGUAGES } from '../../../lib/translate/checks/refusals.ts';
import { checked } from './checked.ts';

const isRefused = (target: string, source = 'A warm vest for cold days', locale = 'fi') =>
  errorText.find(checked(locale, source, target)) !== null;

/** In each language: an apology, a plain refusal, and a model that asks for what it was given. */
const SAID: Readonly<Record<string, readonly [string, string, string]>> = {
  es: ['Lo siento, pero no puedo hacerlo.', 'No puedo ayudarte con eso.', 'Por favor, proporcione el texto.'],
  fr: ['Désolé, mais je ne peux pas.', 'Je ne peux pas vous aider.', 'Veuillez fournir le texte à traduire.'],
  de: ['Entschuldigung, das kann ich nicht.', 'Dabei kann ich dir nicht helfen.', 'Bitte geben Sie den Text an.'],
  it: ['Mi dispiace, ma non posso farlo.', 'Non posso aiutarti.', 'Per favore, fornisci il testo.'],
  pt: ['Desculpe, mas não posso fazer isso.', 'Não posso ajudar com isso.', 'Por favor, forneça o texto.'],
  nl: [
    'Het spijt me, maar dat kan ik niet.',
    'Ik kan je daar niet mee helpen. Ik kan niet helpen.',
    'Geef me de tekst.',
  ],
  sv: ['Tyvärr kan jag inte göra det.', 'Jag kan inte hjälpa till.', 'Vänligen ange texten.'],
  da: ['Beklager, det kan jeg ikke.', 'Jeg kan ikke hjælpe med det.', 'Angiv venligst teksten.'],
  pl: ['Przykro mi, ale nie mogę tego zrobić.', 'Nie mogę pomóc.', 'Proszę podać tekst do tłumaczenia.'],
  ru: ['Извините, но я не могу это сделать.', 'Я не могу помочь с этим.', 'Пожалуйста, предоставьте текст.'],
  uk: ['Вибачте, але я не можу це зробити.', 'Я не можу допомогти.', 'Будь ласка, надайте текст.'],
  cs: ['Omlouvám se, ale nemohu to udělat.', 'Nemohu vám pomoci.', 'Prosím, zadejte text.'],
  tr: ['Üzgünüm, bunu yapamam.', 'Buna yardımcı olamam.', 'Lütfen metni gönderin.'],
  id: ['Maaf, saya tidak bisa melakukannya.', 'Saya tidak dapat membantu.', 'Silakan berikan teksnya.'],
  vi: ['Xin lỗi, tôi không thể làm điều đó.', 'Tôi không thể giúp.', 'Vui lòng cung cấp văn bản.'],
  ja: ['申し訳ありませんが、できません。', 'そのご依頼にはお応えできません。', 'テキストを入力してください。'],
  zh: ['抱歉，我无法做到。', '我不能协助。', '请提供要翻译的文本。'],
  ko: ['죄송하지만 그렇게 할 수 없습니다.', '도와드릴 수 없습니다.', '번역할 텍스트를 제공해 주세요.'],
  ar: ['عذرًا، لا يمكنني فعل ذلك.', 'لا أستطيع المساعدة في ذلك.', 'يرجى تقديم النص.'],
  he: ['מצטער, אני לא יכול לעשות זאת.', 'אני לא יכול לעזור.', 'אנא ספק את הטקסט.'],
  hi: ['क्षमा करें, मैं यह नहीं कर सकता।', 'मैं इसमें मदद नहीं कर सकता।', 'कृपया टेक्स्ट प्रदान करें।'],
};

describe('refusals', () => {
  it('are known in each of these languages', () => {
    expect([...REFUSAL_LANGUAGES]).toEqual(expect.arrayContaining(Object.keys(SAID)));
  });

  it.each(Object.entries(SAID))('in %s are held back, whatever the locale', (_, said) => {
    expect(said.filter((text) => !isRefused(text))).toEqual([]);
  });

  it.each([
    'I’m sorry, but I can’t comply.',
    "I'm sorry, but I can't comply.",
    'I can’t help with that request.',
    'Please give me the text.',
    'Please provide the text you would like translated.',
    'No text was provided.',
  ])('in English are held back from every locale: %s', (target) => {
    for (const locale of ['es', 'ja', 'ar', 'sw', 'is']) expect(isRefused(target, 'Cloud', locale)).toBe(true);
  });

  it.each(['You can’t go wrong with this vest', 'Trial and error', 'Failure is no option'])(
    'are held back where the source has words of failing: %s',
    (source) => {
      expect(isRefused('I’m sorry, but I can’t help.', source)).toBe(true);
      expect(isRefused('Lo siento, pero no puedo ayudarte', source, 'es')).toBe(true);
    },
  );

  it.each([
    ['nl', 'Sorry, no pockets', 'Sorry, geen zakken: die kan ik niet maken'],
    ['es', 'Sorry, no pockets', 'Lo siento, no puedo ofrecer bolsillos'],
    ['de', 'Unfortunately I cannot find mine', 'Leider kann ich meine nicht finden'],
    ['en-GB', 'I’m sorry, but I can’t help liking it', "I'm sorry, but I can't help liking it"],
    ['fr', 'Send us your text', "Veuillez nous envoyer votre texte s'il vous plaît"],
    ['ko', 'Text us', '텍스트를 보내 주세요'],
    ['pl', 'You cannot go wrong', 'Nie możesz się pomylić'],
    ['ru', 'Does not fade', 'Не выцветает'],
    ['tr', 'No excuses', 'Mazeret yok'],
    ['hi', 'It does not shrink', 'यह सिकुड़ता नहीं'],
  ])('are not seen in a text that says so itself, or says nothing like it: %s %j', (locale, source, target) => {
    expect(errorText.find(checked(locale, source, target))).toBeNull();
  });
});
