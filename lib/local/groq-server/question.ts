import type { Message } from './validation.ts';
import { isRecord } from './wire.ts';

/** What a translation request asks: the last user message, one JSON object (more keys may stand beside these). */
export interface Question {
  readonly targetLocale: string;
  readonly segments: readonly QuestionSegment[];
}

export interface QuestionSegment {
  readonly id: string;
  readonly text: string;
}

/** Null where the last user message is not of that form: someone else's chat. */
export function readQuestion(messages: readonly Message[]): Question | null {
  const last = messages.findLast(({ role }) => role === 'user');
  const json = parse(last?.content ?? '');
  if (!isRecord(json) || typeof json.targetLocale !== 'string' || !Array.isArray(json.segments)) return null;
  const { targetLocale } = json;
  const segments: readonly unknown[] = json.segments;
  return segments.every(isSegment) ? { targetLocale, segments } : null;
}

function isSegment(value: unknown): value is QuestionSegment {
  return isRecord(value) && typeof value.id === 'string' && typeof value.text === 'string';
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
