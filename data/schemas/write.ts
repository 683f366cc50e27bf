/** Writes the JSON schemas beside this file from the schemas that the code parses by: `npm run schemas`. */
import { writeFileSync } from 'node:fs';
import { fileSchemas } from '../../lib/run/schemas.ts';

for (const [name, schema] of Object.entries(fileSchemas)) {
  const file = new URL(`${name}.schema.json`, import.meta.url);
  writeFileSync(file, `${JSON.stringify(schema, null, 2)}\n`);
}
