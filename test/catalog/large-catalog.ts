import catalog from '../../data/ketlmtn_products.json' with { type: 'json' };
import { IdPlaces } from '../../lib/catalog/id-places.ts';
import { KETL_PROFILE } from '../../lib/catalog/profile.ts';
import { streamCatalog } from '../../lib/catalog/stream.ts';

/** Reads a generated catalog of so many characters, given with its form, and prints what it was. A process of its own, so that its memory can be fenced in. */
const [form = 'list', characters = '0'] = process.argv.slice(2);
const wrapped = form === 'wrapped';
const byLines = form === 'lines';

function* products(limit: number) {
  let piece = wrapped ? '{"shop":{"items":[' : byLines ? '' : '[';
  for (let id = 1, written = 0; written < limit; id++) {
    const text = JSON.stringify({ ...catalog[id % catalog.length], product_id: id }, null, byLines ? undefined : 2);
    piece += byLines ? `${text}\n` : `${id === 1 ? '' : ','}${text}`;
    written += text.length;
    if (piece.length < 65_536) continue;
    yield piece;
    piece = '';
  }
  yield piece + (wrapped ? ']},"next":null}' : byLines ? '' : ']');
}

const profile = wrapped ? { ...KETL_PROFILE, products: 'shop.items' } : KETL_PROFILE;
const stream = streamCatalog(products(Number(characters)), byLines ? 'catalog.jsonl' : 'catalog.json', profile);
const ids = new IdPlaces();
let valid = 0;
let invalid = 0;
for await (const entry of stream) {
  if (entry.id !== null) ids.add(entry.id, entry.index);
  if ('product' in entry) valid++;
  else invalid++;
}
const repeats = ids.faults('product_id', (index) => stream.placeOf(index)).length;
process.stdout.write(JSON.stringify({ valid, invalid, repeats, wrapper: stream.wrapper }));
