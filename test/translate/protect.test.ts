import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasTranslatableText, maskFaults, protector, restore } from '../../lib/translate/protect.ts';

/** Pieces that meet each other in odd places when they are strung together. */
const PIECES = [
  '⟦1⟧',
  '⟦2⟧',
  '⟦x⟧',
  '⟦',
  '⟧',
  '<b>',
  '</b>',
  '<!--',
  '-->',
  '{{a}}',
  '{a b c}',
  '{n, plural, one {# x} other {y}}',
  '<img alt="a b">',
  '<a b c>',
  '{',
  '}',
  '%s',
  '12"',
  '79gsm',
  '29-31',
  'UPF 30+',
  '$25.00',
  'Cordura®',
  'KETL Mtn.',
  'KETL',
  'https://ketl.example/a?b=1',
  'a@b.example',
  '&amp;',
  ':)',
  '👩🏽‍🚀',
  '\ud83d',
  '$&',
  '$1',
  '\u00a0',
  ' ',
  '\n',
  'e\u0301',
  'word',
];
const text = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: 'binary', maxLength: 6 })), { maxLength: 12 })
  .map((pieces) => pieces.join(''));

describe('masking and restoring', () => {
  it('gives any text back, whatever the terms are', () => {
    fc.assert(
      fc.property(text, fc.array(text, { maxLength: 5 }), (source, terms) => {
        const { text: masked, spans } = protector(terms)(source);
        expect(restore(masked, spans)).toBe(source);
        expect(maskFaults(masked, spans)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('gives a text of nothing but its own terms back, for any terms', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 6 }), fc.nat({ max: 5 }), (terms, from) => {
        const source = [...terms.slice(from), ...terms].join(' ');
        const { text: masked, spans } = protector(terms)(source);
        expect(restore(masked, spans)).toBe(source);
      }),
      { numRuns: 300 },
    );
  });

  it('restores a span that looks like a mask or like a replacement pattern as it was', () => {
    const source = `First ⟦2⟧ then \${a} costs $25, ⟦1⟧ <$&>`;
    const { text: masked, spans } = protector()(source);
    expect(masked).toBe('First ⟦1⟧ then ⟦2⟧ costs ⟦3⟧, ⟦4⟧ <$&>');
    expect(spans).toEqual(['⟦2⟧', `\${a}`, '$25', '⟦1⟧']);
    expect(restore(masked, spans)).toBe(source);
  });

  it('follows a translation that puts the masks in another order', () => {
    expect(restore('⟦2⟧ vor ⟦1⟧', ['79gsm', '100%'])).toBe('100% vor 79gsm');
  });
});

describe('what is masked', () => {
  it.each([
    ['Hello {name}, hi', ['{name}']],
    ['Hello {{ name }}, hi', ['{{ name }}']],
    [`Hello \${name}, hi`, [`\${name}`]],
    ['Hello {}, hi', ['{}']],
    ['Takes %s of %d and %1$d', ['%s', '%d', '%1$d']],
    ['Takes %(count)d of it', ['%(count)d']],
    ['Ask :name or :other_1 now', [':name', ':other_1']],
    ['A <b>warm</b> coat<br/>', ['<b>', '</b>', '<br/>']],
    ['A <a href="x y" title=z>link</a>', ['<a href="x y" title=z>', '</a>']],
    ['Seen <!-- not <b> this --> here', ['<!-- not <b> this -->']],
    ['Tea &amp; cake&nbsp;&#8482;&#x2122;', ['&amp;', '&nbsp;', '&#8482;', '&#x2122;']],
    ['See https://ketl.example/a?b=1&c=2.', ['https://ketl.example/a?b=1&c=2']],
    ['(see http://ketl.example/x)', ['http://ketl.example/x']],
    ['Write to first.last+tag@mail.ketl.example, please', ['first.last+tag@mail.ketl.example']],
    ['Fits KM-VLP-30 and AB-1', ['KM-VLP-30', 'AB-1']],
    ['Enjoy :) or ;-) or :P', [':)', ';-)', ':P']],
    ['Made of Cordura® and PrimaFlow™ here', ['Cordura®', 'PrimaFlow™']],
    ['A 12" inseam', ['12"']],
    ['79gsm shell, 121g, 2.5L face, 1,000mm', ['79gsm', '121g', '2.5L', '1,000mm']],
    ['Holds 30 L at 20 kg', ['30 L', '20 kg']],
    ['Rated UPF 30+ and UPF50', ['UPF 30+', 'UPF50']],
    ['100% wool, 5% less, 50+ uses', ['100%', '5%', '50+']],
    ['4-way stretch', ['4-way']],
    ['A $25.00 card, €1,299 or £ 5', ['$25.00', '€1,299', '£ 5']],
    ['Sizes 29-31 and 10–15% and 5-7oz', ['29-31', '10–15%', '5-7oz']],
    ['A 30in leg down to -10°C', ['30in', '-10°C']],
    ['KM30 or AB1234, 25 €, 6\'2", 3/4 sleeve, 20k', ['KM30', 'AB1234', '25 €', '6\'2"', '3/4', '20k']],
    ['Hi {name}, {count, number} left', ['{name}', '{count, number}']],
    [
      `{{ price | money }} {{#if sale}} {{formatDate date}} {{t key}} \${a.b}`,
      ['{{ price | money }}', '{{#if sale}}', '{{formatDate date}}', '{{t key}}', `\${a.b}`],
    ],
    ['Sun ☀️ and 👩🏽‍🚀 too', ['☀️', '👩🏽‍🚀']],
    ['Odd ⟦3⟧ and ⟧ and ⟦', ['⟦3⟧', '⟧', '⟦']],
  ])('%s', (source, spans) => {
    expect(protector()(source).spans).toEqual(spans);
  });

  it.each([
    ['{This whole sentence is in braces}', '⟦1⟧This whole sentence is in braces⟦2⟧'],
    ['{Warm, dry and light all day}', '⟦1⟧Warm, dry and light all day⟦2⟧'],
    ['{{ Free shipping on all orders }} now', '⟦1⟧ Free shipping on all orders ⟦2⟧ now'],
    ['<This is a sentence>', '⟦1⟧This is a sentence⟦2⟧'],
    ['<a red jacket>', '⟦1⟧a red jacket⟦2⟧'],
    ['⟦some words⟧', '⟦1⟧some words⟦2⟧'],
    ['[[some words]]', '[[some words]]'],
    ['Material :Cotton', 'Material :Cotton'],
    ['A 100% supple coat', 'A ⟦1⟧ supple coat'],
    ['<img src="/a.png" alt="A red jacket">', '⟦1⟧A red jacket⟦2⟧'],
    [`<a title='12" pipe' href="/x">Pipe</a>`, '⟦1⟧⟦2⟧ pipe⟦3⟧Pipe⟦4⟧'],
    ['<img alt=""> <img alt="12">', '⟦1⟧ ⟦2⟧'],
    ['<input disabled required> <video controls autoplay loop>', '⟦1⟧ ⟦2⟧'],
  ])('leaves the words of %j to be translated', (source, masked) => {
    const { text, spans } = protector()(source);
    expect(text).toBe(masked);
    expect(restore(text, spans)).toBe(source);
  });

  it('keeps the frame of a plural, and leaves the texts of its branches to be translated', () => {
    const source = '{count, plural, offset:1 =0 {none} one {# jacket for {name}} other {# jackets}} in stock';
    expect(protector()(source)).toEqual({
      text: '⟦1⟧none⟦2⟧⟦3⟧ jacket for ⟦4⟧⟦5⟧⟦6⟧ jackets⟦7⟧ in stock',
      spans: ['{count, plural, offset:1 =0 {', '} one {', '#', '{name}', '} other {', '#', '}}'],
    });
  });

  it('keeps a plural that it cannot read as it is', () => {
    expect(protector()('{count, plural, ???} left').spans).toEqual(['{count, plural, ???}']);
  });

  it('keeps adjacent spans apart, in the order of the text', () => {
    expect(protector()('<b>{x}</b>100%:)')).toEqual({
      text: '⟦1⟧⟦2⟧⟦3⟧⟦4⟧⟦5⟧',
      spans: ['<b>', '{x}', '</b>', '100%', ':)'],
    });
  });
});

describe('what is not masked', () => {
  it.each([
    'Four button snap closure',
    '3 pockets',
    'Weight: ',
    'Weight: heavy; warm',
    'a:b',
    'Open 10:30 to 18:00, from 10:30am',
    'note: see the care label',
    'Sold by 2 in the box',
    'A 3 in 1 jacket, 2 in stock',
    '2 men, 5 legs, 4 gloves',
    'all-way, two-way',
    'Half a < b and c > d',
    'Rock & roll, salt &pepper',
    'a 50 %discount',
    'A-line, T-shirt, X-RAY, KETL-like',
    'In 2025, 44 products',
    'me @ home',
    'braces } and { apart',
  ])('%s', (source) => {
    expect(protector()(source)).toEqual({ text: source, spans: [] });
  });
});

describe('do-not-translate terms', () => {
  const protect = protector(['KETL', 'KETL Mtn.', 'Nofry', 'Nofry Sun Hoodie', 'C++', '']);

  it('prefers the longest term', () => {
    expect(protect('The KETL Mtn. Nofry Sun Hoodie by KETL').spans).toEqual(['KETL Mtn.', 'Nofry Sun Hoodie', 'KETL']);
  });

  it('matches whole words only, in any script, and as they are written', () => {
    expect(protect('KETLs, éKETL, KETL2, ketl').spans).toEqual([]);
    expect(protect("KETL's (KETL) _KETL_ C++").spans).toEqual(['KETL', 'KETL', 'KETL', 'C++']);
  });

  it('prefers a term to what stands inside it', () => {
    expect(protector(['Vent 4-way Short'])('The Vent 4-way Short').spans).toEqual(['Vent 4-way Short']);
  });
});

describe('mask faults', () => {
  const spans = ['79gsm', '100%'];
  it.each([
    ['lost', '⟦1⟧ de', ['⟦2⟧ (100%) must stand exactly once, stands 0 times']],
    ['doubled', '⟦1⟧ ⟦2⟧ ⟦1⟧', ['⟦1⟧ (79gsm) must stand exactly once, stands 2 times']],
    ['invented', '⟦1⟧ ⟦2⟧ ⟦3⟧', ['⟦3⟧ does not stand in the source']],
    ['numbered from 0', '⟦0⟧ ⟦1⟧ ⟦2⟧', ['⟦0⟧ does not stand in the source']],
    ['broken', '⟦1⟧ ⟦2⟧ ⟦', ['a broken mask']],
    ['with a name inside', '⟦1⟧ ⟦2⟧ ⟦one⟧', ['a broken mask']],
    ['opened and not closed', '⟦1⟧ ⟦2 ', ['⟦2⟧ (100%) must stand exactly once, stands 0 times', 'a broken mask']],
  ])('sees a mask that is %s', (_, answer, faults) => {
    expect(maskFaults(answer, spans)).toEqual(faults);
  });

  it('finds none where each stands once, in whatever order', () => {
    expect(maskFaults('⟦2⟧ et ⟦1⟧', spans)).toEqual([]);
    expect(maskFaults('rien', [])).toEqual([]);
  });
});

describe('what is left to translate', () => {
  it.each([
    ['⟦1⟧ / ⟦2⟧, 88 %', false],
    ['', false],
    ['⟦1⟧ wool', true],
    ['⟦1⟧ 棉', true],
  ])('in %j: %s', (masked, expected) => {
    expect(hasTranslatableText(masked)).toBe(expected);
  });
});

describe('hostile texts', () => {
  const UNITS = [
    '<',
    '<!--',
    '<a',
    '{',
    '{{',
    '${',
    '1',
    '1,',
    '1-',
    '-',
    '.',
    'a',
    'a-',
    'a.',
    'é',
    'A',
    'AA-1',
    '-1',
  ];
  const MORE_UNITS = [
    '{a,plural,',
    '{a,plural,b{',
    '{a b',
    'a b}',
    '<a alt="',
    '<a alt=" ',
    '{{a ',
    '@',
    'a@',
    'a@a.',
    '&',
    '&#1',
    '%',
    '%1',
    ':',
    ':a',
    '$',
    '$1',
    'https://',
    'UPF',
    ' ',
    '⟦',
    '⟦1',
    '☔\u200d',
  ];

  // A search that looks through the rest of the text at every character takes 10^11 steps here, and more than this
  // test's time; one that does not, some 10^6.
  it.each([...UNITS, ...MORE_UNITS])('comes to an end with 500 kB of %j', (unit) => {
    const source = `AA${unit.repeat(Math.ceil(500_000 / unit.length))}_`;
    const { text: masked, spans } = protector(['KETL'])(source);
    expect(restore(masked, spans)).toBe(source);
    expect(maskFaults(masked, spans)).toEqual([]);
  });
});

it('masks a term in any case where its case does not matter, and gives it back as it was written', () => {
  const { text, spans } = protector(
    ['KETL'],
    ['Straße', 'cordura'],
  )('CORDURA, Cordura, straße, STRASSE, ketl and KETL');
  expect(spans).toEqual(['CORDURA', 'Cordura', 'straße', 'STRASSE', 'KETL']);
  expect(restore(text, spans)).toBe('CORDURA, Cordura, straße, STRASSE, ketl and KETL');
});
