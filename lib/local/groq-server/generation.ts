import { answerContent, answerSegments } from './answers.ts';
import type { FaultName } from './faults.ts';
import type { Question } from './question.ts';
import type { References } from './references.ts';
import { spoilContent, spoilSegments } from './spoil.ts';
import { estimateTokens, estimateTranslation } from './tokens.ts';
import { type ChatRequest, isGptOss } from './validation.ts';

/** What the model wrote. */
export interface Generation {
  readonly content: string;
  /** Cut off, at `maxCompletionTokens` or by a fault. */
  readonly truncated: 'by_limit' | 'by_fault' | null;
  readonly reasoningTokens: number;
  /** Reasoning included. */
  readonly completionTokens: number;
  /** Ids of pseudo-localized segments. */
  readonly pseudo: readonly string[];
}

const SMALL_TALK = 'This is the offline stand-in for Groq. It translates catalog segments and nothing else.';
/** About what the served models think before such an answer, by effort; null is the model's default. */
const REASONING_TOKENS: Readonly<Record<string, number>> = { none: 0, low: 40, medium: 150, high: 500, default: 150 };

export async function generate(
  request: ChatRequest,
  question: Question | null,
  references: Pick<References, 'forLocale'>,
  fault: FaultName | null,
): Promise<Generation> {
  const answer = question ? await translation(question, references, fault) : smallTalk(request.mode);
  const spoilt = spoilContent(fault, answer.content);
  const tokens = spoilt.content === answer.content ? answer.tokens : estimateTokens(spoilt.content);
  const reasoningTokens = reasoning(request);
  const limit = request.maxCompletionTokens ?? Infinity;
  if (reasoningTokens + tokens > limit) {
    const share = Math.max(0, limit - reasoningTokens) / tokens;
    const content = spoilt.content.slice(0, Math.floor(spoilt.content.length * share));
    const spent = { reasoningTokens: Math.min(reasoningTokens, limit), completionTokens: limit };
    return { content, truncated: 'by_limit', ...spent, pseudo: answer.pseudo };
  }
  return {
    content: spoilt.content,
    truncated: spoilt.truncated ? 'by_fault' : null,
    reasoningTokens,
    completionTokens: reasoningTokens + tokens,
    pseudo: answer.pseudo,
  };
}

async function translation(question: Question, references: Pick<References, 'forLocale'>, fault: FaultName | null) {
  const segments = spoilSegments(fault, await answerSegments(question, references));
  // Accents make every letter of a pseudo-localized text a token; it is to cost what a translation would.
  const written = segments.map(({ id, text, pseudo }) => ({ id, text: pseudo ? '' : text }));
  const untranslated = segments.filter((segment) => segment.pseudo);
  const wouldBe = untranslated.reduce((sum, { source }) => sum + estimateTranslation(source, question.targetLocale), 0);
  return {
    content: answerContent(segments),
    tokens: estimateTokens(answerContent(written)) + Math.ceil(wouldBe),
    pseudo: [...new Set(untranslated.map(({ id }) => id))],
  };
}

function smallTalk(mode: ChatRequest['mode']) {
  const content = mode === 'text' ? SMALL_TALK : '{}';
  return { content, tokens: estimateTokens(content), pseudo: [] };
}

function reasoning({ model, reasoningEffort }: ChatRequest): number {
  const reasons = isGptOss(model) || model.startsWith('qwen/');
  return reasons ? (REASONING_TOKENS[reasoningEffort ?? 'default'] ?? 0) : 0;
}
