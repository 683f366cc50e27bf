const TYPES: readonly (readonly [RegExp, string])[] = [
  [/\.json$/i, 'application/json'],
  [/\.(jsonl|ndjson)$/i, 'application/x-ndjson'],
  [/\.html$/i, 'text/html; charset=utf-8'],
];

/** What an object is, by the ending of its key. */
export const contentTypeOf = (key: string): string =>
  TYPES.find(([ending]) => ending.test(key))?.[1] ?? 'text/plain; charset=utf-8';
