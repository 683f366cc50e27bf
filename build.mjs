// Bundles the command and the package into dist/, each from its own sources; packages stay outside, as npm installs them.
import { chmodSync, rmSync } from 'node:fs';
import { build } from 'esbuild';

rmSync('dist', { recursive: true, force: true });
await build({
  entryPoints: ['bin/fanout.ts', 'lib/index.ts'],
  outdir: 'dist',
  outbase: '.',
  bundle: true,
  splitting: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  target: 'node20',
  sourcemap: true,
  legalComments: 'none',
});
chmodSync('dist/bin/fanout.js', 0o755);
