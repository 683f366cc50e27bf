import type { Path } from './paths.ts';
import { kindOf } from './product.ts';

/** The text is no catalog at all, or its ids repeat: nothing of it can be trusted. `faults` lists everything wrong. */
export class CatalogInvalid extends Error {
  override readonly name = 'CatalogInvalid';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.faults = faults;
  }
}

/** The text is JSON, and where the list of products belongs something else was `found`, or nothing. */
export function noList(root: unknown, found: unknown, path: Path | undefined): CatalogInvalid {
  const where = path === undefined ? '' : ` at ${path}`;
  const hint =
    path === undefined && typeof root === 'object' && root !== null
      ? ' (a profile can say where in an object the list stands)'
      : '';
  return new CatalogInvalid([`not a catalog: expected a list of products${where}, got ${kindOf(found)}${hint}`]);
}
