import { describe, expect, it } from 'vitest';
import { printKeys } from '../../lib/catalog/paths.ts';
import { KETL_PROFILE, profileSchema } from '../../lib/catalog/profile.ts';

/** What is wrong with a profile, as `where: what`. */
function faults(profile: unknown): string[] {
  const issues = profileSchema.safeParse(profile).error?.issues ?? [];
  return issues.map(({ path, message }) => `${printKeys(path)}: ${message}`);
}

describe('profileSchema', () => {
  it('needs an id and a name and fills in the rest', () => {
    expect(profileSchema.parse({ id: 'sku', name: 'title' })).toEqual({
      id: 'sku',
      name: 'title',
      texts: {},
      lists: {},
      kept: {},
      brands: [],
    });
    expect(faults({}).map((fault) => fault.split(':')[0])).toEqual(['id', 'name']);
  });

  it('holds the default profile', () => {
    expect(profileSchema.parse(KETL_PROFILE)).toEqual(KETL_PROFILE);
  });

  it('lists every wrong path with where it stands', () => {
    const example = 'expected a path such as "extracted_data.product_name" or "options[].values"';
    expect(faults({ id: 'a..b', name: 'title', texts: { details: 'options[0]', ok: 'a.b' }, kept: { x: '' } })).toEqual(
      [`id: ${example}`, `texts.details: ${example}`, `kept.x: ${example}`],
    );
  });

  it('refuses an id or a list of products that stands in many places', () => {
    const single = 'expected a path without "[]"';
    expect(faults({ id: 'variants[].id', name: 'title', products: 'shops[].products' })).toEqual([
      `products: ${single}`,
      `id: ${single}`,
    ]);
  });

  it('names the key it does not know', () => {
    expect(faults({ id: 'id', name: 'title', text: { details: 'body_html' } })).toEqual([': Unrecognized key: "text"']);
  });

  it('refuses two fields of one name, which would hide each other in results', () => {
    const texts = { name: 'subtitle', tags: 'tag_line' };
    expect(faults({ id: 'id', name: 'title', texts, lists: { tags: 'tags' }, kept: { price: 'price' } })).toEqual([
      'texts.name: a second field called "name"',
      'lists.tags: a second field called "tags"',
    ]);
  });
});
