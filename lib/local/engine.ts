import { groqModel } from '../adapters/groq.ts';
import { groqOrigin } from '../adapters/groq-origin.ts';
import { isProviderPlan, type ProviderPlan } from '../run/contract/provider-plan.ts';
import type { Engine } from '../run/contract/results.ts';
import { MODELS } from '../run/models.ts';
import type { StepDeps } from '../run/ports.ts';
import { packageFolder } from './package-folder.ts';

/** Who answers: Groq or another server in its wire format, or the stand-in on loopback. */
export type EngineConfig =
  | {
      readonly engine: 'groq';
      readonly apiKey: string;
      readonly baseUrl: string | null;
      readonly providerPlan: ProviderPlan | null;
    }
  | { readonly engine: 'offline'; readonly providerPlan: ProviderPlan };

export type ParsedEngine =
  | { readonly ok: true; readonly config: EngineConfig }
  | { readonly ok: false; readonly faults: readonly string[] };

/**
 * Reads `GROQ_API_KEY`, `GROQ_BASE_URL` and `FANOUT_PLAN`. A key alone means Groq; a base URL needs a key (any text will do for a server that asks for none);
 * with neither, the offline stand-in answers. Groq's limits are not another server's: without `FANOUT_PLAN` none are assumed there, and its answers tell.
 */
export function readEngine(env: Readonly<Record<string, string | undefined>>): ParsedEngine {
  const faults: string[] = [];
  const apiKey = env['GROQ_API_KEY']?.trim() || null;
  const baseUrl = env['GROQ_BASE_URL']?.trim() || null;
  const asked = env['FANOUT_PLAN']?.trim() || null;
  const plan = asked ?? 'free';
  if (baseUrl !== null && !isHttpUrl(baseUrl))
    faults.push(`GROQ_BASE_URL: expected an http or https URL, got ${JSON.stringify(baseUrl)}`);
  if (baseUrl !== null && apiKey === null)
    faults.push('GROQ_BASE_URL needs GROQ_API_KEY too (any text will do for a server that asks for none)');
  if (baseUrl !== null && isHttpUrl(baseUrl) && hasCredentials(baseUrl))
    faults.push('GROQ_BASE_URL must not carry a user name or password');
  if (apiKey !== null && !/^[\x21-\x7e]+$/.test(apiKey))
    faults.push('GROQ_API_KEY has a character that no HTTP header can carry');
  if (!isProviderPlan(plan)) faults.push(`FANOUT_PLAN: expected free or developer, got ${JSON.stringify(plan)}`);
  if (faults.length > 0 || !isProviderPlan(plan)) return { ok: false, faults };
  if (apiKey === null) return { ok: true, config: { engine: 'offline', providerPlan: plan } };
  const providerPlan = asked === null && groqOrigin(baseUrl) !== groqOrigin(null) ? null : plan;
  return { ok: true, config: { engine: 'groq', apiKey, baseUrl, providerPlan } };
}

function isHttpUrl(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url !== null && (url.protocol === 'http:' || url.protocol === 'https:');
}

function hasCredentials(text: string): boolean {
  const { username, password } = new URL(text);
  return username !== '' || password !== '';
}

export interface RunningEngine extends Pick<StepDeps, 'model' | 'engine' | 'origin' | 'providerPlan'> {
  readonly engine: Engine;
  close(): Promise<void>;
}

/** The stand-in of a run never refuses for the rate: offline nothing is scarce. (As numbers that a header can carry.) */
const NO_LIMITS = { requestsPerMinute: 1e9, requestsPerDay: 1e12, tokensPerMinute: 1e12 };

/** Starts what answers: for the offline engine the stand-in, to which the real client then talks over HTTP. */
export async function startEngine(
  config: EngineConfig,
  options: { readonly latencyMs?: number } = {},
): Promise<RunningEngine> {
  const { engine, providerPlan } = config;
  const origin = originOf(config);
  if (config.engine === 'groq')
    return { engine, origin, providerPlan, model: groqModel(config), close: async () => {} };
  const { startGroqServer } = await import('./groq-server/server.ts');
  const server = await startGroqServer({
    references: packageFolder('data/references'),
    models: Object.keys(MODELS.models),
    limits: NO_LIMITS,
    ...options,
  });
  const model = groqModel({ apiKey: 'offline', baseUrl: server.url });
  return { engine, origin, providerPlan, model, close: () => server.close() };
}

/** Who wrote what memory holds: what the stand-in answered is not recalled for Groq. */
export function originOf(config: EngineConfig): string {
  return config.engine === 'offline' ? 'offline' : groqOrigin(config.baseUrl);
}
