import modelsJson from '../../data/models.json' with { type: 'json' };
import { LANGUAGE_GROUPS, type LanguageGroup, type Locale, languageGroup } from '../catalog/locale.ts';
import type { Usage } from './model.ts';
import type { ModelFacts, ModelTable } from './model-table.ts';

/** `data/models.json`. It comes with the program and a test holds it to its schema: to parse it at every start would cost each Lambda 10 ms. */
export const MODELS = modelsJson as ModelTable;

/** What is assumed of a model that the table does not know (another server's): plain JSON mode, no price, a modest output; what it can read, it says. */
const UNKNOWN_MODEL: ModelFacts = {
  contextTokens: Number.POSITIVE_INFINITY,
  maxOutputTokens: 8_192,
  usdPerMillion: { prompt: 0, cached: 0, completion: 0 },
  limits: {
    free: { requestsPerMinute: null, requestsPerDay: null, tokensPerMinute: null, tokensPerDay: null },
    developer: { requestsPerMinute: null, requestsPerDay: null, tokensPerMinute: null, tokensPerDay: null },
  },
  structuredOutput: 'json_object',
  reasoningEffort: null,
};

export function modelFacts(model: string): ModelFacts {
  return own(MODELS.models, model) ?? UNKNOWN_MODEL;
}

/** A model's limits under a plan; of no plan nothing is known, and none is assumed. */
export function limitsOf(model: string, plan: keyof ModelFacts['limits'] | null): ModelFacts['limits']['free'] {
  return plan === null ? UNKNOWN_MODEL.limits.free : modelFacts(model).limits[plan];
}

/** A name comes from people: one such as `constructor` is no entry of the table. */
function own<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

export interface Route {
  readonly group: LanguageGroup;
  /** Models to ask, first one first; never empty. */
  readonly chain: readonly string[];
}

/** The models for a locale: its group's chain, or the one model that was asked for. */
export function route(locale: Locale, model: string | null): Route {
  const group = languageGroup(locale);
  return { group, chain: model === null ? MODELS.groups[group] : [resolveModel(model).model] };
}

/** The name to ask for, and what to tell people when the one they gave is retired or unknown. */
export function resolveModel(name: string): { model: string; notice: string | null } {
  const retired = own(MODELS.retired, name);
  if (retired) {
    return {
      model: retired.successor,
      notice: `${name} was shut down (${retired.ended}); using its successor ${retired.successor}`,
    };
  }
  if (own(MODELS.models, name)) return { model: name, notice: null };
  return { model: name, notice: `${name} is not in the model table: no price is known for it, so its cost shows as 0` };
}

/** What a usage costs at a model's list price, in USD; cached prompt tokens at their own price. */
export function usdOf(model: string, usage: Usage): number {
  const { prompt, cached, completion } = modelFacts(model).usdPerMillion;
  const fresh = usage.promptTokens - usage.cachedTokens;
  return (fresh * prompt + usage.cachedTokens * cached + usage.completionTokens * completion) / 1e6;
}

export interface RoutingRow {
  readonly group: LanguageGroup;
  readonly position: number;
  readonly model: string;
  readonly facts: ModelFacts;
}

/** The routing table as rows, for people to read. */
export function routingTable(): RoutingRow[] {
  return LANGUAGE_GROUPS.flatMap((group) =>
    MODELS.groups[group].map((model, index) => ({ group, position: index + 1, model, facts: modelFacts(model) })),
  );
}
