import type { EngineConfig } from '../../lib/local/engine.ts';

/** The run's first line: who answers. */
export function engineLine(config: EngineConfig): string {
  if (config.engine === 'offline') {
    return 'Offline: the built-in stand-in answers (set GROQ_API_KEY for Groq).';
  }
  return config.baseUrl === null ? 'Groq answers.' : `The Groq-compatible server at ${config.baseUrl} answers.`;
}
