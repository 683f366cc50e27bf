/** What the places of a table stand for. */
const VALUES = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 20, 30, 40, 50, 60, 70, 80, 90, 100];

/**
 * The number words of a language, a place for each of `VALUES`. After a tilde stands what only shows that the number is there: words that are something else
 * as well (French "neuf" is new, Hungarian "hét" a week), and the beginnings of compounds.
 */
const TABLES: Readonly<Record<string, string>> = {
  en: `two ~both ~pair ~doub ~twi; three ~tri; four ~quad; five; six; seven; eight; nine; ten; eleven; twelve ~dozen;
    twenty; thirty; forty; fifty; sixty; seventy; eighty; ninety; hundred`,
  de: `zwei zweifach ~beid ~doppel ~paar; drei dreifach; vier vierfach; fünf fünffach; sechs sechsfach; sieben; ~acht; neun;
    zehn; elf; zwölf ~dutzend; zwanzig; dreißig dreissig; vierzig; fünfzig; sechzig; siebzig; achtzig; neunzig; hundert`,
  es: `dos ~amb ~dobl ~par; tres ~tripl; cuatro; cinco; seis; siete; ocho; nueve; diez; ~once; doce ~docena; veinte;
    treinta; cuarenta; cincuenta; sesenta; setenta; ochenta; noventa; cien`,
  fr: `deux ~doub ~paire; trois ~trip; quatre; cinq; six; sept; huit; ~neuf; dix; onze; douze ~douzaine; vingt vingts;
    trente; quarante; cinquante; soixante; septante; ~octante; nonante; cent cents`,
  it: `due ~entramb ~dopp ~paio; tre ~tripl; quattro; cinque; ~sei; sette; otto; nove; dieci; undici; dodici ~dozzina; venti;
    trenta; quaranta; cinquanta; sessanta; settanta; ottanta; novanta; cento`,
  pt: `dois duas ~amb ~dupl ~par; três ~tripl; quatro; cinco; seis; sete; oito; nove; dez; onze; doze ~dúzia; vinte; trinta;
    quarenta; cinquenta; sessenta; setenta; oitenta; noventa; cem`,
  nl: `twee ~beide ~dubbel ~paar; drie; vier; vijf; zes; zeven; ~acht; negen; tien; ~elf; twaalf ~dozijn; twintig; dertig; veertig;
    vijftig; zestig; zeventig; tachtig; negentig; honderd`,
  sv: `två ~båda ~dubb ~par; tre; fyra ~fyr; fem; sex; sju; åtta; nio; tio; elva; tolv ~dussin; tjugo; trettio; fyrtio; femtio;
    sextio; sjuttio; åttio; nittio; hundra`,
  da: `to ~begge ~dobb ~par; tre; fire; fem; seks; syv; otte; ni; ti; elleve; tolv ~dusin; tyve; tredive; fyrre; halvtreds; tres;
    halvfjerds; firs; halvfems; hundrede`,
  nb: `to ~begge ~dobb ~par; tre; fire; fem; seks; sju syv; åtte; ni; ti; elleve; tolv ~dusin; tjue; tretti; førti; femti; seksti;
    sytti; åtti; nitti; hundre`,
  fi: `kaksi kahden kahta kahdella kahdessa ~kaks ~molem ~pari; kolme kolmen kolmea kolmella ~kolm; neljä neljän neljää neljällä;
    viisi viiden viittä viidellä; kuusi kuuden kuutta; seitsemän; kahdeksan; yhdeksän; kymmenen; yksitoista; kaksitoista
    ~tusina; kaksikymmentä; kolmekymmentä; neljäkymmentä; viisikymmentä; kuusikymmentä; seitsemänkymmentä; kahdeksankymmentä;
    yhdeksänkymmentä; sata`,
  pl: `dwa dwie dwóch dwoma dwiema ~dwu ~dwó ~ob ~podw ~par; trzy trzech trzema ~tró; cztery czterech czterema ~czter;
    pięć pięciu; sześć sześciu; siedem siedmiu; osiem ośmiu; dziewięć dziewięciu; dziesięć dziesięciu; jedenaście;
    dwanaście dwunastu ~tuzin; dwadzieścia dwudziestu; trzydzieści; czterdzieści; pięćdziesiąt; sześćdziesiąt; siedemdziesiąt;
    osiemdziesiąt; dziewięćdziesiąt; sto`,
  cs: `dva dvě dvou dvěma ~dvoj ~ob ~pár; tři třemi třech ~tří ~troj; čtyři čtyř čtyřmi; pět pěti; šest šesti; sedm sedmi;
    osm osmi; devět devíti; deset deseti; jedenáct; dvanáct ~tucet; dvacet; třicet; čtyřicet; padesát; šedesát; sedmdesát;
    osmdesát; devadesát; sto`,
  ru: `два две двух двумя ~двой ~дву ~об ~пар; три трёх трех тремя ~трой ~трех; четыре четырёх четырех четырьмя; пять пяти;
    шесть шести; семь семи; восемь восьми; девять девяти; десять десяти; одиннадцать; двенадцать ~дюжин; двадцать двадцати;
    тридцать; сорок; пятьдесят; шестьдесят; семьдесят; восемьдесят; девяносто; сто`,
  uk: `два дві двох двома ~подв ~дво ~об ~пар; три трьох трьома ~тро; чотири чотирьох чотирма; пять пяти пятьох; шість шести шістьох;
    сім семи; вісім восьми; девять девяти; десять десяти; одинадцять; дванадцять ~дюжин; двадцять; тридцять; сорок; пятдесят;
    шістдесят; сімдесят; вісімдесят; девяносто; сто`,
  tr: `iki ~çift; üç; dört; beş; ~altı; yedi; sekiz; dokuz; ~on; onbir; oniki ~düzine; yirmi; otuz; kırk; elli; altmış; yetmiş;
    seksen; doksan; ~yüz`,
  hu: `két kettő ~dupla ~mindkét ~pár; három ~hárm; négy; öt; ~hat; ~hét; nyolc; kilenc; tíz; tizenegy; tizenkét tizenkettő ~tucat;
    húsz; harminc; negyven; ötven; hatvan; hetven; nyolcvan; kilencven; száz`,
  ro: `doi două ~ambel ~dubl ~perech; trei; patru; cinci; șase şase; șapte şapte; opt; ~nouă; zece; unsprezece;
    doisprezece douăsprezece ~duzin; douăzeci; treizeci; patruzeci; cincizeci; șaizeci; șaptezeci; optzeci; nouăzeci; ~sut`,
};

