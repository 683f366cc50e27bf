/** Units of measure that people spell out, by kind: only those of one kind can stand for each other. */
export const KINDS = {
  length: ['in', 'ft', 'yd', 'mi', 'mm', 'cm', 'm', 'km'],
  mass: ['oz', 'lb', 'g', 'kg'],
  volume: ['floz', 'pt', 'qt', 'gal', 'l', 'ml'],
  time: ['s', 'min', 'h', 'd', 'wk', 'mo', 'yr'],
  temperature: ['F', 'C'],
} as const;
export type Kind = keyof typeof KINDS;
export type Unit = (typeof KINDS)[Kind][number];

/** What is written alike everywhere. "in" and "mi" are words of too many languages. */
export const COMMON = names(String.raw`
    ft ft; yd yds?; mm mm; cm cm; m m; km km; oz oz; lb lbs?; g g|gr; kg kg; gal gal; l l; ml ml; min min; h h|hrs?;
    F °\s?F|(?:\p{L}+\s){0,2}Fahrenheit\p{L}*; C °\s?C|(?:\p{L}+\s){0,2}Celsius\p{L}*;`);

/** Patterns of a unit's names, as they follow a number, by language. Precise rather than complete: an unknown name is no fault. */
export const NAMES: Readonly<Record<string, ReadonlyMap<Unit, string>>> = {
  en: names(String.raw`
    in inch(?:es)?; ft foot|feet; yd yards?; mi miles?; mm milli(?:meter|metre)s?; cm centi(?:meter|metre)s?;
    m (?:meter|metre)s?; km kilo(?:meter|metre)s?; floz fluid ounces?|fl\.? oz; oz ounces?; lb pounds?; g grams?;
    kg kilo(?:gram)?s?; pt pints?; qt quarts?; gal gallons?; l lit(?:er|re)s?; ml millilit(?:er|re)s?;
    s seconds?|secs?; min minutes?|mins?; h hours?; d days?; wk weeks?; mo months?; yr years?;`),
  es: names(`
    in pulgadas?; ft pies?; yd yardas?; mi millas?; mm milímetros?; cm cent[ií]metros?; m metros?; km kil[oó]metros?;
    floz onzas? l[ií]quidas?; oz onzas?; lb libras?; g gramos?; kg kilo(?:gramo)?s?; pt pintas?; qt cuartos?;
    gal gal[oó]n(?:es)?; l litros?; ml mililitros?; s segundos?; min minutos?; h horas?; d d[ií]as?; wk semanas?;
    mo mes(?:es)?; yr años?;`),
  fr: names(`
    in pouces?; ft pieds?; yd yards?|verges?; mi mi(?:l)?les?; mm millimètres?; cm centimètres?; m mètres?;
    km kilomètres?; floz onces? liquides?; oz onces?; lb livres?; g grammes?; kg kilo(?:gramme)?s?;
    pt pintes?|chopines?; qt quarts?|pintes?; gal gallons?; l litres?; ml millilitres?; s secondes?; min minutes?;
    h heures?; d jours?|journées?; wk semaines?; mo mois; yr ans?|années?;`),
  de: names(String.raw`
    in Zoll; ft Fuß|Fuss; yd Yards?; mi Meilen?; mm Millimetern?|Millimeter; cm Zentimetern?|Zentimeter;
    m Metern?|Meter; km Kilometern?|Kilometer; floz Flüssigunzen?; oz Unzen?; lb Pfund; g Gramm; kg Kilo(?:gramm|s)?;
    pt Pints?; qt Quarts?; gal Gallonen?; l Litern?|Liter; ml Millilitern?|Milliliter; s Sekunden?|sekündig\p{L}*;
    min Minuten?|minütig\p{L}*; h Stunden?|stündig\p{L}*; d Tag(?:e[ns]?)?|tägig\p{L}*; wk Wochen?|wöchig\p{L}*;
    mo Monat(?:en?|s)?|monatig\p{L}*; yr Jahr(?:en?|es)?|jährig\p{L}*;`),
  it: names(`
    in pollic[ei]; ft pied[ei]; yd iard[ae]|yard; mi migli[ao]; mm millimetr[oi]; cm centimetr[oi]; m metr[oi];
    km chilometr[oi]; floz once? (?:fluid|liquid)[ae]; oz onc(?:ia|e); lb libbr[ae]; g gramm[oi];
    kg chil(?:ogramm)?[oi]; pt pint[ae]; qt quart[oi]; gal gallon[ei]; l litr[oi]; ml millilitr[oi]; s second[oi];
    min minut[oi]; h or[ae]; d giorn[oi]; wk settiman[ae]; mo mes[ei]; yr ann[oi];`),
  pt: names(`
    in polegadas?; ft pés?; yd jardas?; mi milhas?; mm mil[ií]metros?; cm cent[ií]metros?; m metros?;
    km quil[oôó]metros?; floz onças? (?:fluidas?|líquidas?); oz onças?; lb libras?; g gramas?; kg quilo(?:grama)?s?;
    pt pintas?|quartilhos?; qt quartos?|quarts?; gal gal(?:ão|ões); l litros?; ml mililitros?; s segundos?;
    min minutos?; h horas?; d dias?; wk semanas?; mo m[eê]s(?:es)?; yr anos?;`),
  nl: names(`
    in inch(?:es)?|duim; ft voet; yd yards?; mi mijl(?:en)?; mm millimeters?; cm centimeters?; m meters?;
    km kilometers?; floz (?:vloeibare|fluid) ounces?; oz ounces?|ons; lb pond(?:en)?; g gram; kg kilo(?:gram)?s?;
    pt pints?; qt quarts?; gal gallons?; l liters?; ml milliliters?; s seconden?; min minu(?:ut|ten); h uur|uren;
    d dag(?:en)?; wk we(?:ek|ken); mo maand(?:en)?; yr jaar|jaren;`),
  sv: names(`
    in tum; ft fot; yd yards?; mi (?:engelska )?miles?; mm millimeter; cm centimeter; m meter; km kilometer; oz uns;
    lb pund; g gram; kg kilo(?:gram)?; pt pints?; qt quarts?; gal gallons?; l liter; ml milliliter;
    s sekund(?:er|ers)?; min minut(?:er|ers)?; h timm(?:e|ar|ars); d dag(?:ar|ars)?|dygn; wk veck(?:a|or|ors);
    mo månad(?:er|ers)?; yr års?;`),
  da: names(`
    in tommer?; ft fod; yd yards?; mi miles?; mm millimeter; cm centimeter; m meter; km kilometer; oz ounces?|unser?;
    lb pund; g gram; kg kilo(?:gram)?; pt pints?; qt quarts?; gal gallons?; l liter; ml milliliter;
    s sekund(?:er|ers)?; min minut(?:ter|ters)?; h time(?:r|rs)?; d dag(?:e|es)?|døgn; wk uger?s?;
    mo måned(?:er|ers)?; yr års?;`),
  nb: names(`
    in tommer?; ft fot; yd yards?; mi miles?; mm millimeter; cm centimeter; m meter; km kilometer; oz unser?;
    lb pund; g gram; kg kilo(?:gram)?; pt pints?; qt quarts?; gal gallons?; l liter; ml milliliter;
    s sekund(?:er|ers)?; min minutt(?:er|ers)?; h time(?:r|rs)?; d dag(?:er|ers)?|døgn; wk uker?s?;
    mo måned(?:er|ers)?; yr års?;`),
  fi: names(String.raw`
    in tuuma\p{L}*; ft jal(?:ka|an|kaa|oissa); yd jaardi\p{L}*; mi mailia?|mailin; mm millimetri\p{L}*;
    cm senttimetri\p{L}*|sentti\p{L}?; m metri\p{L}*; km kilometri\p{L}*; floz nesteunssi\p{L}*; oz unssi\p{L}*;
    lb pauna\p{L}*|naula\p{L}*; g gramma\p{L}*; kg kilo(?:gramma)?\p{L}?; pt tuop\p{L}*|pintti\p{L}*;
    qt neljännesgallon\p{L}*; gal gallona\p{L}*; l litra\p{L}*; ml millilitra\p{L}*; s sekun\p{L}*; min minuut\p{L}*;
    h tun(?:ti|tia|nin|nissa|teja); d päiv\p{L}*; wk viik(?:ko|on)\p{L}*; mo kuukau\p{L}*;
    yr vuo(?:si|tta|den|dessa);`),
  pl: names(String.raw`
    in cal(?:e|i|a|ow\p{L}*)?; ft st[oó]p\p{L}?; yd jard\p{L}{0,3}; mi mil[aei]?; mm milimetr\p{L}{0,3};
    cm centymetr\p{L}{0,3}; m metr\p{L}{0,3}; km kilometr\p{L}{0,3}; oz uncj\p{L}{0,2}|uncji; lb funt\p{L}{0,3};
    g gram\p{L}{0,3}; kg kilo(?:gram\p{L}{0,3})?; pt pint\p{L}?|kwart\p{L}?; qt kwart\p{L}?; gal galon\p{L}{0,3};
    l litr\p{L}{0,3}; ml mililitr\p{L}{0,3}; s sekund\p{L}?; min minut\p{L}?; h godzin\p{L}?|godz; d dni\p{L}?|dzień;
    wk tygodni\p{L}?|tydzień|tygodnie; mo miesi[aą]c\p{L}?|miesięcy; yr lat\p{L}?|rok\p{L}?;`),
  cs: names(String.raw`
    in pal(?:ec|ce|ců|cov\p{L}*); ft stop\p{L}?; yd yard\p{L}?; mi m[ií]l[eí]?; mm milimetr\p{L}?;
    cm centimetr\p{L}?; m metr\p{L}?; km kilometr\p{L}?; oz unc[ei]|uncí; lb lib(?:ra|ry|er); g gram\p{L}?;
    kg kilo(?:gram\p{L}?)?; pt pint\p{L}?; qt kvart\p{L}?; gal galon\p{L}?; l litr\p{L}?; ml mililitr\p{L}?;
    s sekund\p{L}?; min minut\p{L}?; h hodin\p{L}?; d dn[ůeíy]|den; wk týdn\p{L}{1,2}; mo měsíc\p{L}?;
    yr let|rok\p{L}?;`),
  ru: names(String.raw`
    in дюйм\p{L}{0,2}; ft фут\p{L}{0,2}; yd ярд\p{L}{0,2}; mi мил[ьияей]{1,2}; mm миллиметр\p{L}{0,2}|мм;
    cm сантиметр\p{L}{0,2}|см; m метр\p{L}{0,2}|м; km километр\p{L}{0,2}|км; floz жидк\p{L}{2} унц\p{L}{1,2};
    oz унци\p{L}{0,2}; lb фунт\p{L}{0,2}; g грамм\p{L}{0,2}|г; kg килограмм\p{L}{0,2}|кг|кило; pt пинт\p{L}?;
    qt кварт\p{L}?; gal галлон\p{L}{0,2}; l литр\p{L}{0,2}|л; ml миллилитр\p{L}{0,2}|мл; s секунд\p{L}?|сек;
    min минут\p{L}?|мин; h час(?:а|ов|ам)?|ч; d д(?:ень|ня|ней|ни)|сут\p{L}{2,3}; wk недел\p{L}{1,2};
    mo месяц\p{L}{0,2}; yr год(?:а|ы|у)?|лет; F (?:\p{L}+\s){0,2}Фаренгейт\p{L}?; C (?:\p{L}+\s){0,2}Цельси\p{L}?;`),
  uk: names(String.raw`
    in дюйм\p{L}{0,2}; ft фут\p{L}{0,2}; yd ярд\p{L}{0,2}; mi мил[ьіяей]{1,2}; mm міліметр\p{L}{0,2}|мм;
    cm сантиметр\p{L}{0,2}|см; m метр\p{L}{0,2}|м; km кілометр\p{L}{0,2}|км; oz унці\p{L}{0,2}; lb фунт\p{L}{0,2};
    g грам\p{L}{0,2}|г; kg кілограм\p{L}{0,2}|кг|кіло; pt пінт\p{L}?; qt кварт\p{L}?; gal галон\p{L}{0,2};
    l літр\p{L}{0,2}|л; ml мілілітр\p{L}{0,2}|мл; s секунд\p{L}?|сек; min хвилин\p{L}?|хв; h годин\p{L}?|год;
    d д(?:ень|ні|нів|ня)|діб|доб\p{L}; wk тиж(?:день|ні|нів|ня); mo місяц\p{L}{0,2}; yr р(?:ік|оки|оків|оку);
    F (?:\p{L}+\s){0,2}Фаренгейт\p{L}{0,3}; C (?:\p{L}+\s){0,2}Цельсі\p{L}{1,3};`),
  tr: names(String.raw`
    in inç\p{L}*; ft fit|ayak; yd yarda?\p{L}?; mi mil; mm milimetre\p{L}{0,3}; cm santimetre\p{L}{0,3}|santim;
    m metre\p{L}{0,3}; km kilometre\p{L}{0,3}; oz ons\p{L}{0,3}; lb pound|libre|pavnd|funt; g gram\p{L}{0,3};
    kg kilo(?:gram\p{L}{0,3})?; gal galon\p{L}{0,3}; qt kuart; l litre\p{L}{0,3}; ml mililitre\p{L}{0,3};
    s saniye\p{L}{0,4}; min dakika\p{L}{0,4}; h saat\p{L}{0,4}; d gün(?:lük|de|den)?; wk hafta\p{L}{0,3};
    mo ay(?:lık|da|dan)?; yr yıl(?:lık|da|dan)?;`),
  ja: names(`
    in インチ; ft フィート|フット; yd ヤード; mi マイル; mm ミリ(?!リットル|グラム)|㎜; cm センチ|㎝; m メートル; km キロ(?!グラム)|㎞; floz 液量オンス|オンス;
    oz オンス; lb ポンド; g グラム; kg キロ(?!メートル)|㎏; pt パイント; qt クォート|クオート; gal ガロン; l リットル|リッター; ml ミリリットル; s 秒; min 分(?!の);
    h 時間; d 日; wk 週; mo [かヶカヵケ箇]月; yr 年;`),
  zh: names(`
    in 英寸|英吋|吋|寸; ft 英尺|英呎|呎; yd 码|碼; mi 英里|英哩; mm 毫米|公釐; cm 厘米|公分|釐米; m 米|公尺; km 公里|千米; floz 液体?盎司|液量盎司|液體盎司|盎司;
    oz 盎司; lb 磅; g 克|公克; kg 公斤|千克; pt 品脱|品脫; qt 夸脱|夸脫; gal 加仑|加侖; l 升|公升; ml 毫升; s 秒; min 分钟|分鐘; h 个?小时|個?小時|鐘頭;
    d 天|日; wk 周(?!年|岁)|週(?!年)|个星期|個星期; mo 个月|個月; yr 年;`),
  ko: names(`
    in 인치; ft 피트; yd 야드; mi 마일; mm 밀리(?!리터|그램); cm 센티; m 미터; km 킬로(?!그램); floz 액량온스|온스; oz 온스; lb 파운드; g 그램;
    kg 킬로(?!미터); pt 파인트; qt 쿼트; gal 갤런; l 리터; ml 밀리리터; s 초; min 분(?!의); h 시간; d 일; wk 주(?!년); mo 개월|달; yr 년;`),
  ar: names(String.raw`
    in بوص(?:ة|ات)|إنش(?:ات)?; ft قدم|أقدام; yd يارد(?:ة|ات)?; mi ميل|أميال; mm مل?ليمتر|مم|ملم;
    cm سنتيمتر(?:ات)?|سم; m متر|أمتار; km كيلومتر(?:ات)?|كم; floz أونصات? سائلة|أونصة سائلة;
    oz أونص(?:ة|ات)|أوقي(?:ة|ات); lb رطل|أرطال|باوند; g [غج]رام(?:ات)?; kg كيلو(?:[غج]رام)?(?:ات)?|كجم|كغ|كغم;
    pt باينت|بنت; qt كوارت(?:ات)?; gal [جغ]الون(?:ات)?; l لي?تر(?:ات)?; ml مل+ي?لتر|مل; s ثاني(?:ة)|ثوان(?:ي)?;
    min دقيقة|دقائق; h ساع(?:ة|ات); d يوم|أيام; wk أسبوع|أسابيع; mo شهر|أشهر|شهور; yr سن(?:ة|وات)|عام|أعوام;
    F (?:درجة\s)?فهرنهايت; C (?:درجة\s)?(?:مئوية|سيليزية);`),
};

/** Entries end with a semicolon: the unit, a space, and its pattern. */
function names(table: string): ReadonlyMap<Unit, string> {
  const entries = table.split(';').map((entry) => entry.trim());
  return new Map(
    entries
      .filter((entry) => entry !== '')
      .map((entry) => [entry.slice(0, entry.indexOf(' ')) as Unit, entry.slice(entry.indexOf(' ') + 1)]),
  );
}
