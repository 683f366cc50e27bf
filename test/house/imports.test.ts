import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';

const CRUISER = resolve('node_modules/.bin/depcruise');
const RULES = resolve('.dependency-cruiser.cjs');

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** Cruises a house of the given files; returns the names of the rules that it breaks. */
function brokenRules(files: Readonly<Record<string, string>>): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'fanout-house-'));
  folders.push(folder);
  for (const [path, text] of Object.entries({ 'tsconfig.json': '{}', ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return violations(['lib'], folder);
}

function violations(paths: readonly string[], cwd: string): string[] {
  const args = [...paths, '--config', RULES, '--output-type', 'json'];
  let report: string;
  try {
    report = execFileSync(CRUISER, args, { cwd, encoding: 'utf8', maxBuffer: 64 << 20 });
  } catch (error) {
    report = (error as { stdout: string }).stdout;
  }
  const { summary } = JSON.parse(report) as {
    summary: { totalCruised: number; violations: { rule: { name: string } }[] };
  };
  expect(summary.totalCruised).toBeGreaterThan(1);
  return summary.violations.map(({ rule }) => rule.name);
}

describe('the imports of the house', () => {
  it('run one way', () => {
    expect(violations(['bin', 'lambdas', 'lib', 'test', 'bench'], resolve('.'))).toEqual([]);
  }, 60_000);

  it.each([
    ['catalog-alone', 'lib/catalog/a.ts', '../run/b.ts', 'lib/run/b.ts'],
    ['translate-to-catalog', 'lib/translate/a.ts', '../adapters/b.ts', 'lib/adapters/b.ts'],
    ['run-to-translate-and-catalog', 'lib/run/a.ts', '../local/b.ts', 'lib/local/b.ts'],
    ['adapters-to-their-ports', 'lib/adapters/a.ts', '../run/plan.ts', 'lib/run/plan.ts'],
    ['infra-to-contract', 'lib/infra/a.ts', '../translate/b.ts', 'lib/translate/b.ts'],
    ['local-to-run', 'lib/local/a.ts', '../catalog/b.ts', 'lib/catalog/b.ts'],
    ['not-to-test', 'lib/run/a.ts', '../../test/b.ts', 'test/b.ts'],
  ])('hold %s', (rule, from, specifier, to) => {
    const files = {
      [from]: `import type { B } from '${specifier}';\nexport type A = B;\n`,
      [to]: 'export type B = 1;\n',
    };
    expect(brokenRules(files)).toContain(rule);
  });
});
