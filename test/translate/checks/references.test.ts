import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bundledCatalog, packageFolder } from '../../../lib/local/package-folder.ts';
import { CHECKS, runChecks } from '../../../lib/translate/checks/index.ts';
import { checked } from './checked.ts';

const LOCALES = ['es', 'fr', 'de', 'it', 'ja', 'zh-Hans', 'ar', 'pt-BR'];
const products = JSON.parse(readFileSync(bundledCatalog(), 'utf8')) as {
  extracted_data: { product_name: string | null };
}[];
const names = products.flatMap(({ extracted_data: { product_name } }) => product_name ?? []);

describe('all checks', () => {
  it.each(LOCALES)('let the reference translations into %s pass', (locale) => {
    const references = JSON.parse(readFileSync(packageFolder(`data/references/${locale}.json`), 'utf8')) as Record<
      string,
      string
    >;
    const findings = Object.entries(references).flatMap(([source, target]) => {
      const keep = names.includes(source) ? [] : names;
      return runChecks(checked(locale, source, target, { keep })).map((finding) => ({ ...finding, source }));
    });
    expect(findings.filter(({ severity }) => severity === 'reject')).toEqual([]);
    expect(findings.length).toBeLessThanOrEqual(3);
  });

  it('have a name each', () => {
    expect(new Set(CHECKS.map(({ name }) => name)).size).toBe(CHECKS.length);
  });

  it('end at the first structural fault', () => {
    expect(runChecks(checked('ja', 'Two pockets.', ''))).toEqual([
      { check: 'empty', severity: 'reject', message: 'the translation is empty' },
    ]);
  });

  it('report all other faults', () => {
    const found = runChecks(checked('ja', 'Tested for 18 months.', 'Tested for 19 months'));
    expect(found.map(({ check }) => check)).toEqual(['final-punctuation', 'numbers', 'script', 'untranslated']);
  });

  it('take no longer than they may for a long text of one thing', () => {
    for (const text of ['a', ' ', ',', '<', '<a', '1', '1,', 'の', '. ', 'a ', 'ab cd ', '"', '(', '[']) {
      const start = performance.now();
      runChecks(checked('es', text.repeat(5_000), text.repeat(5_000)));
      expect(performance.now() - start, JSON.stringify(text)).toBeLessThan(2_000);
    }
  }, 60_000);
});
