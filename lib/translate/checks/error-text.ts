import type { Check } from './check.ts';
import { newPhrase, straight } from './phrases.ts';
import { ENGLISH_REFUSALS, FOREIGN_REFUSALS, FOREIGN_RULES, saysSorry, speaksOfRules } from './refusals.ts';

/** What programs and services say when they fail. */
const MACHINES = [
  /\berror (?:while |when )?translating\b|\btranslation (?:error|failed|unavailable|not available|pending)\b|\b(?:could not|unable to|failed to) (?:be )?translat/i,
  /^\W*(?:error|exception|warning|fatal)\b\s*[:\d(]|\b[A-Z][a-z]+(?:[A-Z][a-z]+)*(?:Error|Exception)\b/,
  /\brate[ -]limit|\btoo many requests\b|\bquota (?:exceeded|reached)\b|\bAPI key\b|\binvalid_request\b/i,
  /\b(?:HTTP|status(?: code)?)[ /:]*(?:\d\.\d )?[45]\d\d\b|\b[45]\d\d (?:internal server error|bad gateway|service unavailable|not found|forbidden|unauthorized|gateway time-?out|too many)/i,
  /\binternal server error\b|\bbad gateway\b|\bservice unavailable\b|\bgateway time-?out\b|\b(?:request|connection) (?:timed out|timeout|refused|reset)\b|\bECONN\w+|\bETIMEDOUT\b/i,
  /^\W*(?:undefined|null|none|nan|n\/?a|todo|tbd|\[object object\]|\[?(?:no )?translation\]?|\[?untranslated\]?|missing translation|lorem ipsum.*)\W*$/i,
];
/** Translations of such error messages. */
const TRANSLATED_MACHINES = [
  /error al (?:traducir|procesar)|traducción no disponible|no se pudo traducir|límite de (?:solicitudes|peticiones)/iu,
  /erreur (?:de|lors de la) (?:traduction|traitement)|traduction (?:non |in)disponible|limite de (?:requêtes|débit)/iu,
  /fehler (?:beim|bei der) (?:übersetz|verarbeit)|übersetzungsfehler|übersetzung (?:nicht verfügbar|fehlgeschlagen)/iu,
  /errore (?:di|durante la|nella) (?:traduzione|elaborazione)|traduzione non (?:disponibile|riuscita)|limite di richieste/iu,
  /erro (?:ao|na|de) (?:traduzir|tradução|processar)|tradução (?:não disponível|indisponível)|limite de (?:solicitações|requisições)/iu,
  /翻訳(?:エラー|に失敗|できません|できませんでした)|(?:エラーが発生|リクエストが多すぎ)/u,
  /(?:翻译|翻譯)(?:错误|錯誤|失败|失敗|出错|时出错)|(?:无法|無法)(?:翻译|翻譯|提供)|请求过多|服务不可用/u,
  /خطأ (?:في|أثناء) (?:ال)?ترجمة|تعذ[ّ]?رت? (?:ال)?ترجمة|حدث خطأ/u,
];
/** A source that speaks of failing itself: "Trial and error", "You can't fail". */
const FAILS = /\bcan(?:no|')t\b|\berrors?\b|\bfail(?:ed|s|ure)?\b|\bunavailable\b/i;

/** An error message or a refusal in place of a translation. */
export const errorText: Check = {
  name: 'error-text',
  severity: 'reject',
  find: ({ source, target }) => {
    const own = straight(source);
    const patterns = [
      ...MACHINES,
      // What is English is held against the source word for word; what is not, against what the source speaks of.
      ...ENGLISH_REFUSALS,
      ...(speaksOfRules(own) ? [] : FOREIGN_RULES),
      ...(saysSorry(own) ? [] : [...FOREIGN_REFUSALS, ...(FAILS.test(own) ? [] : TRANSLATED_MACHINES)]),
    ];
    const found = newPhrase(patterns, source, target);
    return found === null ? null : `${found} reads like an error message`;
  },
};
