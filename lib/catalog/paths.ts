/**
 * Where a value stands in a product: dot-separated keys, `[]` behind a key for "each element of this list".
 * `extracted_data.product_name`, `options[].values`, `images[].alt`.
 */
export type Path = string;

/** One place that a path leads to: the concrete keys and what stands there (`undefined` where nothing does). */
export interface Place {
  readonly keys: readonly (string | number)[];
  readonly value: unknown;
}

const PATH = /^[^.[\]]+(\[\])?(\.[^.[\]]+(\[\])?)*$/;

export function isPath(text: string): boolean {
  return PATH.test(text);
}

/** Every place that `path` leads to in `root`, in document order. A missing or null step ends its branch there. */
export function places(root: unknown, path: Path): Place[] {
  let found: Place[] = [{ keys: [], value: root }];
  for (const { key, each } of stepsOf(path)) {
    const next: Place[] = [];
    for (const place of found) descend(place, key, each, next);
    found = next;
  }
  return found;
}

interface Step {
  readonly key: string;
  readonly each: boolean;
}

/** A profile has a dozen paths, and a run asks for each of them for every product. */
const steps = new Map<Path, readonly Step[]>();

function stepsOf(path: Path): readonly Step[] {
  const known = steps.get(path);
  if (known) return known;
  const parsed = path.split('.').map((step) => {
    const each = step.endsWith('[]');
    return { key: each ? step.slice(0, -2) : step, each };
  });
  // Paths come from profiles, which come from people: a process that serves many of them must not keep them all.
  if (steps.size < 1_000) steps.set(path, parsed);
  return parsed;
}

function descend(place: Place, key: string, each: boolean, found: Place[]): void {
  const value = ownValue(place.value, key);
  const keys = [...place.keys, key];
  if (!each || (value !== null && value !== undefined && !Array.isArray(value))) found.push({ keys, value });
  else if (Array.isArray(value))
    for (const [index, element] of value.entries()) found.push({ keys: [...keys, index], value: element });
}

function ownValue(holder: unknown, key: string): unknown {
  if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, key)) return undefined;
  return (holder as Record<string, unknown>)[key];
}

/** A copy of `root` with each value at its keys; only the objects on the way are copied, each once, and key order is kept. What is not there is not added. */
export function withValuesAt<T>(root: T, edits: readonly Place[], depth = 0): T {
  const whole = edits.findLast(({ keys }) => keys.length === depth);
  if (whole) return whole.value as T;
  if (typeof root !== 'object' || root === null || edits.length === 0) return root;
  const below = new Map<string | number, Place[]>();
  for (const edit of edits) {
    const key = edit.keys[depth] ?? '';
    const known = below.get(key);
    if (known) known.push(edit);
    else below.set(key, [edit]);
  }
  const edited = (key: string | number, child: unknown) => {
    const own = below.get(key);
    return own ? withValuesAt(child, own, depth + 1) : child;
  };
  if (Array.isArray(root)) return root.map((element, index) => edited(index, element)) as T;
  // Object.entries and fromEntries, because a spread followed by an assignment would run the setter of a key named __proto__.
  return Object.fromEntries(Object.entries(root).map(([name, child]) => [name, edited(name, child)])) as T;
}

/** `["products", 3, "price"]` as a person writes it: `products[3].price`. */
export function printKeys(keys: readonly PropertyKey[]): string {
  return keys.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text === '' ? String(key) : `${text}.${String(key)}`;
  }, '');
}
