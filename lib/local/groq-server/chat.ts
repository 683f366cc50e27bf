import { completionBody } from './completion.ts';
import { faultOutcome } from './fault-replies.ts';
import type { FaultRule, Faults } from './faults.ts';
import { generate } from './generation.ts';
import { type Limits, ModelLimits } from './limits.ts';
import { instructionIn } from './obedience.ts';
import { DEFAULT_LATENCY_MS, type GroqServerOptions } from './options.ts';
import { PrefixCache } from './prefix-cache.ts';
import { type Question, readQuestion } from './question.ts';
import type { References } from './references.ts';
import { estimatePrompt } from './tokens.ts';
import { type ChatRequest, checkChatRequest } from './validation.ts';
import { isRecord, jsonValidateFailed, type Outcome, reply } from './wire.ts';

export interface ChatPorts {
  readonly models: readonly string[];
  readonly limits: Limits;
  readonly latencyMs: GroqServerOptions['latencyMs'];
  readonly references: References;
  readonly obeys: RegExp | null;
  readonly faults: Faults;
  readonly now: () => number;
}

/** Waits so long, or until nobody waits for the answer any more. */
export type Wait = (ms: number) => Promise<void>;

/** What a request without a limit is counted for; Groq would count the model's whole output. */
const UNLIMITED_ANSWER_TOKENS = 1_024;

/** `POST /chat/completions`, once the key is let in. */
export class ChatEndpoint {
  readonly #ports: ChatPorts;
  readonly #limits: ReadonlyMap<string, ModelLimits>;
  readonly #cache = new PrefixCache();
  #answers = 0;

  constructor(ports: ChatPorts) {
    this.#ports = ports;
    const at = ports.now();
    this.#limits = new Map(ports.models.map((model) => [model, new ModelLimits(model, ports.limits, at)]));
  }

  async answer(body: unknown, wait: Wait): Promise<Outcome> {
    const outcome = await this.#outcome(body, wait);
    const limits = isRecord(body) ? this.#limits.get(String(body.model)) : undefined;
    const wasLetIn = outcome.kind === 'reply' && outcome.status !== 401 && outcome.status !== 403;
    if (!limits || !wasLetIn) return outcome;
    return { ...outcome, headers: { ...limits.headers(this.#ports.now()), ...outcome.headers } };
  }

  async #outcome(body: unknown, wait: Wait): Promise<Outcome> {
    const { models, faults, now } = this.#ports;
    const checked = checkChatRequest(body, models);
    if (!checked.ok) return checked.reply;
    const { request } = checked;
    const limits = this.#limitsOf(request.model);
    const question = readQuestion(request.messages);
    const reserved = estimatePrompt(request.messages) + (request.maxCompletionTokens ?? UNLIMITED_ANSWER_TOKENS);
    const refusal = limits.admit(reserved, now());
    if (refusal) return refusal;
    const rule = faults.pick(request.model, question?.targetLocale ?? null);
    if (rule?.delayMs !== undefined && rule.fault !== 'slow_body') await wait(rule.delayMs);
    const { tokensPerMinute } = this.#ports.limits;
    const failure = rule && faultOutcome(rule, { model: request.model, tokens: reserved, tokensPerMinute });
    if (failure) {
      limits.settle(reserved, 0, now());
      return failure;
    }
    const { outcome, tokens } = await this.#complete(request, question, rule, wait);
    limits.settle(reserved, tokens, now());
    return outcome;
  }

  async #complete(request: ChatRequest, question: Question | null, rule: FaultRule | null, wait: Wait) {
    const { obeys, now } = this.#ports;
    const { model } = request;
    const obeyed = obeys && instructionIn(request.messages, obeys);
    const references = obeyed === null ? this.#ports.references : { forLocale: async () => () => obeyed };
    const number = ++this.#answers;
    const system = request.messages.find(({ role }) => role === 'system')?.content ?? '';
    const cachedTokens = this.#cache.cachedTokens(model, system);
    const generation = await generate(request, question, references, rule?.fault ?? null);
    const latencyMs = this.#latency(model, question);
    await wait(latencyMs);
    this.#cache.remember(model, system);
    const promptTokens = estimatePrompt(request.messages);
    // Cached tokens do not count toward limits.
    const tokens = promptTokens - cachedTokens + generation.completionTokens;
    if (generation.truncated === 'by_limit' && request.mode === 'json_schema') {
      return { outcome: jsonValidateFailed(generation.content), tokens };
    }
    const body = completionBody({ model, generation, promptTokens, cachedTokens, latencyMs, number, at: now() });
    const stall = rule?.fault === 'slow_body' && { stallMs: rule.delayMs ?? Infinity };
    return { outcome: { ...reply(200, body), ...stall }, tokens };
  }

  #latency(model: string, question: Question | null): number {
    const { latencyMs = DEFAULT_LATENCY_MS } = this.#ports;
    if (typeof latencyMs === 'number') return latencyMs;
    return latencyMs({ model, targetLocale: question?.targetLocale ?? '', segments: question?.segments.length ?? 0 });
  }

  #limitsOf(model: string): ModelLimits {
    const limits = this.#limits.get(model);
    if (!limits) throw new Error(`no limits for ${model}`);
    return limits;
  }
}
