/** What S3 writes: flat lists of elements with text in them, without attributes that matter, comments or CDATA. */

/** A refusal in the shape in which the SDK throws one, so that `s3-errors.ts` reads both alike. */
export class S3Answer extends Error {
  readonly $metadata: { readonly httpStatusCode: number };

  /** @param body S3's `<Error>`, or whatever else there came, also nothing */
  constructor(status: number, body: string) {
    const code = textOf(body, 'Code') ?? String(status);
    super(textOf(body, 'Message') ?? code);
    this.name = code;
    this.$metadata = { httpStatusCode: status };
  }
}

export interface ListPage {
  readonly objects: readonly { readonly key: string; readonly bytes: number }[];
  /** Where the next page begins, or null after the last. */
  readonly next: string | null;
}

/**
 * A page of ListObjectsV2: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
 *
 * @throws Error for what is none, or not all of one
 */
export function parseListPage(xml: string): ListPage {
  const body = /<ListBucketResult[\s>](.*)<\/ListBucketResult>\s*$/s.exec(xml)?.[1];
  if (body === undefined) throw new Error('an answer that is no list of objects');
  const objects = Array.from(body.matchAll(/<Contents>(.*?)<\/Contents>/gs), ([, object = '']) => {
    const key = textOf(object, 'Key');
    const bytes = Number(textOf(object, 'Size') ?? Number.NaN);
    if (key === null || Number.isNaN(bytes)) throw new Error('a list of objects without keys or sizes');
    return { key, bytes };
  });
  const isLast = textOf(body, 'IsTruncated') !== 'true';
  const next = textOf(body, 'NextContinuationToken');
  if (!isLast && next === null) throw new Error('a list of objects that ends in the middle');
  return { objects, next: isLast ? null : next };
}

/** The text of the first element of that name, or null. */
function textOf(xml: string, name: string): string | null {
  const text = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
  return text === undefined ? null : unescaped(text);
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Keys may hold any character: what XML cannot write, S3 gives by its number. */
const unescaped = (text: string): string =>
  text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) return ENTITIES[name] ?? whole;
    return String.fromCodePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16));
  });
