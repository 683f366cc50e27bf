import type { Locale } from '../../catalog/locale.ts';
import { keys } from '../contract/keys.ts';
import { MAX_MERGED_PRODUCTS, type MergedManifest, type MergedProduct } from '../contract/results.ts';
import type { Store } from '../store.ts';

export type MergedPart = MergedManifest['parts'][number];

/** Products of merged.json, which become JSONL parts beside it where they are more than one file should hold. */
export class MergedParts {
  readonly #store: Store;
  readonly #runId: string;
  readonly #locale: Locale | undefined;
  #waiting: MergedProduct[] = [];
  readonly #parts: MergedPart[] = [];

  /** `locale`: where each locale has parts of its own. */
  constructor(store: Store, runId: string, locale?: Locale) {
    this.#store = store;
    this.#runId = runId;
    this.#locale = locale;
  }

  async add(product: MergedProduct): Promise<void> {
    if (this.#waiting.length === MAX_MERGED_PRODUCTS) await this.#write();
    this.#waiting.push(product);
  }

  /** The parts, or the products themselves where one file holds them all. */
  async end(): Promise<{ readonly parts: readonly MergedPart[] } | { readonly products: readonly MergedProduct[] }> {
    if (this.#parts.length === 0 && this.#locale === undefined) return { products: this.#waiting };
    await this.#write();
    return { parts: this.#parts };
  }

  async #write(): Promise<void> {
    const products = this.#waiting;
    this.#waiting = [];
    if (products.length === 0) return;
    const key = keys.mergedPart(this.#runId, this.#parts.length, this.#locale);
    await this.#store.writePieces(
      key,
      products.map((product) => `${JSON.stringify(product)}\n`),
    );
    const file = key.slice(this.#runId.length + 1);
    this.#parts.push({ file, products: products.length, ...(this.#locale !== undefined && { locale: this.#locale }) });
  }
}
