import { isHarmlessProse, isProse, withoutTexts } from '../markup.ts';
import type { Check } from './check.ts';

const TAG = /<!--[\s\S]*?-->|<(\/?)([A-Za-z][\w:-]*)[^<>]*>/g;
const ANGLES = /<[^<>]+>/g;
const VOID = new Set('area base br col embed hr img input link meta source track wbr'.split(' '));
/** What a browser begins a tag, a comment or a declaration with: it needs no ">" to act on one at the end of a text. */
const OPENING = /<(?:\/?[A-Za-z][\w:-]*|[/!?])/g;
/** Character references, also those that a browser reads without their semicolon. */
const ENTITY = /&(?:#\d+;?|#x[\dA-Fa-f]+;?|[A-Za-z][A-Za-z\d]+;|(?:lt|gt|amp|quot|nbsp|copy|reg)(?![A-Za-z\d]))/gi;
const EMPTY_ELEMENT = /<([A-Za-z][\w:-]*)[^<>]*>\s*<\/\1\s*>/g;

/** No markup or entity that the source does not have; the same tags with the same attributes, well nested where the source's are, and no element that lost its text. */
export const html: Check = {
  name: 'html',
  severity: 'reject',
  find: ({ source: written, target: translated }) => {
    const hasProse = (written.match(ANGLES) ?? []).some(isProse);
    const source = hasProse ? withoutProse(written, isProse) : written;
    const target = hasProse ? withoutProse(translated, isHarmlessProse) : translated;
    const entity = firstAdded(ENTITY, source, target);
    if (entity !== undefined) return `the entity ${entity} does not stand in the source`;
    if (!source.includes('<') && !target.includes('<')) return null;
    // Tags are masked: one that is never closed is none of the protected spans, and no tag that is counted below.
    const opening = firstAdded(OPENING, source, target);
    if (opening !== undefined) return `${opening} begins a tag that the source does not have`;
    const expected = tagCounts(source);
    const found = tagCounts(target);
    for (const tag of new Set([...expected.keys(), ...found.keys()])) {
      const [wanted, has] = [expected.get(tag) ?? 0, found.get(tag) ?? 0];
      if (wanted !== has) return `the tag ${tag} must stand ${times(wanted)}, stands ${times(has)}`;
    }
    const places = tagPlaces(source);
    if (places !== null) {
      const found = tagPlaces(target);
      if (found === null) return 'the tags are not well nested';
      if (found.join() !== places.join()) return 'a tag stands inside another one than in the source';
    }
    return emptyElements(target) > emptyElements(source) ? 'a tag has lost the text that it stands around' : null;
  },
};

/** Words in angle brackets are no tag, and are translated: nothing else in the brackets is let through with them. */
const withoutProse = (text: string, isProse: (tag: string) => boolean) =>
  text.replace(ANGLES, (tag) => (isProse(tag) ? '' : tag));

/** What the target has more often than the source. */
function firstAdded(pattern: RegExp, source: string, target: string): string | undefined {
  const left = new Map<string, number>();
  for (const [found] of source.matchAll(pattern)) left.set(found, (left.get(found) ?? 0) + 1);
  return (target.match(pattern) ?? []).find((found) => {
    const count = left.get(found) ?? 0;
    left.set(found, count - 1);
    return count <= 0;
  });
}

function tagCounts(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [written] of text.matchAll(TAG)) {
    const tag = withoutTexts(written);
    counts.set(tag, (counts.get(tag) ?? 0) + 1);
  }
  return counts;
}

/** Each element with those that it stands in (`ul>li`), sorted; null where tags are not well nested. */
function tagPlaces(text: string): string[] | null {
  const open: string[] = [];
  const places: string[] = [];
  for (const [tag, slash, written] of text.matchAll(TAG)) {
    const name = written?.toLowerCase();
    if (name === undefined) continue;
    if (slash === '') {
      places.push([...open, name].join('>'));
      if (!VOID.has(name) && !tag.endsWith('/>')) open.push(name);
    } else if (open.pop() !== name) return null;
  }
  return open.length === 0 ? places.sort() : null;
}

const emptyElements = (text: string) => text.match(EMPTY_ELEMENT)?.length ?? 0;
const times = (count: number) => (count === 1 ? 'once' : `${count} times`);
