/** What is wrong with an answer. */
export interface Problem {
  /** For people: may quote the text and the answer. */
  readonly message: string;
  /** For the model: quotes neither, since catalog text stands in segments alone. */
  readonly correction: string;
  readonly checks: readonly string[];
}

/** A problem of words that are this program's own: the model may read them as they stand. */
export const plain = (message: string): Problem => ({ message, correction: message, checks: [] });
