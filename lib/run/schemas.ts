import * as z from 'zod';
import { profileSchema } from '../catalog/profile.ts';
import { glossarySchema } from '../translate/glossary.ts';
import { overridesSchema } from '../translate/overrides.ts';

/** JSON schemas of the files that people write, for their editors; `data/schemas` holds them, `npm run schemas` writes them. */
export const fileSchemas: Readonly<Record<string, Record<string, unknown>>> = {
  glossary: jsonSchema(glossarySchema, 'Glossary: terms with fixed translations, and a style for each locale'),
  overrides: jsonSchema(overridesSchema, "A person's own translations into one locale: product id -> field -> text"),
  profile: jsonSchema(profileSchema, "Where a shop's JSON keeps its fields"),
};

function jsonSchema(schema: z.ZodType, title: string): Record<string, unknown> {
  return { title, ...z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) };
}