/** Endings that make an adjective of a number, which stays the number: "dreilagig", "fünfjährige", "трёхслойная". */
const COMPOUNDS: Readonly<Record<string, RegExp>> = {
  de: /^(.+?)(?:fach|jährig|jahres|lagig|schichtig|teilig|tägig|stündig|monatig|er-?pack)\p{L}*$/u,
  nl: /^(.+?)(?:laags|delig|jarig|voudig|daags|persoons)\p{L}*$/u,
  ru: /^(.+?)(?:слойн|летн|дневн|сезонн|сторонн)\p{L}*$/u,
  uk: /^(.+?)(?:шаров|річн|денн|сезонн|сторонн)\p{L}*$/u,
};

export interface NumberWords {
  /** What a whole word stands for, without doubt. */
  readonly exact: ReadonlyMap<string, number>;
  /** Beginnings of words that show a number to be there, in doubt as well. */
  readonly beginnings: readonly (readonly [string, number])[];
  readonly compound: RegExp | undefined;
}

const read = new Map<string, NumberWords>();

/** Null for a language without a table. */
export function numberWords(language: string): NumberWords | null {
  const name = language === 'no' || language === 'nn' ? 'nb' : language;
  const table = TABLES[name];
  if (table === undefined) return null;
  const known = read.get(name);
  if (known !== undefined) return known;
  const entries = table.split(';').flatMap((place, index) =>
    place
      .trim()
      .split(/\s+/)
      .map((word) => [word, VALUES[index] ?? 0] as const),
  );
  const made = {
    exact: new Map(entries.filter(([word]) => !word.startsWith('~'))),
    beginnings: entries.map(([word, value]) => [word.replace('~', ''), value] as const),
    compound: COMPOUNDS[name],
  };
  read.set(name, made);
  return made;
}
