import { estimateTokens } from './tokens.ts';

/** Shorter prefixes are not cached. */
const MIN_CACHED_TOKENS = 1_024;
/** System messages remembered per model; one per locale is what a run sends. */
const REMEMBERED = 64;

/** Groq's automatic prompt caching, as far as a system message goes: a long prefix that was sent before is cheaper. */
export class PrefixCache {
  readonly #seen = new Map<string, Set<string>>();

  /** Tokens of the message's longest prefix seen before; 0 below the least that is cached. */
  cachedTokens(model: string, system: string): number {
    const seen = this.#seen.get(model);
    if (!seen) return 0;
    if (seen.has(system)) return enough(estimateTokens(system));
    let longest = 0;
    for (const other of seen) longest = Math.max(longest, commonPrefix(system, other));
    return enough(estimateTokens(system.slice(0, longest)));
  }

  remember(model: string, system: string): void {
    const seen = this.#seen.get(model) ?? new Set();
    this.#seen.set(model, seen);
    // The newest last, the oldest out.
    seen.delete(system);
    seen.add(system);
    for (const oldest of seen) {
      if (seen.size <= REMEMBERED) break;
      seen.delete(oldest);
    }
  }
}

const enough = (tokens: number) => (tokens >= MIN_CACHED_TOKENS ? tokens : 0);

function commonPrefix(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  let index = 0;
  while (index < length && a.charCodeAt(index) === b.charCodeAt(index)) index++;
  return index;
}
