/** How a model declines in one language. Parts of expressions; those before a word's beginning are anchored there. */
export interface Refusal {
  /** An apology, and what it apologizes for in the same sentence: a shop says the one or the other. */
  readonly sorry: string;
  readonly cannot: string;
  /** That it cannot do what a model is asked for, with or without an apology. */
  readonly declines: string;
  /** Asks for the text that it was given. */
  readonly asks: string;
  /** That it is a model and no person. */
  readonly model: string;
  /** That the text is against somebody's rules. */
  readonly policy: string;
}
