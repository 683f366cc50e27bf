import type { Check } from './check.ts';
import { newPhrase } from './phrases.ts';
import { bare } from './text.ts';

/** What a model says about its answer instead of giving it, in English and in the languages of the references. */
const CHATTER = [
  /\bhere(?:'s| is| are| you go)\b[^.!?]{0,40}\b(?:translat|version|json|answer|segments?)/i,
  /\b(?:as an? (?:ai|artificial intelligence|(?:large )?language model|assistant)|language model)\b/i,
  /\blet me know if\b|\bI hope (?:this|that) helps\b|\bfeel free to\b|\bI(?:'ve| have) translated\b/i,
  /\bthe translat(?:ion|ed text)\b/i,
  /\((?:note|translator's note|literally|alternatively|nota|nota del traductor|remarque|anmerkung|hinweis)\s*:/i,
  /\bnote:\s+(?:the|this|i)\b/i,
  // A translator's note: "(Anm. d. Übers.: ...)", "[N. del T.]", "(ndt : ...)".
  /\b(?:anm(?:erkung|\.)? ?(?:d\.|des|der) ?übers|n\. ?(?:del? |da |do |d\. ?)t\.|nota d(?:el|ella|e|o|a) tra(?:d|duttr)|notes? (?:du|de la) traduct|translator'?s note)/iu,
  /[([]\s*(?:n\.? ?d\.? ?t|ndlt|n\. ?t|note|notitie|noot|opm(?:erking)?|anm(?:erkung)?|övers|bem(?:ærkning|erkning)?|uwaga|przyp|pozn(?:ámka)?|nota|note de traduction|not|çev|huom|megj(?:egyzés)?|notă|catatan|ghi chú|chú thích|прим(?:ечание)?|примітка|σημ(?:είωση)?|הערה|توضیح|참고|주|역주|注释|註|备注|備註|補足|备注)\.?(?: ?\p{L}{1,12}\.?){0,2}\s*[:：]/iu,
  /(?:примечание|прим\.) пер(?:ев|\.)|przyp(?:is|\.) tłum|nota do tradutor|noot van de vertaler|översättarens|oversætterens|oversetterens|kääntäjän huom|çevirmenin notu|pozn\. překl/iu,
  /^\W*(?:translation|translated text|output|answer|response|result|target|spanish|french|german|italian|japanese|chinese|arabic|portuguese)\s*[:：]/i,
  /(?:^|\b)(?:aquí (?:tienes|está)|esta es|a continuación)[^.!?]{0,30}traducci[oó]n/iu,
  /(?:voici|ci-dessous)[^.!?]{0,30}traduction/iu,
  /(?:hier ist|hier kommt|nachfolgend|anbei)[^.!?]{0,40}übersetzung/iu,
  /(?:ecco|questa è|di seguito)[^.!?]{0,30}traduzione/iu,
  /(?:aqui está|segue|esta é)[^.!?]{0,30}tradução/iu,
  /^\W*(?:traducci[oó]n|traduction|übersetzung|traduzione|tradução|nota(?: del traductor)?|note du traducteur|anmerkung|hinweis der übersetzung)\s*:/iu,
  /(?:以下|下面|这|這|这里|こちら|次)[^。！？]{0,12}(?:翻译|翻譯|译文|譯文|翻訳|訳文)|^(?:翻译|翻譯|译文|譯文|翻訳|訳文|訳|译)\s*[:：]/u,
  /(?:إليك|هذه هي|فيما يلي)[^.!؟]{0,20}(?:ال)?ترجمة|^(?:ال)?ترجمة\s*:/u,
  /\((?:注|译注|訳注|ملاحظة)\s*[:：]|（(?:注|译注|訳注)\s*[:：]/u,
];
/** How a model agrees to answer, and how a shop's text may begin too. */
const OPENERS = [
  /^\W*(?:sure|certainly|of course|absolutely|okay)\b[\s,!.:—-]/i,
  /^\W*(?:claro|por supuesto|bien sûr|certainement|natürlich|gerne|certo|certamente|com certeza)\s*[,!:]/iu,
  /^(?:好的|当然|當然|もちろんです)[,，、。!！]|^(?:بالتأكيد|بالطبع)\s*[!،,]/u,
];
const AGREEMENT = /^\W*(?:yes|yep|yeah|sure|certainly|of course|absolutely|okay|ok|right|naturally|gladly|indeed)\b/i;
/** Words of the prompt and the answer's own form. */
const PROMPT = [
  /\btarget ?(?:locale|language)\b|\bsource language\b|\bnative copywriter\b|\bsystem prompt\b|\bcorrections?"/i,
  /"(?:segments|id|text|target|source|translation)"\s*:|^\s*[[{]\s*["{]|["}\]]\s*[}\]]+\s*$|\\n|\\u[\da-f]{4}|\\"/i,
  /```|<\/?(?:think|thinking|answer|translation|output|segment|source|target)>|<\|[^>]*\|>|\[\/?INST\]|^\s*#{1,6}\s|\*\*[^*]+\*\*/i,
];
/** Two translations to choose from: "Salvia / Sabio". */
const ALTERNATIVES = /\p{L} \/ \p{L}/u;
/** A source that names one thing, and none of those whom some languages name twice: "Kids" are "Niños / Niñas". */
const isOneThing = (source: string) =>
  !/[/|,;&+–—-]|\b(?:and|or|kids?|child(?:ren)?|unisex|adults?|toddlers?|bab(?:y|ies)|teens?|people)\b/i.test(source) &&
  source.trim().split(/\s+/).length <= 3;
/** Of the stand-in's `[Ŝûñ ĥöödîé~]` what is the text's own: before a quotation mark its bracket would look like JSON. */
const unframed = (target: string) => target.replace(/^\[(.*)~\]$/s, '$1');
const MASK_BRACKET = /[⟦⟧]/u;

/** Chatter about the translation, words of the prompt, the answer's JSON or a mask, none of which the source has. */
export const leak: Check = {
  name: 'leak',
  severity: 'reject',
  find: (text) => {
    const source = bare(text.maskedSource);
    const target = bare(text.pseudo ? unframed(text.maskedTarget) : text.maskedTarget);
    const patterns = AGREEMENT.test(source) ? [...CHATTER, ...PROMPT] : [...OPENERS, ...CHATTER, ...PROMPT];
    if (isOneThing(text.source) && ALTERNATIVES.test(target)) return 'more than one translation is given';
    const found = newPhrase(patterns, source, target) ?? newPhrase([MASK_BRACKET], text.source, text.target);
    return found === null ? null : `${found} does not belong to a translation`;
  },
};
