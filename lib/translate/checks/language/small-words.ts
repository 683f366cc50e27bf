/** What Danish and both kinds of Norwegian share. */
const SCANDINAVIAN = 'og med for er som på at den til det du om når kan eller sin så har vi der også ved men';
/** What Indonesian and Malay share. */
const MALAY =
  'yang dan di dengan untuk dari ini itu tidak pada ke dalam anda atau akan lebih juga tanpa sebagai adalah oleh kami jika';

/**
 * Frequent words of a language that say nothing about its subject: in a short text they tell more than letter statistics do. A list also has those that
 * neighbours share, since only what one language has and the other has not is evidence. Single Latin letters are left out: they are sizes and marks too.
 */
const LISTS: Readonly<Record<string, string>> = {
  en: 'the and with your you for from that this it when which without is are can on of we our as be has any into its will not at by or if in to they who',
  es: 'el la los las con del de para una un su más que por se también es lo como sin en al no te tu si sus este esta muy cuando son está has le nos ni casi',
  fr: 'le la les des de et avec pour une un est dans du vous sur qui au aux plus sans pas ne à ou ce cette on en se sa son nos votre il elle que par si quand',
  de: 'der die das und mit für ein eine ist nicht den dem im zum zur von aus auf sich ohne in zu du sie wenn es dich an auch oder bei wir sind kann einen uns man so',
  it: 'il la gli le di con per una un è che della dei nel più anche sono non al alla senza in da si ti del delle suo sua lo se dal ogni quando ci ed ad nella',
  pt: 'os as com do da dos das de para uma um você não mais em na no sem ao se que é ou por seu sua ela ele quando nos pelo pela foi são está quem te',
  nl: 'het een en van met voor zijn niet je op te dat aan zonder ook de in is als of ze hij dan naar om uit uw bij wordt kunt deze dit die we er ons',
  sv: 'och med för en ett är inte som på att den utan av till de det du om dig sig när från kan eller sin så har vi oss vid men dem dess',
  pl: 'na do nie się jest oraz dla który które bez ze po gdy jak to przed od lub są ma aby przy ci ją je tę nam jeśli można także',
  da: `${SCANDINAVIAN} en et ikke uden af de dig sig fra os dem ud op`,
  nb: `${SCANDINAVIAN} en et ikke uten av de deg seg fra ei oss dem ut opp`,
  nn: `${SCANDINAVIAN} ein eit ikkje utan av dei deg seg frå ei ho han oss ut opp eg`,
  fi: 'ja on ei se joka jotka sekä kun tai myös sen että ovat niin kuin ne ole sinut voit ilman jossa joissa jos tämä vain eivät eikä voi ennen sinun',
  is: 'og með fyrir er ekki sem að þegar úr við en það eða þú þér til frá hún hann án um af einnig mjög ef þetta hér svo sér því sig',
  cs: 'je se na do pro ve který které která nebo jsou od po při aby když ze ji vás jako bez vám není ani si ale také za až tak pokud můžete jeho by to před nám',
  sk: 'je sa na do pre vo ktorý ktoré ktorá alebo sú od po pri aby keď zo ju vás ako bez vám nie ani si ale aj za až tak ak môžete jeho by to pred nám ich',
  sl: 'in je se na za ki ali pri od ne da ko so tudi iz vas kot brez do ga po jo pa če vam zelo med si bo še ter kar lahko nam pred le to ni',
  hr: 'je se na sa za koji koje koja ili od do da su kad kada bez vas po iz što kao te ne ali pri vam uz ni nije će možete si ga ako to nam pred gotovo',
  ro: 'și cu pentru un de la în din este nu care pe mai ce se sau sunt fără te când prin ca al ale are cei după îți dacă și-o foarte prea să îl nici ei',
  hu: 'az és egy nem is hogy ha van vagy meg de ez mint amely aki akik amikor csak már sem el ki fel így minden nélkül könnyen hogyha mert azt ezt nagyon rá be',
  et: 'ja on ei see mis kui või ning ka et oma sind selle ilma kes saab nii pärast ega seda teie väga jaoks enne ta meile veel on te need',
  lv: 'un ar ir no par kas lai vai to tas arī kad ja jūs bez uz pie tā pēc ne gan kā jums pat kuri pirms pa šo ko var tie tikai ļoti mums',
  lt: 'ir su iš kad yra ar kai ne be nuo už jis ji tai bei taip pat per tik jūs kuris kurie jums po jei prieš jį labai savo iki mums galima',
  tr: 've bir bu ile için de da daha çok olarak en ne kadar gibi sizi veya olan her hem kendi sonra ya değil ise bile önce bize yok göre çünkü',
  ca: 'el la els les amb del de per una un és que no en quan es al dels més també sense com et seva seu aquesta aquest si va perquè ni molt les us ho pel hem gairebé són',
  gl: 'os as con do da dos das de para unha un non que é en cando no na ao sen máis se seu súa polo pola tamén como por ou che este nin moi case ti dunha nunha',
  eu: 'eta da du bat dira ez ere oso zaitu dute baino bere zure dituen gabe izan dago hau edo den dena ondo dezakezu bezala duen dugu baten aurretik denean hori',
  ga: 'an in na agus le is ar do de ní go tá nach sé sí nó atá leis nuair bhíonn as gan seo sin faoi chun ón duit féin ina aon bheith má roimh tar éis mo',
  mt: 'il li ta fil mill għal biex ma jew hija huwa meta minn kull dan din mingħajr bil tal fuq iż id ir is it tista jekk wara qabel lil xejn stess aktar',
  sq: 'dhe të me për një në është që nga si ka nuk kur ju së do por pa mund ose juaj janë tuaj çdo më kjo ky nëse na ta edhe tek',
  af: 'die en is nie wat het van vir met om sy jou ons word dit kan ook sonder as hierdie baie of wanneer by na jy te uit op in so deur wees',
  lb: 'de den dem an mat fir ass net eng en dat ze op och wann si kann ouni oder bei sinn ginn hunn hir aus vun wéi däi du et mir dëst no bal vum zum iwwer',
  cy: "yr yn ac ar am gyda wedi mae ei eich nid ydy neu heb fel hwn yw hefyd dim mae'n sy'n i'r a'r o'r gan ef pan hon gallwch os cyn hyn bydd",
  id: `${MALAY} saat dapat agar bisa karena setelah`,
  ms: `${MALAY} daripada boleh supaya kerana selepas apabila ia tiada`,
  fil: 'ang ng sa mga na at ay para ka mo ito kapag hindi may nang kung iyong ko rin nito walang namin ni si pa upang mula amin isang',
  sw: 'na ya wa kwa ni za la cha katika hii hili huu yenye au bila kama sana kutoka pia lako yako wakati ndani kila hiki wake yake baada kabla',
  vi: 'và của cho với các có là một không được khi trong bạn những này từ để ra người đến rất hay trên nó chúng tôi nếu sau cả vào bằng',
  ru: 'и в не на с что для это как из от по вас или который которая которые так у за без если при вы его её она он к даже со до тех кто же вам их эту этот эта нам когда чтобы очень только почти ничего',
  uk: 'і й в не на з що для це як із від по вас або який яка які так у за без якщо при ви його її вона він до та під навіть тих хто вам їх цю цей ця нам коли щоб дуже тільки майже нічого',
  be: 'і ў не на з што для гэта як ад па вас або які яна ён без каб пры вы яго яе да калі так вам нават вельмі толькі',
  bg: 'и в не на с че за това като от по ви или който която които се да без ако при са е със във си го ни я този тази дори много до те ще може когато само много почти нищо',
  mk: 'и во не на со што за ова како од по ви или кој која кои се да без ако при сте кога ги го ни ја овој оваа дури многу до тие ќе може само ништо',
  ar: 'في من على إلى مع هذا هذه أو لا عن التي الذي عند ما كل أن بعد قبل بدون ولا دون عندما حتى ثم لم إذا غير',
  fa: 'و در از به که را با این برای است آن یا می هر تا بر شما هم بدون نیست خود بی پس شده نمی ما وقتی اگر',
  ur: 'کے کی کا میں ہے اور سے کو پر یہ نے نہیں آپ کر ہیں بھی اس لیے تو جو یا ہو بغیر اسے جب ہم ان',
  hi: 'के की का में है और से को पर यह ने नहीं आप कर हैं भी इस लिए तो जो या हो बिना अपनी जब उन इसे',
  mr: 'आणि आहे हे ते मध्ये साठी तुम्हाला आहेत नाही किंवा एक हा ही असताना पण तर त्याचे करता येते येणारे तुम्ही आम्ही त्या असलेली शकता',
  ne: 'र छ को मा ले लागि यो हुन्छ तपाईं गर्न छन् पनि वा हुँदा यसको गर्छ',
};

/** Serbian is written in both scripts, and beside its Croatian likeness has these. */
const SERBIAN =
  'šta pre posle napolju и у је се на са за који које која или од до да су кад када без вас по из што као не али при вам уз ни није ће можете';
const LIKE: Readonly<Record<string, string>> = {
  no: LISTS['nb'] ?? '',
  bs: `${LISTS['hr']}`,
  sr: `${LISTS['hr']} ${SERBIAN}`,
};

export const SMALL_WORDS: Readonly<Record<string, ReadonlySet<string>>> = Object.fromEntries(
  Object.entries({ ...LISTS, ...LIKE }).map(([language, list]) => [language, new Set(list.split(' '))]),
);

/** Whether a word is a small one of the one language and not of the other. */
export const isSmallWordOf = (language: string, word: string, not: string): boolean =>
  SMALL_WORDS[language]?.has(word) === true && SMALL_WORDS[not]?.has(word) !== true;
