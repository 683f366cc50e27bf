import type { Refusal } from './refusal.ts';

/** Refusals in the languages of Western, Northern and Southern Europe. Apostrophes are straight: see `straight`. */
export const WESTERN_REFUSALS: Readonly<Record<string, Refusal>> = {
  es: {
    sorry: 'lo siento|lamento|disculp|perdón',
    cannot: 'no puedo|no me es posible',
    declines: 'no puedo (?:ayudar|traducir|cumplir|asistir|proporcionar|hacer eso|procesar)',
    asks: '(?:por favor|podrías|puedes)[^.!?]{0,20}(?:proporcion|indi[cq]|env[ií]|facilit|comparte|dame)[^.!?]{0,20}texto',
    model:
      'como (?:un )?(?:modelo de (?:lenguaje|ia)|asistente (?:de ia|virtual)|(?:una )?(?:ia(?!\\p{L})|inteligencia artificial))|soy (?:un modelo|una (?:ia|inteligencia artificial)|un asistente)',
    policy:
      '(?:infringe|viola|incumple|contraviene|va en contra de)[^.!?]{0,20}(?:políticas?|normas|directrices|condiciones)',
  },
  fr: {
    sorry: 'désolée?|je regrette|excus|pardon',
    cannot: "je ne (?:peux|suis|puis)|il m'est impossible",
    declines:
      'je ne (?:peux|suis)[^.!?]{0,30}(?:aider|traduire|répondre à (?:cette|votre)|fournir|accéder à (?:cette|votre))',
    asks: "(?:veuillez|merci de|s'il (?:vous|te) pla[iî]t)[^.!?]{0,20}(?:fourni|donne|envoye|indique|communique)[^.!?]{0,20}texte",
    model:
      "en tant qu(?:e modèle|e (?:grand )?modèle|'(?:assistant|ia|intelligence artificielle))|je suis (?:un modèle|une (?:ia|intelligence artificielle)|un assistant)",
    policy:
      '(?:enfreint|viole|contrevient à|ne respecte pas|contraire à)[^.!?]{0,20}(?:règles|politiques?|directives|conditions)',
  },
  de: {
    sorry: 'tut mir leid|entschuldig|leider|verzeih',
    cannot: 'kann ich|ich kann|nicht übersetz|bin ich nicht',
    declines:
      '(?:ich kann|kann ich)[^.!?]{0,30}nicht (?:helfen|übersetzen|nachkommen|bereitstellen|unterstützen|bearbeiten)',
    asks: 'bitte[^.!?]{0,30}text[^.!?]{0,30}(?:geben|gib|senden|sende|schicken|angeben|einfügen|bereitstellen|nennen|an\\b)|(?:geben|senden|schicken|teilen) sie[^.!?]{0,20}text',
    model:
      'als (?:ein )?(?:ki(?!\\p{L})|künstliche intelligenz|(?:großes )?sprachmodell)|ich bin (?:nur )?(?:eine? )?(?:ki(?!\\p{L})|künstliche|sprachmodell)',
    policy: '(?:verst(?:ößt|oßen)|verletzt)[^.!?]{0,30}(?:richtlinie|nutzungsbedingung|regeln|vorgaben)',
  },
  it: {
    sorry: 'mi dispiace|spiacente|scus',
    cannot: 'non (?:posso|sono in grado)',
    declines: 'non posso (?:aiutar|tradurre|soddisfare|fornire|assister|procedere)',
    asks: '(?:per favore|per piacere|ti prego|si prega)[^.!?]{0,20}(?:forni|invia|dammi|indica|condivid)[^.!?]{0,20}testo',
    model:
      "(?:come|in quanto|essendo)(?: un)? (?:modello (?:linguistico|di (?:linguaggio|ia))|assistente (?:ia|virtuale)|ia(?!\\p{L})|intelligenza artificiale)|sono (?:un modello|un'(?:ia|intelligenza)|un assistente)",
    policy: '(?:viola|infrange|contravviene)[^.!?]{0,20}(?:norme|politiche|linee guida|condizioni|regole)',
  },
  pt: {
    sorry: 'desculp|lamento|sinto muito|peço perdão',
    cannot: 'não (?:posso|consigo)',
    declines: 'não (?:posso|consigo) (?:ajudar|traduzir|cumprir|atender|fornecer|fazer isso|processar)',
    asks: '(?:por favor|poderia|pode)[^.!?]{0,20}(?:forne[cç]|envi|informe|compartilh|me dê|indique)[^.!?]{0,20}texto',
    model:
      'como (?:um |uma )?(?:modelo de (?:linguagem|ia)|assistente (?:de ia|virtual)|ia(?!\\p{L})|inteligência artificial)|sou (?:um modelo|uma (?:ia|inteligência)|um assistente)',
    policy: '(?:viola|infringe|desrespeita|contraria)[^.!?]{0,20}(?:políticas?|diretrizes|normas|termos|regras)',
  },
  nl: {
    sorry: 'sorry|het spijt me|helaas|excuses|excuseer',
    cannot: 'ik kan|kan ik|ik ben niet',
    declines: '(?:ik kan|kan ik)[^.!?]{0,30}niet (?:helpen|vertalen|voldoen|verstrekken|assisteren|doen)',
    asks: '(?:geef|stuur|verstrek|deel|lever)[^.!?]{0,20}(?:de|uw|je) (?:te vertalen )?tekst',
    model: 'als (?:een )?(?:ai(?!\\p{L})|taalmodel|kunstmatige)|ik ben (?:maar )?een (?:ai(?!\\p{L})|taalmodel)',
    policy: '(?:schendt|in strijd met|overtreedt)[^.!?]{0,20}(?:beleid|richtlijn|voorwaarden|regels)',
  },
  sv: {
    sorry: 'tyvärr|förlåt|jag är ledsen|ledsen|beklagar|ursäkta',
    cannot: '(?:kan jag|jag kan)',
    declines: '(?:jag kan|kan jag) inte (?:hjälpa|översätta|uppfylla|tillhandahålla|göra det)',
    asks: '(?:ange|ge mig|skicka|vänligen)[^.!?]{0,20}text(?:en)?(?!\\p{L})',
    model: 'som (?:en |ett )?(?:ai(?!\\p{L})|(?:stor )?språkmodell)|jag är en (?:ai(?!\\p{L})|språkmodell)',
    policy: '(?:bryter mot|strider mot)[^.!?]{0,20}(?:riktlinjer|policy|villkor|regler)',
  },
  da: {
    sorry: 'beklager|desværre|undskyld',
    cannot: '(?:kan jeg|jeg kan)',
    declines: '(?:jeg kan|kan jeg) (?:ikke|desværre ikke) (?:hjælpe|oversætte|efterkomme|hjelpe|oversette|etterkomme)',
    asks: '(?:angiv|giv mig|send|oppgi|gi meg|vennligst)[^.!?]{0,20}teksten',
    model:
      'som (?:en |et )?(?:ai(?!\\p{L})|ki(?!\\p{L})|(?:stor )?sprogmodel|språkmodell)|jeg er en (?:ai(?!\\p{L})|ki(?!\\p{L})|sprogmodel|språkmodell)',
    policy:
      '(?:overtræder|strider mod|i strid med|bryter|strider mot)[^.!?]{0,20}(?:retningslinj|politik|vilkår|regler)',
  },
  ca: {
    sorry: 'ho sento|em sap greu|disculp|perdó|lamento',
    cannot: 'no (?:puc|podem|em és possible)',
    declines: 'no (?:us |et |hi )?puc (?:ajudar|traduir|complir|proporcionar|fer això|processar)',
    asks: '(?:si us plau|proporcion|envi)[^.!?]{0,25}text(?!\\p{L})',
    model:
      'com a (?:model de llengua|model de llenguatge|assistent|ia(?!\\p{L})|intel)|s[oó]c (?:un model|una ia|un assistent)',
    policy: '(?:infringeix|incompleix|viola)[^.!?]{0,25}(?:polítiques|normes|condicions|directrius)',
  },
  ro: {
    sorry: 'îmi pare rău|ne pare rău|scuze|regret|din păcate|îmi cer',
    cannot: 'nu (?:(?:vă|te|îl) )?(?:pot|putem|sunt în măsură)',
    declines:
      'nu (?:(?:vă|te) )?(?:pot|putem) (?:să )?(?:(?:vă|te) )?(?:ajut|traduc|îndeplin|procesa|răspund|oferi|face asta)',
    asks: '(?:vă rog|te rog|vă rugăm)[^.!?]{0,25}text',
    model:
      'ca (?:model (?:de limb|lingvistic)|asistent (?:ai|virtual)|inteligență)|sunt un (?:model (?:de limb|lingvistic)|asistent)',
    policy: '(?:încalcă|contravine)[^.!?]{0,25}(?:politic|reguli|termeni|condiți)',
  },
  fi: {
    sorry: 'anteeksi|pahoittel|valitettavasti|olen pahoillani',
    cannot: 'en (?:voi|pysty|kykene)|emme voi',
    declines: 'en (?:voi|pysty) (?:auttaa|kääntä|tehdä sitä|vastata|toteuttaa|käsitellä)',
    asks: '(?:anna|lähetä|syötä|kirjoita|toimita)[^.!?]{0,20}teksti',
    model: '(?:tekoäly|kieli)(?:mallina|assistenttina)|olen (?:vain )?(?:tekoäly|kielimalli)',
    policy: '(?:rikkoo|vastoin)[^.!?]{0,25}(?:käytäntö|ehto|sääntö|ohje)',
  },
  et: {
    sorry: 'vabandust|vabandan|kahjuks|mul on kahju',
    cannot: 'ei (?:saa|suuda|ole võimalik)',
    declines: 'ma ei (?:saa|suuda) (?:(?:teid|sind|selles) )?(?:aidata|tõlkida|täita|seda teha|abiks)',
    asks: '(?:palun|sisestage|esitage)[^.!?]{0,25}tekst',
    model: 'keelemudelina|tehisintellektina|olen (?:keelemudel|tehisintellekt)',
    policy: '(?:rikub|vastuolus)[^.!?]{0,25}(?:reegl|tingimus|poliitika|eeskir|põhimõt)',
  },
  lt: {
    sorry: 'atsiprašau|apgailestauju|deja|atleiskite',
    cannot: 'ne(?:galiu|galime|galėsiu)',
    declines: 'negaliu (?:(?:jums|tau) )?(?:padėti|išversti|versti|įvykdyti|to padaryti|pateikti)',
    asks: '(?:prašau|prašome|pateikite|įveskite)[^.!?]{0,25}tekst',
    model: 'kaip (?:kalbos modelis|dirbtinis intelektas|di(?!\\p{L}))|esu (?:kalbos modelis|dirbtinis)',
    policy: 'pažeidžia[^.!?]{0,25}(?:taisykl|politik|sąlyg)',
  },
  lv: {
    sorry: 'atvainojiet|piedodiet|diemžēl|man žēl',
    cannot: 'ne(?:varu|varam|varēšu)',
    declines: 'nevaru (?:(?:jums|tev) )?(?:palīdzēt|tulkot|pārtulkot|izpildīt|to izdarīt|sniegt)',
    asks: '(?:lūdzu|ievadiet|norādiet)[^.!?]{0,25}tekst',
    model: 'kā (?:valodas modelis|mākslīgais intelekts|mi(?!\\p{L}))|esmu (?:valodas modelis|mākslīgais)',
    policy: 'pārkāpj[^.!?]{0,25}(?:noteikum|politik|vadlīnij)',
  },
  hu: {
    sorry: 'sajnál|elnézést|bocsánat|sajnos',
    cannot: 'nem (?:tudok|tudom|segíthetek|áll módomban|lehetséges)',
    declines:
      'nem (?:tudok (?:segíteni|fordítani|válaszolni)|tudom (?:lefordítani|teljesíteni|ezt megtenni|feldolgozni)|segíthetek)',
    asks: '(?:kérem|kérlek|adja meg|küldje)[^.!?]{0,25}szöveg',
    model:
      '(?:nyelvi modellként|mesterséges intelligenciaként|mi-asszisztensként)|(?:nyelvi modell|mesterséges intelligencia) vagyok',
    policy: '(?:sérti|megsérti|ellentétes)[^.!?]{0,25}(?:irányelv|szabály|feltétel)',
  },
  el: {
    sorry: 'λυπάμαι|συγγνώμη|ζητώ συγγνώμη|δυστυχώς|με συγχωρείτε',
    cannot: 'δεν (?:μπορώ|είμαι σε θέση|γίνεται)|αδυνατώ',
    declines: 'δεν μπορώ να (?:(?:σας|σε) )?(?:βοηθήσω|μεταφράσω|εξυπηρετήσω|το κάνω|απαντήσω|επεξεργαστώ)',
    asks: '(?:παρακαλώ|δώστε|στείλτε)[^.!;]{0,25}κείμενο',
    model:
      'ως (?:γλωσσικό μοντέλο|μοντέλο|τεχνητή νοημοσύνη|βοηθός τεχν)|είμαι (?:ένα )?(?:γλωσσικό μοντέλο|μοντέλο τεχν|τεχνητή)',
    policy: '(?:παραβιάζει|αντίκειται)[^.!;]{0,25}(?:πολιτικ|κανόν|όρους|κανονισμ)',
  },
  tr: {
    sorry: 'üzgünüm|maalesef|özür dilerim|kusura bakma|affedersiniz',
    cannot: '(?:edem|yapam|yardımcı olam|çevirem|veremi|sağlayam|karşılayam)',
    declines: 'yardımcı olam(?:ıyorum|am)|çeviremiyorum|çeviremem|yerine getirem(?:iyorum|em)',
    asks: '(?:lütfen)[^.!?]{0,30}metni?[^.!?]{0,20}(?:ver|gönder|girin|sağla|paylaş|yaz)',
    model: 'bir (?:dil modeli|yapay zek[aâ])[^.!?]{0,20} olarak|ben bir (?:dil modeli|yapay zek)',
    policy: '(?:politika|ilke|kural|koşul)[^.!?]{0,20}(?:ihlal|aykırı)',
  },
};
