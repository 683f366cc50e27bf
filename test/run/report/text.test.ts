import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dollars, duration } from '../../../lib/run/report/client/format.ts';
import { fold, pieces } from '../../../lib/run/report/client/text.ts';
import { embedJson, escapeHtml } from '../../../lib/run/report/escape.ts';

describe('protected spans in a text', () => {
  const kept = (text: string, spans: readonly string[]) =>
    pieces(text, spans).flatMap((piece) => (piece.kept ? [piece.text] : []));

  it.each([
    ['a UPF 30+ shirt of 100%, UPF 30+', ['100%', 'UPF 30+'], ['UPF 30+', '100%', 'UPF 30+']],
    ['12" and 2"', ['2"', '12"'], ['12"', '2"']],
    ['the Cap and the Capsule', ['Cap'], ['Cap']],
    ['79gsmの生地', ['79gsm'], ['79gsm']],
    ['<b>bold</b>', ['<b>', '</b>'], ['<b>', '</b>']],
    ['nothing', [], []],
    ['nothing', [''], []],
  ])('%j', (text, spans, expected) => {
    expect(kept(text, spans)).toEqual(expected);
  });

  it('change no text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.array(fc.string({ unit: 'binary' })), (text, spans) => {
        expect(
          pieces(text, spans)
            .map((piece) => piece.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });
});

describe('what a search compares', () => {
  it('has neither case nor accents', () => {
    expect(fold('ÉCLAIR Ŝûñ')).toBe('eclair sun');
    expect(fold('Protección')).toContain(fold('proteccion'));
    expect(fold('مُحَمَّد')).toBe(fold('محمد'));
    expect(fold('한국어')).toContain(fold('국'));
  });

  it.each([
    ['Reißverschluss', 'Reissverschluss'],
    ['GROẞ', 'gross'],
    ['ﾊﾞｯｸﾞ', 'バッグ'],
    ['ＵＰＦ３０', 'upf30'],
    ['ﬁt', 'fit'],
    ['Łódź', 'lodz'],
    ['Đà', 'da'],
    ['Smørbrød', 'smorbrod'],
    ['Æther Œuvre', 'aether oeuvre'],
    ['Þórður', 'thordur'],
    ['DIYARBAKIR', 'diyarbakır'],
    ['İstanbul', 'istanbul'],
    ['ΟΔΟΣ', 'οδοσ'],
  ])('holds %s and %s for the same', (one, other) => {
    expect(fold(one)).toBe(fold(other));
  });
});

describe('numbers', () => {
  it.each([
    [0, '0 ms'],
    [849.6, '850 ms'],
    [2_140, '2.1 s'],
    [59_949, '59.9 s'],
    [59_960, '1 min'],
    [200_000, '3 min 20 s'],
    [7_500_000, '2 h 5 min'],
    [97_200_000, '1 d 3 h'],
  ])('%d ms are %s', (ms, text) => expect(duration(ms)).toBe(text));

  it.each([
    [0, '$0'],
    [0.0000225, '$0.000023'],
    [0.0012, '$0.0012'],
    [0.01, '$0.01'],
    [1.5, '$1.50'],
    [1e-10, '$0.00000000010'],
  ])('%d dollars are %s', (usd, text) => expect(dollars(usd)).toBe(text));
});

describe('JSON in the page', () => {
  it('comes back as it was, and ends no element', () => {
    fc.assert(
      fc.property(fc.json(), fc.string({ unit: 'binary' }), (json, text) => {
        const value = { json: JSON.parse(json), text, '</script>': '<!--\u2028\ud800' };
        const embedded = embedJson(value);
        expect(embedded).not.toMatch(/[<\u2028\u2029]/);
        expect(JSON.parse(embedded)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

describe('text in the page', () => {
  it('is escaped for elements and attributes', () => {
    expect(escapeHtml(`<a href="x" id='y'>&`)).toBe('&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;&amp;');
  });
});
