import type { Check } from './check.ts';

const TAG = /<!--[\s\S]*?-->|<(\/?)([A-Za-z][\w:-]*)[^<>]*>/g;
const VOID = new Set('area base br col embed hr img input link meta source track wbr'.split(' '));
const EMPTY_ELEMENT = /<([A-Za-z][\w:-]*)[^<>]*>\s*<\/\1\s*>/g;

/** The same tags with the same attributes, well nested where the source's are, and no element that lost its text. */
export const html: Check = {
  name: 'html',
  severity: 'reject',
  find: ({ source, target }) => {
    if (!source.includes('<') && !target.includes('<')) return null;
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

function tagCounts(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [tag] of text.matchAll(TAG)) counts.set(tag, (counts.get(tag) ?? 0) + 1);
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
