import type { Glossary } from '../../lib/translate/glossary.ts';

/** Fixes no term and no style. */
export const NO_GLOSSARY: Glossary = { terms: [], styles: {} };
