import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fileSchemas } from '../../lib/run/schemas.ts';
import { glossarySchema } from '../../lib/translate/glossary.ts';
import { overridesSchema } from '../../lib/translate/overrides.ts';

const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

describe('the JSON schemas for editors', () => {
  it.each(Object.keys(fileSchemas))('%s is what the code parses by (npm run schemas)', (name) => {
    expect(read(`data/schemas/${name}.schema.json`)).toEqual(JSON.parse(JSON.stringify(fileSchemas[name])));
  });

  it('come with examples that the code takes', () => {
    expect(overridesSchema.safeParse(read('docs/examples/overrides/es.json')).success).toBe(true);
    expect(glossarySchema.safeParse(read('docs/examples/ketl.glossary.json')).success).toBe(true);
  });
});
