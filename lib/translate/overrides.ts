import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Unit } from '../catalog/units.ts';

const text = z.string().min(1);
const value = z.union([text, z.array(text)]);

/**
 * `overrides/<locale>.json`: a person's own translations. Product id -> field -> text (a list of texts for a list field); with `source`, the text that was translated,
 * an override is known to be stale from its first run on.
 */
export const overridesSchema = z.record(
  z.string(),
  z.record(z.string(), z.union([value, z.strictObject({ text: value, source: value.optional() })])),
);

export type Overrides = z.output<typeof overridesSchema>;

/** A person's translation of one unit. */
export interface Override {
  readonly text: string;
  /** The source text that it translates, where the file says it. */
  readonly source: string | null;
}

/** The overrides of one product's units, by unit id. A list with another number of texts than the field has elements fits none of them. */
export function overridesOf(
  entries: Overrides[string] | undefined,
  units: readonly Unit[],
): ReadonlyMap<string, Override> {
  const found = new Map<string, Override>();
  if (entries === undefined) return found;
  for (const unit of units) {
    const own = Object.hasOwn(entries, unit.id) ? entries[unit.id] : undefined;
    const field = unit.id === unit.field || !Object.hasOwn(entries, unit.field) ? undefined : entries[unit.field];
    const override = own !== undefined ? plain(own) : field !== undefined ? element(field, unit, units) : null;
    if (override) found.set(unit.id, override);
  }
  return found;
}

type Entry = Overrides[string][string];

function plain(entry: Entry): Override | null {
  const { text, source } = parts(entry);
  return typeof text === 'string' ? { text, source: typeof source === 'string' ? source : null } : null;
}

/** The list's text for one element: lists are translated whole, so the lengths must fit. */
function element(entry: Entry, unit: Unit, units: readonly Unit[]): Override | null {
  const { text, source } = parts(entry);
  if (!Array.isArray(text) || !fits(text, unit.field, units)) return null;
  const index = elementIndex(unit);
  const own = text[index];
  return own === undefined ? null : { text: own, source: Array.isArray(source) ? (source[index] ?? null) : null };
}

/**
 * Whether a list has a text for each element of the field. Elements without a letter ("2024") are no units and are counted all the same: by the places of the units
 * up to the last, and behind that by the list's own texts without a letter.
 */
function fits(texts: readonly string[], field: string, units: readonly Unit[]): boolean {
  const last = Math.max(...units.filter((unit) => unit.field === field).map(elementIndex));
  return texts.length > last && texts.slice(last + 1).every((text) => !/\p{L}/u.test(text));
}

/** An element's place in its field: `colors[2]` is the third, whatever became of the others. */
const elementIndex = ({ id }: Unit): number => Number(/\[(\d+)\]$/.exec(id)?.[1] ?? Number.NaN);

/** The check under which a list is reported that was not used since it does not fit. */
export const OVERRIDE_UNFIT = 'override-unfit';

/** The units whose list, or text in a list's place, does not fit and was passed over: their translation is the model's. */
export function unfitOverrides(entries: Overrides[string] | undefined, units: readonly Unit[]): readonly Unit[] {
  if (entries === undefined) return [];
  const used = overridesOf(entries, units);
  return units.filter(
    ({ id, field }) => (Object.hasOwn(entries, id) || Object.hasOwn(entries, field)) && !used.has(id),
  );
}

function parts(entry: Entry): { text: string | string[]; source?: string | string[] | undefined } {
  return typeof entry === 'string' || Array.isArray(entry) ? { text: entry } : entry;
}

/** Under which key memory keeps what an override's source text was when it was first used. */
export function overrideKey(productId: string, unitId: string, override: Override): string {
  return `override:${createHash('sha256')
    .update(JSON.stringify([productId, unitId, override.text]))
    .digest('base64url')
    .slice(0, 22)}`;
}
