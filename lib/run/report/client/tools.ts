import { byId, element } from './dom.ts';
import { count, counted, dollars, duration } from './format.ts';
import { fold, pieces } from './text.ts';

/** What the page's components share. It is handed to them: in the page no module is left to import from. */
export const TOOLS = { byId, element, count, counted, dollars, duration, fold, pieces };
export type Tools = typeof TOOLS;
