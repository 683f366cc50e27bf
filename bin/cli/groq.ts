import { startGroqServer } from '../../lib/local/groq-server/server.ts';
import { packageFolder } from '../../lib/local/package-folder.ts';
import { RequestInvalid } from '../../lib/run/contract/errors.ts';
import { MODELS } from '../../lib/run/models.ts';
import { EXIT, type Terminal } from './terminal.ts';

/** `groq`: serves the offline stand-in until it is interrupted. */
export async function groqCommand(
  options: { readonly port: string; readonly latency?: string },
  terminal: Terminal,
): Promise<number> {
  const port = wholeNumber(options.port, '--port', 65_535);
  const latency =
    options.latency === undefined ? {} : { latencyMs: wholeNumber(options.latency, '--latency', 600_000) };
  const server = await startGroqServer({
    port,
    references: packageFolder('data/references'),
    models: Object.keys(MODELS.models),
    ...latency,
  }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE' || error.code === 'EACCES')
      throw new RequestInvalid([`--port ${port}: ${error.code === 'EACCES' ? 'may not be used' : 'is in use'}`]);
    throw error;
  });
  terminal.print(`The offline stand-in for Groq listens on ${server.url} (Ctrl-C ends it).`);
  terminal.print(`  GROQ_BASE_URL=${server.url} GROQ_API_KEY=any npm start`);
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  await server.close();
  return EXIT.ok;
}

function wholeNumber(text: string, option: string, max: number): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isInteger(value) && value >= 0 && value <= max) return value;
  throw new RequestInvalid([`${option}: expected a whole number from 0 to ${max}, got ${JSON.stringify(text)}`]);
}
