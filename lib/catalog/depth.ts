/**
 * Levels of lists and objects that a product or a document may nest. Shops' products have fewer than ten, and Ruby's JSON reads no more than this many.
 * `JSON.parse` takes any number, but what prints, copies or walks the value goes over its stack at a few thousand, and on another machine at fewer.
 */
export const MAX_DEPTH = 100;

export const TOO_DEEP = `nested deeper than ${MAX_DEPTH} levels`;

/** Whether `value` nests deeper than `MAX_DEPTH`. Goes level by level, so that no depth is too much for it; `aside` is not looked into. */
export function isTooDeep(value: unknown, aside?: unknown): boolean {
  const nests = (one: unknown): one is object => typeof one === 'object' && one !== null && one !== aside;
  let level = [value].filter(nests);
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) return true;
    level = level.flatMap((one) => Object.values(one).filter(nests));
  }
  return false;
}
