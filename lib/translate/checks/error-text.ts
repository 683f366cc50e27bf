import type { Check } from './check.ts';
import { newPhrase } from './phrases.ts';

/** What programs and services say when they fail. */
const MACHINES = [
  /\berror (?:while |when )?translating\b|\btranslation (?:error|failed|unavailable|not available|pending)\b|\b(?:could not|unable to|failed to) (?:be )?translat/i,
  /^\W*(?:error|exception|warning|fatal)\b\s*[:\d(]|\b[A-Z][a-z]+(?:[A-Z][a-z]+)*(?:Error|Exception)\b/,
  /\brate[ -]limit|\btoo many requests\b|\bquota (?:exceeded|reached)\b|\bAPI key\b|\binvalid_request\b/i,
  /\b(?:HTTP|status(?: code)?)[ /:]*(?:\d\.\d )?[45]\d\d\b|\b[45]\d\d (?:internal server error|bad gateway|service unavailable|not found|forbidden|unauthorized|gateway time-?out|too many)/i,
  /\binternal server error\b|\bbad gateway\b|\bservice unavailable\b|\bgateway time-?out\b|\b(?:request|connection) (?:timed out|timeout|refused|reset)\b|\bECONN\w+|\bETIMEDOUT\b/i,
  /^\W*(?:undefined|null|none|nan|n\/?a|todo|tbd|\[object object\]|\[?(?:no )?translation\]?|\[?untranslated\]?|missing translation|lorem ipsum.*)\W*$/i,
];
/** What models say when they decline, and translations of error messages. */
const APOLOGY = [
  /\bI(?:'m| am) (?:sorry|unable|not able)\b|\bI (?:can(?:no|')t|could not|couldn't|won't)\b[^.!?]{0,30}\b(?:assist|help|translat|provide|comply|fulfil)|\bI apologi[sz]e\b/i,
  /(?:lo siento|lamento|disculp)[^.!?]{0,30}no puedo|error al (?:traducir|procesar)|traducción no disponible|no se pudo traducir|límite de (?:solicitudes|peticiones)/iu,
  /(?:désolée?|je regrette)[^.!?]{0,30}je ne (?:peux|suis)|erreur (?:de|lors de la) (?:traduction|traitement)|traduction (?:non |in)disponible|limite de (?:requêtes|débit)/iu,
  /(?:tut mir leid|entschuldig|leider)[^.!?]{0,40}(?:kann ich|nicht übersetz)|fehler (?:beim|bei der) (?:übersetz|verarbeit)|übersetzungsfehler|übersetzung (?:nicht verfügbar|fehlgeschlagen)/iu,
  /(?:mi dispiace|spiacente|scus)[^.!?]{0,30}non (?:posso|sono)|errore (?:di|durante la|nella) (?:traduzione|elaborazione)|traduzione non (?:disponibile|riuscita)|limite di richieste/iu,
  /(?:desculp|lamento|sinto muito)[^.!?]{0,30}não (?:posso|consigo)|erro (?:ao|na|de) (?:traduzir|tradução|processar)|tradução (?:não disponível|indisponível)|limite de (?:solicitações|requisições)/iu,
  /申し訳(?:ありません|ございません)[^。]{0,30}(?:できません|できかねます|いたしかね)|翻訳(?:エラー|に失敗|できません|できませんでした)|(?:エラーが発生|リクエストが多すぎ)/u,
  /(?:抱歉|对不起|對不起)[^。]{0,20}(?:无法|無法|不能)|(?:翻译|翻譯)(?:错误|錯誤|失败|失敗|出错|时出错)|(?:无法|無法)(?:翻译|翻譯|提供)|请求过多|服务不可用/u,
  /(?:عذر|آسف|أعتذر)[^.]{0,30}(?:لا أستطيع|لا يمكنني|لا استطيع)|خطأ (?:في|أثناء) (?:ال)?ترجمة|تعذ[ّ]?رت? (?:ال)?ترجمة|حدث خطأ/u,
];
/** A source that says it itself: "Sorry, you can't buy these twice". */
const SORRY = /\bsorry|\bapolog|\bcan(?:no|'|’)t\b|\berrors?\b|\bfail(?:ed|s|ure)?\b/i;

/** An error message or a refusal in place of a translation. */
export const errorText: Check = {
  name: 'error-text',
  severity: 'reject',
  find: ({ source, target }) => {
    const found = newPhrase(SORRY.test(source) ? MACHINES : [...MACHINES, ...APOLOGY], source, target);
    return found === null ? null : `${found} reads like an error message`;
  },
};
