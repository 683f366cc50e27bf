import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';

it('runs the documented example against the offline stand-in', () => {
  const output = execFileSync(
    process.execPath,
    ['--conditions=source', '--import', 'tsx', 'docs/examples/translate-product.ts'],
    { encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } },
  );
  expect(output).toContain('Product 1: Nofry Sun Hoodie');
  expect(output).toContain('Spanish (es)');
  expect(output).toMatch(/features: 'Protección UPF 30\+/);
}, 60_000);
