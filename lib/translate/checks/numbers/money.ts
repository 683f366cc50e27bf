/** The currencies that copy is likely to name. Another country's own counts as one: krona for dollars is as wrong as złoty. */
export const CURRENCIES = ['USD', 'EUR', 'GBP', 'JPY', 'CNY', 'cent', 'local'] as const;
export type Currency = (typeof CURRENCIES)[number];

/** Names as they follow a number, in any language; words that are common ones in another language are left out (Czech "jen" is "only"). */
const NAMES: Readonly<Record<Currency, string>> = {
  USD: String.raw`dollar\p{L}{0,4}|dólar(?:es)?|dolar\p{L}{0,4}|dolár\p{L}{0,3}|доллар\p{L}{0,3}|долар\p{L}{0,3}|دولار\p{L}{0,3}|bucks|usd|us\s?\$|\$`,
  EUR: String.raw`euro|euros|euroa|eurot|euron|euró\p{L}{0,3}|avro|eur|евро|євро|يورو|€`,
  GBP: String.raw`pounds?|pfund|pond|pund|puntaa?|funt\p{L}{0,3}|фунт\p{L}{0,3}|libras?|livres? sterling|sterlin\p{L}{0,3}|gbp|£`,
  JPY: String.raw`yen\p{L}?|yenes|ienes?|jen[iůyó]\p{L}?|иен\p{L}?|йен\p{L}?|єн\p{L}?|jpy|¥|￥`,
  CNY: String.raw`yuan\p{L}?|юан\p{L}{1,2}|cny|rmb|¥|￥`,
  cent: String.raw`cents?|centen|centów|centů|centy|centavos?|centimes?|centesim[io]|c[eéê]ntimos?|eurocents?|senttiä|цент\p{L}{0,2}|سنت\p{L}?|¢`,
  local: String.raw`kron(?:e|er|en|or|a|ur)|kr|kruunua|zł|złot\p{L}{1,3}|kč|korun\p{L}?|рубл\p{L}{1,3}|руб|₽|грн|гривн?\p{L}{1,3}|₴|lira(?:sı)?|₺|tl|lei|forint\p{L}{0,3}|pesos|reais|rupees?|rupias?|₹|₩|chf|franken|francs?|ريال|درهم`,
};
/** Written without spaces, so that anything may follow: 50円引き. */
const UNSPACED: Readonly<Partial<Record<Currency, string>>> = {
  USD: '(?:米)?ドル|美元|美金|달러',
  EUR: 'ユーロ|欧元|歐元|유로',
  GBP: 'ポンド|英[镑鎊磅]|파운드',
  JPY: '円|日[元圆圓]|엔',
  CNY: '元|人民[币幣]|块钱|위안',
  cent: 'セント|美分|欧分|센트',
  local: 'ウォン|韩元|台币|新台幣|원(?![형통])',
};
const AFTER = CURRENCIES.map((currency) => {
  const own = UNSPACED[currency];
  const names = `(?:${NAMES[currency]})(?![\\p{L}\\p{M}])${own ? `|${own}` : ''}`;
  return [currency, new RegExp(`^[\\s-]{0,2}(?:${names})`, 'u')] as const;
});
const SIGN_BEFORE = /(?:([$€£¥￥])|(?<!\p{L})(usd|eur|gbp|jpy|cny|chf|euros?|евро))\s?$/u;
const CODES: Readonly<Record<string, readonly Currency[]>> = {
  $: ['USD'],
  usd: ['USD'],
  '€': ['EUR'],
  eur: ['EUR'],
  euro: ['EUR'],
  euros: ['EUR'],
  евро: ['EUR'],
  '£': ['GBP'],
  gbp: ['GBP'],
  '¥': ['JPY', 'CNY'],
  '￥': ['JPY', 'CNY'],
  jpy: ['JPY'],
  cny: ['CNY'],
  chf: ['local'],
};

/** The currencies that a number may be in, by what stands right after it, or else before it. */
export function currenciesBeside(before: string, after: string): ReadonlySet<Currency> {
  const lower = after.toLowerCase();
  const found = AFTER.filter(([, pattern]) => pattern.test(lower)).map(([currency]) => currency);
  if (found.length > 0) return new Set(found);
  const [, sign, code] = SIGN_BEFORE.exec(before.toLowerCase()) ?? [];
  return new Set(CODES[sign ?? code ?? ''] ?? []);
}

/** The currencies of a price with a sign, "$25.00" or "25 €"; none for what is no price. */
export const currenciesOf = (price: string): readonly Currency[] => CODES[/[$€£¥]/.exec(price)?.[0] ?? ''] ?? [];
