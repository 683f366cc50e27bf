/// <reference lib="dom" />

/** The languages' table, folded where there are many, is whole on paper; afterwards it is as it was. */
export function unfold(): void {
  const folded = document.querySelector<HTMLDetailsElement>('details.languages');
  if (folded === null) return;
  let wasOpen = false;
  addEventListener('beforeprint', () => {
    wasOpen = folded.open;
    folded.open = true;
  });
  addEventListener('afterprint', () => {
    folded.open = wasOpen;
  });
}
