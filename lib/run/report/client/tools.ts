import { byId, element } from './dom.ts';
import { count, counted, dollars, duration } from './format.ts';
import { long } from './long.ts';
import { tooMany } from './many.ts';
import { own } from './own.ts';
import { productName } from './product-name.ts';
import { fold, pieces } from './text.ts';

/** What the page's components share. It is handed to them: in the page no module is left to import from. */
export const TOOLS = {
  byId,
  element,
  count,
  counted,
  dollars,
  duration,
  fold,
  pieces,
  long,
  own,
  productName,
  tooMany,
};
export type Tools = typeof TOOLS;
