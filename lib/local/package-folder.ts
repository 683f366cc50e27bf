import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A file or folder of this package, from the sources and from a build alike: beside the nearest package.json above this file. */
export function packageFolder(path: string): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('package.json of translation-fanout not found');
    folder = parent;
  }
  return join(folder, path);
}

/** The catalog that comes with the package. */
export const bundledCatalog = () => packageFolder('data/ketlmtn_products.json');
