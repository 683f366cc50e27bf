/** List prices of AWS in us-east-1, USD, read 2026-11: for estimates on paper alone. Groq's stand in `data/models.json`. */
export const AWS_PRICES = {
  /** Step Functions, Standard. */
  transition: 0.025 / 1_000,
  put: 0.005 / 1_000,
  get: 0.0004 / 1_000,
  /** Lambda on arm64, for a second with one GB. */
  lambdaGbSecond: 0.0000133334,
} as const;
