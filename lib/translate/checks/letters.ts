import { type Locale, scriptOf } from '../../catalog/locale.ts';

/** Scripts that one locale's script stands for, where it is more than itself. */
const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  Hans: ['Hani', 'Bopo'],
  Hant: ['Hani', 'Bopo'],
  Jpan: ['Hani', 'Hira', 'Kana'],
  Kore: ['Hang', 'Hani'],
};

/**
 * Everyday characters that only simplified, or only traditional, Chinese has. The simplified ones are not Japanese either (国, 会 and 体 are, and
 * are left out): checked against the character sets GB 2312, Big5 and Shift JIS.
 */
const SIMPLIFIED =
  /[这们说为对发时间问还过运动热给让员门车东风线轻顶织绳护纤维层钮紧贴预链连锁颜颈帐货买卖质裤长经济头单产关较选择样则开闭环设计结实际进远讯带华丽缝纫压弹绒绵绸编缩丝纱补够难该应须总坚创针终闪绿蓝红铁锈鹅]/gu;
const TRADITIONAL =
  /[這們說為個對發時間問還過運動熱給讓員門車東風線網輕頂織繩護纖維適無層鈕緊貼預鏈連鎖顏頸帳貨買賣質裡麼國會體學點氣褲長經濟種頭單產從關較選擇樣則開閉環設計結實際進遠訊帶來華麗縫紉壓彈絨綿綢編縮絲紗補夠盡費難確該應須極總堅創針終閃綠藍紅黃鐵鏽雲鵝]/gu;

const expressions = new Map<string, RegExp>();

/** Matches each letter of the scripts (four-letter codes). */
function lettersOf(scripts: readonly string[]): RegExp {
  const key = scripts.join();
  const known = expressions.get(key);
  if (known) return known;
  const made = new RegExp(`(?=\\p{L})[${scripts.map((script) => `\\p{scx=${script}}`).join('')}]`, 'gu');
  expressions.set(key, made);
  return made;
}

/** Matches each letter that the locale is written in. */
export function localeLetters(locale: Locale): RegExp {
  const script = scriptOf(locale);
  return lettersOf(MEMBERS[script] ?? [script]);
}

export const latinLetters = (): RegExp => lettersOf(['Latn']);

export const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

/** Characters of simplified Chinese alone less those of traditional alone: clearly above zero is the one, below the other. */
export const simplifiedBalance = (text: string): number => count(text, SIMPLIFIED) - count(text, TRADITIONAL);

/** Characters that neither Japanese nor traditional Chinese writes. */
export const simplifiedOnly = (text: string): number => count(text, SIMPLIFIED);
