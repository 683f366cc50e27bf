import fc from 'fast-check';

/** Any text, with marks and letters of every length. */
export const anyText = fc.string({ unit: 'binary', maxLength: 60 });

/** A text in pieces, cut anywhere between its UTF-16 units. */
export const cutText = fc.tuple(anyText, fc.array(fc.nat(120), { maxLength: 8 })).map(([text, cuts]) => {
  const places = [...new Set(cuts.map((cut) => Math.min(cut, text.length)))].sort((a, b) => a - b);
  const pieces = [0, ...places].map((from, index) => text.slice(from, places[index] ?? text.length));
  return { text, pieces };
});
