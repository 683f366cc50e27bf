import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { inject } from 'vitest';

let built: string | undefined;

/** The command of the package, built once as `npm run build` does it: a process that runs the sources takes two seconds to compile them anew. */
export function builtCommand(): string {
  built ??= build();
  return built;
}

function build(): string {
  const folder = mkdtempSync(join(inject('runFolder'), 'package-'));
  for (const name of ['bin', 'lib', 'cdk.json', 'package.json', 'tsconfig.json'])
    cpSync(resolve(name), join(folder, name), { recursive: true });
  for (const name of ['data', 'node_modules']) symlinkSync(resolve(name), join(folder, name));
  execFileSync(process.execPath, [resolve('build.mjs')], { cwd: folder, stdio: 'pipe' });
  return join(folder, 'dist/bin/fanout.js');
}
