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
  for (const step of path.split('.')) {
    const each = step.endsWith('[]');
    const key = each ? step.slice(0, -2) : step;
    found = found.flatMap((place) => descend(place, key, each));
  }
  return found;
}

function descend(place: Place, key: string, each: boolean): Place[] {
  const value = ownValue(place.value, key);
  const child: Place = { keys: [...place.keys, key], value };
  if (!each) return [child];
  if (value === null || value === undefined) return [];
  if (!Array.isArray(value)) return [child];
  return value.map((element, index) => ({ keys: [...child.keys, index], value: element }));
}

function ownValue(holder: unknown, key: string): unknown {
  if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, key)) return undefined;
  return (holder as Record<string, unknown>)[key];
}

/** A copy of `root` with `value` at `keys`; only the objects on the way are copied, key order is kept. */
export function withValueAt<T>(root: T, keys: readonly (string | number)[], value: unknown): T {
  const [key, ...rest] = keys;
  if (key === undefined) return value as T;
  if (Array.isArray(root)) {
    return root.map((element, index) => (index === key ? withValueAt(element, rest, value) : element)) as T;
  }
  // Object.entries and fromEntries, because a spread followed by an assignment would run the setter of a key named __proto__.
  const entries = Object.entries(root as Record<string, unknown>);
  return Object.fromEntries(
    entries.map(([name, child]) => [name, name === key ? withValueAt(child, rest, value) : child]),
  ) as T;
}

/** `["products", 3, "price"]` as a person writes it: `products[3].price`. */
export function printKeys(keys: readonly PropertyKey[]): string {
  return keys.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text === '' ? String(key) : `${text}.${String(key)}`;
  }, '');
}
