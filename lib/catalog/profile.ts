import * as z from 'zod';
import { isPath } from './paths.ts';

const path = z.string().refine(isPath, 'expected a path such as "extracted_data.product_name" or "options[].values"');
/** Through no list: it leads to one place. */
const single = path.refine((text) => !text.includes('[]'), 'expected a path without "[]"');
const fields = z.record(z.string().min(1), path);

/**
 * Which fields of a product are translated, which name it, which are left alone. The keys of `texts`, `lists` and `kept`
 * are the names under which fields appear in results; the values say where they stand in a product.
 */
export const profileSchema = z
  .strictObject({
    /** Where the list of products stands when the catalog is an object and not a list, e.g. `products`. */
    products: single.optional(),
    /** Where a product's id stands: a number or a text, once each in a catalog. */
    id: single,
    /** Where a product's name stands; translated only on request. */
    name: path,
    /** Fields that hold one text; translated. */
    texts: fields.default({}),
    /** Fields that hold a list of texts; translated element by element, published whole or not at all. */
    lists: fields.default({}),
    /** Fields shown in results and never translated. */
    kept: fields.default({}),
    /** Brand terms that stay as they are in every language, beside the product names. */
    brands: z.array(z.string().min(1)).default([]),
  })
  .superRefine(({ texts, lists, kept }, context) => {
    // One product's results are one object: a second field of the same name would hide the first.
    const taken = new Set(['name']);
    for (const [group, named] of Object.entries({ texts, lists, kept })) {
      for (const field of Object.keys(named)) {
        if (taken.has(field)) {
          context.addIssue({ code: 'custom', path: [group, field], message: `a second field called "${field}"` });
        }
        taken.add(field);
      }
    }
  });

export type Profile = z.output<typeof profileSchema>;

/** The profile of the KETL shape: the default. Sizes, inseams, price, ids and URLs are never translated. */
export const KETL_PROFILE: Profile = {
  id: 'product_id',
  name: 'extracted_data.product_name',
  texts: {
    features: 'extracted_data.product_features',
    fabric_details: 'extracted_data.fabric_details',
    details: 'extracted_data.other_details',
  },
  lists: { colors: 'extracted_data.available_colors' },
  kept: { sizes: 'extracted_data.available_sizes', price: 'extracted_data.price' },
  brands: ['KETL Mtn.', 'KETL'],
};
