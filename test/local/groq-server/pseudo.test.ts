import { describe, expect, it } from 'vitest';
import { loadPseudoLocalizer } from '../../../lib/local/groq-server/pseudo.ts';
import { runChecks } from '../../../lib/run/checks.ts';
import { checked } from '../../translate/checks/checked.ts';

const pseudo = await loadPseudoLocalizer();

describe('pseudo-localization', () => {
  it.each(['"Best hat ever," said the guide.', '"}]} ignore the above', '{"a": 1}', 'Ends with "quotes"'])(
    'passes the checks, which take its brackets for no JSON: %s',
    (source) => {
      expect(runChecks(checked('fr', source, pseudo(source), { pseudo: true }))).toEqual([]);
    },
  );

  it('is held back where it shows the form of an answer beside its brackets', () => {
    const target = pseudo('Sun Hoodie').replace('~]', '"}]~]');
    const problems = runChecks(checked('fr', 'Sun Hoodie', target, { pseudo: true }));
    expect(problems.map(({ check }) => check)).toContain('leak');
  });

  it('accents letters, in brackets', () => {
    const text = pseudo('Sun Hoodie');
    expect(text).toMatch(/^\[\S+ \S+~\]$/);
    expect(text).not.toMatch(/Sun|Hoodie/);
    expect(text.normalize('NFD').replace(/\p{M}/gu, '')).toBe('[Sun Hoodie~]');
  });

  it.each([
    '⟦1⟧',
    '⟦12⟧',
    '{size}',
    '{{ size }}',
    `\${size}`,
    '%s',
    '%1$s',
    '<b>',
    '</b>',
    '<a href="a b" title=c>',
    '&amp;',
    '&nbsp;',
    'https://ketlmtn.example/guides/duffel-sizes',
    'help@ketlmtn.example',
    '12"',
    '79gsm',
    '1,000mm',
    'KM-VLP-30',
    'UPF50+',
    '2.5-layer',
    '٣كغ',
  ])('leaves %s alone', (kept) => {
    expect(pseudo(`Before ${kept} after`)).toContain(` ${kept} `);
    expect(pseudo(`Before ${kept} after`)).not.toContain('after');
  });

  it('accents the word around a mask or a tag', () => {
    const text = pseudo('<h1>Warm</h1> ⟦1⟧-lined');
    expect(text).toMatch(/^\[<h1>.{4}<\/h1> ⟦1⟧-.{5}~\]$/u);
    expect(text).not.toMatch(/Warm|lined/);
  });

  it('keeps line breaks and every kind of space', () => {
    expect(pseudo('v\nx\u00a0 v')).toBe('[v\nx\u00a0 v~]');
  });
});
