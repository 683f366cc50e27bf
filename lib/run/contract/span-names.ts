import { type Locale, localeName } from '../../catalog/locale.ts';
import type { ProductId } from '../../catalog/product.ts';

/** The names of a run's spans, the same in all systems that show them. */
export const spanNames = {
  /** Of a run of several products. */
  catalog: 'translate_catalog',
  /** Of a run of one. */
  product: (id: ProductId) => `translate_product_${id}`,
  /** With the number that the batch's folder has. */
  batch: (number: number) => `translate_batch_${number}`,
  /** `translate_to_spanish`, `translate_to_brazilian_portuguese`. */
  locale: (locale: Locale) => `translate_to_${snakeCase(localeName(locale))}`,
  attempt: 'attempt',
  recall: 'recall_memory',
  wait: 'wait_for_rate_limit',
  /** As the GenAI conventions have it. */
  call: (model: string) => `chat ${model}`,
} as const;

const snakeCase = (name: string) =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_|_$/g, '');
