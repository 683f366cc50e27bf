/** How a model declines in one language. Parts of expressions; those before a word's beginning are anchored there. */
interface Refusal {
  /** An apology, and what it apologizes for in the same sentence: a shop says the one or the other. */
  readonly sorry: string;
  readonly cannot: string;
  /** That it cannot do what a model is asked for, with or without an apology. */
  readonly declines: string;
  /** Asks for the text that it was given. */
  readonly asks: string;
}

/** By language: whatever the target locale, a refusal may come in any of them. Apostrophes are straight: see `straight`. */
const REFUSALS: Readonly<Record<string, Refusal>> = {
  es: {
    sorry: 'lo siento|lamento|disculp|perdón',
    cannot: 'no puedo|no me es posible',
    declines: 'no puedo (?:ayudar|traducir|cumplir|asistir|proporcionar|hacer eso|procesar)',
    asks: '(?:por favor|podrías|puedes)[^.!?]{0,20}(?:proporcion|indi[cq]|env[ií]|facilit|comparte|dame)[^.!?]{0,20}texto',
  },
  fr: {
    sorry: 'désolée?|je regrette|excus|pardon',
    cannot: "je ne (?:peux|suis|puis)|il m'est impossible",
    declines:
      'je ne (?:peux|suis)[^.!?]{0,30}(?:aider|traduire|répondre à (?:cette|votre)|fournir|accéder à (?:cette|votre))',
    asks: "(?:veuillez|merci de|s'il (?:vous|te) pla[iî]t)[^.!?]{0,20}(?:fourni|donne|envoye|indique|communique)[^.!?]{0,20}texte",
  },
  de: {
    sorry: 'tut mir leid|entschuldig|leider|verzeih',
    cannot: 'kann ich|ich kann|nicht übersetz|bin ich nicht',
    declines:
      '(?:ich kann|kann ich)[^.!?]{0,30}nicht (?:helfen|übersetzen|nachkommen|bereitstellen|unterstützen|bearbeiten)',
    asks: 'bitte[^.!?]{0,30}text[^.!?]{0,30}(?:geben|gib|senden|sende|schicken|angeben|einfügen|bereitstellen|nennen|an\\b)|(?:geben|senden|schicken|teilen) sie[^.!?]{0,20}text',
  },
  it: {
    sorry: 'mi dispiace|spiacente|scus',
    cannot: 'non (?:posso|sono in grado)',
    declines: 'non posso (?:aiutar|tradurre|soddisfare|fornire|assister|procedere)',
    asks: '(?:per favore|per piacere|ti prego|si prega)[^.!?]{0,20}(?:forni|invia|dammi|indica|condivid)[^.!?]{0,20}testo',
  },
  pt: {
    sorry: 'desculp|lamento|sinto muito|peço perdão',
    cannot: 'não (?:posso|consigo)',
    declines: 'não (?:posso|consigo) (?:ajudar|traduzir|cumprir|atender|fornecer|fazer isso|processar)',
    asks: '(?:por favor|poderia|pode)[^.!?]{0,20}(?:forne[cç]|envi|informe|compartilh|me dê|indique)[^.!?]{0,20}texto',
  },
  nl: {
    sorry: 'sorry|het spijt me|helaas|excuses|excuseer',
    cannot: 'ik kan|kan ik|ik ben niet',
    declines: '(?:ik kan|kan ik)[^.!?]{0,30}niet (?:helpen|vertalen|voldoen|verstrekken|assisteren|doen)',
    asks: '(?:geef|stuur|verstrek|deel|lever)[^.!?]{0,20}(?:de|uw|je) (?:te vertalen )?tekst',
  },
  sv: {
    sorry: 'tyvärr|förlåt|jag är ledsen|ledsen|beklagar|ursäkta',
    cannot: '(?:kan jag|jag kan)',
    declines: '(?:jag kan|kan jag) inte (?:hjälpa|översätta|uppfylla|tillhandahålla|göra det)',
    asks: '(?:ange|ge mig|skicka|vänligen)[^.!?]{0,20}text(?:en)?(?!\\p{L})',
  },
  da: {
    sorry: 'beklager|desværre|undskyld',
    cannot: '(?:kan jeg|jeg kan)',
    declines: '(?:jeg kan|kan jeg) (?:ikke|desværre ikke) (?:hjælpe|oversætte|efterkomme|hjelpe|oversette|etterkomme)',
    asks: '(?:angiv|giv mig|send|oppgi|gi meg|vennligst)[^.!?]{0,20}teksten',
  },
  pl: {
    sorry: 'przykro mi|przepraszam|niestety|wybacz',
    cannot: 'nie (?:mogę|jestem w stanie)',
    declines: 'nie mogę (?:pomóc|przetłumaczyć|tłumaczyć|spełnić|udostępnić|tego zrobić|podać)',
    asks: '(?:proszę|podaj|prześlij|wklej)[^.!?]{0,30}tekst',
  },
  ru: {
    sorry: 'извини|простите|к сожалению|сожалею|мне жаль',
    cannot: '(?:я )?не (?:могу|смогу|в состоянии)',
    declines: 'не (?:могу|смогу) (?:помочь|перевести|выполнить|предоставить|этого сделать)',
    asks: '(?:пожалуйста|предоставьте|пришлите|укажите|введите)[^.!?]{0,30}текст',
  },
  uk: {
    sorry: 'вибач|перепрошую|на жаль|шкодую',
    cannot: 'не (?:можу|зможу)',
    declines: 'не (?:можу|зможу) (?:допомогти|перекласти|виконати|надати)',
    asks: '(?:будь ласка|надайте|надішліть|введіть)[^.!?]{0,30}текст',
  },
  cs: {
    sorry: 'omlouvám|bohužel|promiňte|je mi líto',
    cannot: 'nemohu|nemůžu|nejsem schop',
    declines: '(?:nemohu|nemůžu)[^.!?]{0,15} (?:pomoci|pomoct|přeložit|vyhovět|poskytnout)',
    asks: '(?:prosím|zadejte|pošlete|poskytněte)[^.!?]{0,20}text',
  },
  tr: {
    sorry: 'üzgünüm|maalesef|özür dilerim|kusura bakma|affedersiniz',
    cannot: '(?:edem|yapam|yardımcı olam|çevirem|veremi|sağlayam|karşılayam)',
    declines: 'yardımcı olam(?:ıyorum|am)|çeviremiyorum|çeviremem|yerine getirem(?:iyorum|em)',
    asks: '(?:lütfen)[^.!?]{0,30}metni?[^.!?]{0,20}(?:ver|gönder|girin|sağla|paylaş|yaz)',
  },
  id: {
    sorry: 'maaf|mohon maaf|sayangnya',
    cannot: '(?:saya )?tidak (?:bisa|dapat)|belum bisa',
    declines: 'saya tidak (?:bisa|dapat) (?:membantu|menerjemahkan|memenuhi|memberikan)',
    asks: '(?:silakan|tolong|mohon|harap)[^.!?]{0,20}(?:berikan|kirim|masukkan|sertakan)[^.!?]{0,20}teks',
  },
  vi: {
    sorry: 'xin lỗi|rất tiếc',
    cannot: 'không thể',
    declines: 'tôi không thể (?:giúp|dịch|hỗ trợ|thực hiện|cung cấp|đáp ứng)',
    asks: '(?:vui lòng|xin hãy|hãy)[^.!?]{0,20}(?:cung cấp|gửi|nhập)[^.!?]{0,20}văn bản',
  },
  ja: {
    sorry: '申し訳(?:ありません|ございません|ない)|すみません|すいません|ごめんなさい|恐れ入りますが|残念ながら',
    cannot: 'できません|できかねます|いたしかね|出来ません|お手伝いでき|応じられません',
    declines:
      'お手伝いできません|(?:ご要望|ご依頼|リクエスト)には?(?:お応え|応じ|対応)[^。]{0,6}(?:できません|られません|かねます)|翻訳(?:できません|できかねます)',
    asks: '(?:テキスト|文章|原文|本文)を[^。]{0,12}(?:ください|下さい|お願い|いただけ)',
  },
  zh: {
    sorry: '抱歉|对不起|對不起|不好意思|很遗憾|很遺憾',
    cannot: '无法|無法|不能|没办法|沒辦法|没法',
    declines: '我(?:无法|無法|不能)(?:协助|協助|帮|幫|提供|翻译|翻譯|满足|滿足|完成|处理|處理|执行|執行)',
    asks: '请(?:您)?(?:提供|给我|输入|发送|告诉我)[^。]{0,12}(?:文本|文字|内容|原文)|請(?:您)?(?:提供|給我|輸入|發送|告訴我)[^。]{0,12}(?:文本|文字|內容|原文)',
  },
  ko: {
    sorry: '죄송|미안|유감|안타깝',
    cannot: '수 없|불가능|못합니다|못 합니다|어렵습니다',
    declines: '(?:도와드릴|도울|번역할|제공할|따를|응할|처리할) 수(?:가|는)? 없',
    asks: '(?:텍스트|문장|원문|내용|글)[을를][^.!?]{0,12}(?:제공|입력|보내|알려|주세요|주시)',
  },
  ar: {
    sorry: 'عذر|آسف|أعتذر|المعذرة|للأسف|اعتذر',
    cannot: 'لا أستطيع|لا يمكنني|لا استطيع|لا أقدر|لن أتمكن|غير قادر',
    declines: '(?:لا أستطيع|لا يمكنني|لن أتمكن من) (?:ال)?(?:مساعد|ترجم|تلبي|تقديم|الامتثال|القيام)',
    asks: '(?:يرجى|الرجاء|من فضلك)[^.!؟]{0,20}(?:تقديم|تزويد|إرسال|إدخال|توفير|كتابة|أعطني|أرسل)[^.!؟]{0,20}(?:ال)?نص',
  },
  he: {
    sorry: 'מצטער|סליחה|מתנצל|לצערי',
    cannot: '(?:איני|אינני|לא) (?:יכול|אוכל|מסוגל)',
    declines: '(?:איני|אינני|לא) (?:יכולה?|אוכל) (?:לעזור|לסייע|לתרגם|למלא)',
    asks: '(?:אנא|בבקשה|נא)[^.!?]{0,20}(?:ספק|שלח|הזן|תן)[^.!?]{0,20}טקסט',
  },
  hi: {
    sorry: 'क्षमा|माफ़|माफ|खेद|अफ़सोस|अफसोस',
    cannot: '(?:नहीं|असमर्थ)',
    declines: 'मैं[^।.!?]{0,30}(?:मदद|सहायता|अनुवाद|पूरा)[^।.!?]{0,12}(?:नहीं|असमर्थ)',
    asks: 'कृपया[^।.!?]{0,30}(?:टेक्स्ट|पाठ|वाक्य)[^।.!?]{0,20}(?:दें|प्रदान|भेजें|दीजिए|दर्ज)',
  },
};

