import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageFolder } from '../lib/local/package-folder.ts';
import { atMost, median, type Row } from './row.ts';

const ROUNDS = 5;

/** `npm start` from Enter to finished, each time with an empty output folder. */
export function startRow(): Row {
  const folder = mkdtempSync(join(tmpdir(), 'fanout-bench-'));
  try {
    const times = Array.from({ length: ROUNDS }, (_, round) => {
      const begun = performance.now();
      execFileSync('npm', ['start', '--', '--output', join(folder, String(round))], {
        cwd: packageFolder('.'),
        env: { ...process.env, GROQ_API_KEY: '', GROQ_BASE_URL: '' },
        stdio: 'ignore',
      });
      return (performance.now() - begun) / 1000;
    });
    return atMost('npm start, Enter to finished', median(times), 2.5, ' s', 2);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
