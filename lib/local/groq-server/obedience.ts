import { readQuestion } from './question.ts';
import type { Message } from './validation.ts';

/** What an instruction's words match outside of the segments' texts: in another message, in another key, or beside the JSON; null where they do not. */
export function instructionIn(messages: readonly Message[], instruction: RegExp): string | null {
  const asked = messages.findLastIndex(({ role }) => role === 'user');
  const outside = messages.map((message, index) => (index === asked ? withoutTexts(message) : message.content));
  return instruction.exec(outside.join('\n'))?.[0] ?? null;
}

/** The question without the texts of its segments; a message that is no question is all of it outside. */
function withoutTexts(message: Message): string {
  if (readQuestion([message]) === null) return message.content;
  const question = JSON.parse(message.content) as { segments: { text: string }[] };
  return JSON.stringify({ ...question, segments: question.segments.map((segment) => ({ ...segment, text: '' })) });
}
