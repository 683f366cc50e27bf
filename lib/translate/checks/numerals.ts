/** One number in a text and what it may mean: `1,000` is a thousand in English and one in German. */
export interface Numeral {
  readonly text: string;
  readonly values: readonly number[];
}

/** Thousands and decimals: comma, full stop, Arabic ones, apostrophes, and the white space that French and Swedish use. */
const SEPARATORS = ".,٬٫'’\u00a0\u202f\u2009";
const NUMBER = new RegExp(`\\d+(?:[${SEPARATORS}]\\d+)*`, 'gu');
const NUMBER_WITH_SPACES = new RegExp(`\\d{1,3}(?: \\d{3})+(?!\\d)(?:[${SEPARATORS}]\\d+)?|${NUMBER.source}`, 'gu');
const DECIMAL_MARKS = '.,٫';
/** Chinese, Japanese and Korean count in ten thousands, and put a character where others write zeros. */
const MULTIPLIERS: Readonly<Record<string, number>> = { 百: 100, 千: 1_000, 万: 10_000, 萬: 10_000, 만: 10_000 };

/** Every decimal digit of Unicode as its ASCII one: its place in its block of ten. */
export function asciiDigits(text: string): string {
  return text.replace(/\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0;
    if (code < 128) return digit;
    let place = 0;
    while (/\p{Nd}/u.test(String.fromCodePoint(code - place - 1))) place++;
    return String(place % 10);
  });
}

/** The numbers of a text, in order. `spaces`: also read `1 000`, with plain spaces, as one number. */
export function numerals(text: string, { spaces = false } = {}): Numeral[] {
  const ascii = asciiDigits(text);
  return [...ascii.matchAll(spaces ? NUMBER_WITH_SPACES : NUMBER)].map((match) => {
    const factor = MULTIPLIERS[ascii.slice(match.index + match[0].length).trimStart()[0] ?? ''];
    const values = readings(match[0]);
    return { text: match[0], values: factor === undefined ? values : [...values, ...values.map((n) => n * factor)] };
  });
}

/** What a written number may mean; several where a separator may be thousands' or decimals'. */
export function readings(written: string): number[] {
  const groups = written.split(/\D/);
  const separators = written.match(/\D/g) ?? [];
  const last = separators.at(-1);
  if (last === undefined) return [Number(written)];
  const found: number[] = [];
  if (isGrouped(groups, separators)) found.push(Number(groups.join('')));
  const whole = groups.slice(0, -1);
  const inner = separators.slice(0, -1);
  if (DECIMAL_MARKS.includes(last) && !inner.includes(last) && (inner.length === 0 || isGrouped(whole, inner))) {
    found.push(Number(`${whole.join('')}.${groups.at(-1)}`));
  }
  // A version or a date: its parts, none of which may change.
  return found.length > 0 ? found : [Number(groups.join(''))];
}

/** Thousands (1,234,567), or India's lakhs (12,34,567), with one kind of separator. */
function isGrouped(groups: readonly string[], separators: readonly string[]): boolean {
  const [first = '', ...rest] = groups;
  const middle = rest.slice(0, -1);
  if (new Set(separators).size > 1 || first.length > 3 || rest.at(-1)?.length !== 3) return false;
  return middle.every(({ length }) => length === 3) || middle.every(({ length }) => length === 2);
}
