import { quoted } from './text.ts';

/** What of the target an expression finds that finds nothing in the source; null where none does. */
export function newPhrase(patterns: readonly RegExp[], source: string, target: string): string | null {
  for (const pattern of patterns) {
    const found = pattern.exec(target)?.[0];
    if (found !== undefined && !pattern.test(source)) return quoted(found.trim());
  }
  return null;
}