const END = '[^.!?。！？؟।]';

/** Languages whose refusals are known, English aside. */
export const REFUSAL_LANGUAGES: readonly string[] = Object.keys(REFUSALS);

/** Refusals in every language but English, whose words are never those of another. */
export const FOREIGN_REFUSALS: readonly RegExp[] = Object.values(REFUSALS).flatMap(
  ({ sorry, cannot, declines, asks }) => [
    new RegExp(`(?<!\\p{L})(?:${sorry})${END}{0,50}(?:${cannot})`, 'iu'),
    new RegExp(`(?:${declines})`, 'iu'),
    new RegExp(`(?<!\\p{L})(?:${asks})`, 'iu'),
  ],
);

/** Refusals in English: in a translation into any other language, and in one of a source that does not say the same. */
export const ENGLISH_REFUSALS: readonly RegExp[] = [
  /\bI(?:'m| am) (?:sorry|unable|not able|afraid I)\b|\bI apologi[sz]e\b|\bmy apologies\b|\b(?:I|we) must decline\b/i,
  /\bI (?:can(?:no|')t|can not|could not|couldn't|won't|will not)\b[^.!?]{0,30}\b(?:assist|help|translat|provide|comply|fulfil|process|do that|continue)/i,
  /\b(?:please|kindly|(?:could|can|would) you)\b[^.!?]{0,20}\b(?:provide|give|send|share|paste|supply|enter)\b[^.!?]{0,30}\b(?:text|sentences?|content|segments?|phrase)\b/i,
  /\bno text (?:was |is |has been )?(?:provided|given|supplied)\b|\bwhat (?:text )?would you like (?:me )?to translate\b/i,
];

/** A source that declines, apologizes or asks itself, in English: "Sorry, no pockets", "Unfortunately I can't find mine". */
const ENGLISH_SORRY =
  /\bsorry\b|\bapolog|\bunfortunately\b|\bregret|\bsadly\b|\bafraid\b|\bpardon\b|\bexcus|\bforgive|\balas\b|\bI can(?:no|')t\b|\b(?:can(?:no|')t|unable to|could not) (?:be )?(?:help|assist|do|provide|translat)|\b(?:text|send|enter|provide|write|share|give)\b[^.!?]{0,30}\b(?:text|word|message|name|content|us)\b/i;
const FOREIGN_SORRY = new RegExp(
  `(?<!\\p{L})(?:${Object.values(REFUSALS)
    .map(({ sorry }) => sorry)
    .join('|')})`,
  'iu',
);

/** Whether a source has words that a translation would rightly render with those of a refusal. */
export const saysSorry = (source: string): boolean => ENGLISH_SORRY.test(source) || FOREIGN_SORRY.test(source);
