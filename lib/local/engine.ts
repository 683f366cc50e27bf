import { groqModel } from '../adapters/groq.ts';
import type { Engine } from '../run/contract/results.ts';
import type { ProviderPlan } from '../run/estimate.ts';
import { MODELS } from '../run/models.ts';
import type { StepDeps } from '../run/ports.ts';
import { packageFolder } from './package-folder.ts';

/** Who answers: Groq or another server in its wire format, or the stand-in on loopback. */
export type EngineConfig =
  | {
      readonly engine: 'groq';
      readonly apiKey: string;
      readonly baseUrl: string | null;
      readonly providerPlan: ProviderPlan;
    }
  | { readonly engine: 'offline'; readonly providerPlan: ProviderPlan };

export type ParsedEngine =
  | { readonly ok: true; readonly config: EngineConfig }
  | { readonly ok: false; readonly faults: readonly string[] };

/**
 * Reads `GROQ_API_KEY`, `GROQ_BASE_URL` and `FANOUT_PLAN`. A key alone means Groq; a base URL needs a key (any text will do for a server that asks for none);
 * with neither, the offline stand-in answers.
 */
export function readEngine(env: Readonly<Record<string, string | undefined>>): ParsedEngine {
  const faults: string[] = [];
  const apiKey = env['GROQ_API_KEY']?.trim() || null;
  const baseUrl = env['GROQ_BASE_URL']?.trim() || null;
  const plan = env['FANOUT_PLAN']?.trim() || 'free';
  if (baseUrl !== null && !isHttpUrl(baseUrl))
    faults.push(`GROQ_BASE_URL: expected an http or https URL, got ${JSON.stringify(baseUrl)}`);
  if (baseUrl !== null && apiKey === null)
    faults.push('GROQ_BASE_URL needs GROQ_API_KEY too (any text will do for a server that asks for none)');
  if (plan !== 'free' && plan !== 'developer')
    faults.push(`FANOUT_PLAN: expected free or developer, got ${JSON.stringify(plan)}`);
  if (faults.length > 0) return { ok: false, faults };
  const providerPlan = plan as ProviderPlan;
  return {
    ok: true,
    config: apiKey === null ? { engine: 'offline', providerPlan } : { engine: 'groq', apiKey, baseUrl, providerPlan },
  };
}

function isHttpUrl(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url !== null && (url.protocol === 'http:' || url.protocol === 'https:');
}

export interface RunningEngine extends Pick<StepDeps, 'model' | 'engine' | 'providerPlan'> {
  readonly engine: Engine;
  close(): Promise<void>;
}

/** Starts what answers: for the offline engine the stand-in, to which the real client then talks over HTTP. */
export async function startEngine(
  config: EngineConfig,
  options: { readonly latencyMs?: number } = {},
): Promise<RunningEngine> {
  const { engine, providerPlan } = config;
  if (config.engine === 'groq') return { engine, providerPlan, model: groqModel(config), close: async () => {} };
  const { startGroqServer } = await import('./groq-server/server.ts');
  const server = await startGroqServer({
    references: packageFolder('data/references'),
    models: Object.keys(MODELS.models),
    ...options,
  });
  const model = groqModel({ apiKey: 'offline', baseUrl: server.url });
  return { engine, providerPlan, model, close: () => server.close() };
}
