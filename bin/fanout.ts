#!/usr/bin/env node
import { runCommand } from './cli/program.ts';

// Whoever reads along may have seen enough (`fanout | head`): the run goes on, and its results are written.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return;
    process.stderr.write(`fanout: the output cannot be written: ${error.code ?? error.message}\n`);
    process.exit(1);
  });
}

process.exitCode = await runCommand(process.argv.slice(2), process);
