/**
 * Which Chinese characters one way of writing has and another lacks, out of the character sets that each was written with: GB 2312 (simplified), Big5 (traditional) and
 * JIS X 0208 (Japanese). Node's decoders know them all, so that no list of thousands of characters has to be kept.
 */
const GB_2312 = 1;
/** The first level of Big5, the 5,401 everyday characters; those of the second are rare in any writing. */
const BIG5_EVERYDAY = 2;
const BIG5_RARE = 4;
const JIS = 8;

type Bytes = readonly [from: number, to: number];
const HIGH: readonly Bytes[] = [[0xa1, 0xfe]];
const BIG5_TRAILS: readonly Bytes[] = [[0x40, 0x7e], ...HIGH];

/** The sets that each UTF-16 code is in; null until the first text in Chinese or Japanese is looked at. */
let setsOf: Uint8Array | null = null;

/** Works the sets out, in a few milliseconds and once. */
function characterSets(): Uint8Array {
  if (setsOf !== null) return setsOf;
  const made = new Uint8Array(0x10000);
  mark(made, GB_2312, 'gb2312', [0xb0, 0xf7], HIGH);
  mark(made, BIG5_EVERYDAY, 'big5', [0xa4, 0xc6], BIG5_TRAILS);
  mark(made, BIG5_RARE, 'big5', [0xc9, 0xf9], BIG5_TRAILS);
  mark(made, JIS, 'euc-jp', [0xb0, 0xf4], HIGH);
  setsOf = made;
  return made;
}

/** Marks the characters that stand at two-byte codes of an encoding as members of a set. */
function mark(sets: Uint8Array, set: number, encoding: string, [first, last]: Bytes, trails: readonly Bytes[]): void {
  const bytes = new Uint8Array(2 * 256 * (last - first + 1));
  let length = 0;
  for (let lead = first; lead <= last; lead++) {
    for (const [from, to] of trails) {
      for (let trail = from; trail <= to; trail++) {
        bytes[length++] = lead;
        bytes[length++] = trail;
      }
    }
  }
  const text = new TextDecoder(encoding).decode(bytes.subarray(0, length));
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    sets[code] = (sets[code] ?? 0) | set;
  }
}

/** A text's unified Chinese characters that are in one of some sets, and in none of others. */
function countBetween(text: string, inside: number, outside: number): number {
  const sets = characterSets();
  let found = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const own = code >= 0x4e00 && code <= 0x9fff ? (sets[code] ?? 0) : 0;
    if ((own & inside) !== 0 && (own & outside) === 0) found++;
  }
  return found;
}

/** How many characters only simplified Chinese has: 线, 软, 夹. */
export const simplifiedOnly = (text: string): number => countBetween(text, GB_2312, BIG5_EVERYDAY | BIG5_RARE);

/** How many everyday characters only traditional Chinese has: 線, 軟, 夾. */
export const traditionalOnly = (text: string): number => countBetween(text, BIG5_EVERYDAY, GB_2312);

/** How many characters Chinese has, of either kind, and Japanese has not: 们, 鍊. */
export const neverJapanese = (text: string): number => countBetween(text, GB_2312 | BIG5_EVERYDAY, JIS);
