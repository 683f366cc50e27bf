import { quoted } from './text.ts';

/** Apostrophes as the expressions have them: a model writes "can’t" as often as "can't". */
export const straight = (text: string): string => text.replace(/[’‘ʼ＇´`](?=\p{L})/gu, "'");

/** What of the target an expression finds that finds nothing in the source; null where none does. */
export function newPhrase(patterns: readonly RegExp[], source: string, target: string): string | null {
  const [own, given] = [straight(source), straight(target)];
  for (const pattern of patterns) {
    const found = pattern.exec(given)?.[0];
    if (found !== undefined && !pattern.test(own)) return quoted(found.trim());
  }
  return null;
}
