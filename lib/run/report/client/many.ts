/** Whether a run has so many languages that the page folds them: as chips and as rows they would stand before all else. */
export function tooMany(locales: readonly unknown[]): boolean {
  return locales.length > 12;
}
