/** The package from code: one product into three languages at the same time. */
import { formatTranslationResult, loadProducts, translateProduct } from 'translation-fanout';

const products = await loadProducts();
const result = await translateProduct(1, ['spanish', 'french', 'german'], products);

console.log(formatTranslationResult(result, { width: 100 }));
console.log(result.products[0]?.translations['es']);
