/** Digits of Chinese and Japanese, and Korean numbers, as far as they count something: 三个, 四つ, 다섯 개. */
const HAN = '〇一二三四五六七八九';
const COUNTED_HAN =
  /(?<![一二两兩三四五六七八九十百千万第数數几幾再])([二两兩三四五六七八九])(?=[个個つ本枚件层層口倍]|年(?!代)|种|種|方向|向弹|か所|箇所)/gu;
const KOREAN: Readonly<Record<string, number>> = {
  두: 2,
  세: 3,
  네: 4,
  다섯: 5,
  여섯: 6,
  일곱: 7,
  여덟: 8,
  아홉: 9,
  열: 10,
};
const COUNTED_KOREAN = /(?<!\p{L})(두|세|네|다섯|여섯|일곱|여덟|아홉|열)\s?(?=개(?!월)|가지|방향|겹|켤레)/gu;
/** Whatever may stand for a number, also within a word: 双 is a pair, ダブル double. */
const ANYWHERE: Readonly<Record<number, RegExp>> = {
  2: /[二两兩双雙対對両두둘양쌍]|ダブル|ツー|ペア|투/u,
  3: /[三세셋삼]|トリプル|スリー/u,
  4: /[四네넷사]|フォー/u,
  5: /[五다오]|ファイブ/u,
  6: /[六여육]|シックス/u,
  7: /[七일칠]|セブン/u,
  8: /[八여팔]|エイト/u,
  9: /[九아구]|ナイン/u,
  10: /[十열십]|テン/u,
  12: /[十열십]|ダース/u,
};

/** The numbers that signs say without doubt. */
export function countedSigns(text: string): number[] {
  const han = [...text.matchAll(COUNTED_HAN)].map(([, sign = '']) => ('两兩'.includes(sign) ? 2 : HAN.indexOf(sign)));
  return [...han, ...[...text.matchAll(COUNTED_KOREAN)].map(([, word = '']) => KOREAN[word] ?? 0)];
}

/** Whether signs of the text may say a number; those that are not listed may. */
export const mayStandInSigns = (text: string, value: number): boolean => ANYWHERE[value]?.test(text) ?? true;
