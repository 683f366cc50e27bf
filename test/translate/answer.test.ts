import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { ANSWER_SCHEMA, answerSchema, parseAnswer } from '../../lib/translate/answer.ts';
import { SCHEMA } from '../local/groq-server/standin.ts';

const JSON_ANSWER = '{"segments":[{"id":"s2","text":"Sauge"},{"id":"s1","text":"Nuage"}]}';
const texts = (answer: string) => {
  const parsed = parseAnswer(answer);
  return parsed.ok ? Object.fromEntries(parsed.texts) : parsed.problem;
};

describe('reading an answer', () => {
  it.each([
    ['as it should be', JSON_ANSWER],
    ['with white space around it', `\n  ${JSON_ANSWER}\n`],
    ['in a code fence', `\`\`\`json\n${JSON_ANSWER}\n\`\`\``],
    ['in a code fence without a language, in white space', `  \`\`\`\n${JSON_ANSWER}\`\`\`  \n`],
    ['with an open code fence', `\`\`\`json\n${JSON_ANSWER}`],
    [
      'with more keys beside and inside',
      '{"note":1,"segments":[{"id":"s1","text":"Nuage","x":2},{"id":"s2","text":"Sauge"}]}',
    ],
  ])('takes one %s', (_, answer) => {
    expect(texts(answer)).toEqual({ s1: 'Nuage', s2: 'Sauge' });
  });

  it('keeps a code fence that belongs to a text', () => {
    expect(texts('{"segments":[{"id":"s1","text":"```"}]}')).toEqual({ s1: '```' });
  });

  it.each([
    ['an empty one', '', 'the answer is empty'],
    ['one of white space', ' \n', 'the answer is empty'],
    ['prose', 'Certainly! Here it is.', 'the answer is not JSON'],
    ['prose around JSON', `Here: ${JSON_ANSWER}`, 'the answer is not JSON'],
    ['half of one', JSON_ANSWER.slice(0, 40), 'the answer is not JSON'],
    ['a list', '[{"id":"s1","text":"Nuage"}]', 'the answer is not {"segments":'],
    ['null', 'null', 'the answer is not {"segments":'],
    ['a number as a text', '{"segments":[{"id":"s1","text":5}]}', 'the answer is not {"segments":'],
    ['a map of texts', '{"segments":{"s1":"Nuage"}}', 'the answer is not {"segments":'],
    ['a segment without an id', '{"segments":[{"text":"Nuage"}]}', 'the answer is not {"segments":'],
  ])('refuses %s and says why', (_, answer, problem) => {
    expect(texts(answer)).toEqual(expect.stringContaining(problem));
  });

  it.each([
    ['a text of null', '{"id":"s9999","text":null}'],
    ['a number as an id', '{"id":1,"text":"Nuage"}'],
    ['null', 'null'],
    ['a list', '[]'],
  ])('passes over an entry that is none, and keeps the others: %s', (_, entry) => {
    expect(texts(JSON_ANSWER.replace('[', `[${entry},`))).toEqual({ s1: 'Nuage', s2: 'Sauge' });
  });

  it('trusts neither of two texts for one id, also when a third repeats the first', () => {
    const segments = ['Nuage', 'Ciel', 'Nuage'].map((text) => ({ id: 's1', text }));
    expect(parseAnswer(JSON.stringify({ segments: [...segments, { id: 's2', text: 'Sauge' }] }))).toEqual({
      ok: true,
      texts: new Map([['s2', 'Sauge']]),
      repeated: new Set(['s1']),
    });
  });

  it('takes an id that stands twice with one text', () => {
    const segment = { id: 's1', text: 'Nuage' };
    expect(parseAnswer(JSON.stringify({ segments: [segment, segment] }))).toMatchObject({
      texts: new Map([['s1', 'Nuage']]),
      repeated: new Set(),
    });
  });

  it('comes to an end with an answer of 100 kB of white space', () => {
    expect(texts(`{"segments":${' '.repeat(100_000)}x`)).toBe('the answer is not JSON');
  });

  it('is asked for with a schema that strict mode takes: all required, nothing else, no other keyword', () => {
    expect(ANSWER_SCHEMA).toEqual(SCHEMA);
    const { $schema: _, ...generated } = z.toJSONSchema(answerSchema);
    expect(ANSWER_SCHEMA).toEqual(generated);
  });
});
