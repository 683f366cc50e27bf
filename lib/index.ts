import { fileDocuments } from './adapters/file-documents.ts';
import { inMemoryStore, inMemoryTranslationMemory } from './adapters/memory-store.ts';
import { localDeps } from './local/deps.ts';
import { readEngine, startEngine } from './local/engine.ts';
import { bundledCatalog } from './local/package-folder.ts';
import { runHere } from './local/run-here.ts';
import { tracingHere } from './local/tracing.ts';
import { loadCatalog, type Product, type ProductId } from './run/catalog.ts';
import { RequestInvalid } from './run/contract/errors.ts';
import type { Merged } from './run/contract/results.ts';
import { newRunId } from './run/run-id.ts';

export type { Product, ProductId } from './run/catalog.ts';
export { RequestInvalid } from './run/contract/errors.ts';
export type {
  Failure,
  Fields,
  LocaleStats,
  Merged as TranslationResult,
  MergedProduct,
  RunStats,
  RunStatus,
} from './run/contract/results.ts';
export { formatTranslationResult, type TextReportOptions } from './run/text-report.ts';

/**
 * Reads a catalog in the KETL shape (JSON or JSONL). Invalid products are left out.
 *
 * @param file - @default the bundled sample catalog
 * @throws RequestInvalid when the file is no catalog, with every fault listed
 */
export async function loadProducts(file: string = bundledCatalog()): Promise<Product[]> {
  return [...(await loadCatalog(file, fileDocuments)).products];
}

/**
 * Translates one product into several languages at the same time, by the same workflow as the command and the stack. Nothing is written to disk.
 * `GROQ_API_KEY` and `GROQ_BASE_URL` say who answers; without them it is the offline stand-in.
 *
 * @param languages - English names or BCP-47 tags, in any case
 * @throws RequestInvalid with every fault: an unknown product, a language nobody knows
 *
 * @example
 * const products = await loadProducts();
 * const result = await translateProduct(1, ['spanish', 'pt-BR'], products);
 * result.products[0]?.translations['es'];
 */
export async function translateProduct(
  productId: ProductId,
  languages: readonly string[],
  products: readonly Product[],
): Promise<Merged> {
  const parsed = readEngine(process.env);
  if (!parsed.ok) throw new RequestInvalid(parsed.faults);
  const engine = await startEngine(parsed.config);
  try {
    // Who calls this has no place for what did not reach a collector.
    const traced = await tracingHere(() => {});
    const deps = { ...localDeps('.', engine), ...traced, store: inMemoryStore(), memory: inMemoryTranslationMemory() };
    const request = {
      catalog: [...products],
      products: [productId] as [ProductId],
      locales: [...languages] as [string],
    };
    const run = await runHere(newRunId(new Date()), request, deps);
    if (run.ok) return run.merged as Merged;
    if (run.error === 'RequestInvalid') throw new RequestInvalid(run.message.split('\n'));
    throw new Error(`${run.error}: ${run.message}`);
  } finally {
    await engine.close();
  }
}
