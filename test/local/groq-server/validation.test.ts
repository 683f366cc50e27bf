import { describe, expect, it } from 'vitest';
import { checkChatRequest } from '../../../lib/local/groq-server/validation.ts';
import { GPT, QWEN, question, SCHEMA } from './standin.ts';

const MODELS = [GPT, QWEN];
const withSchema = (schema: object, strict = true) => ({
  response_format: { type: 'json_schema', json_schema: { name: 'x', strict, schema } },
});
const JSON_OBJECT = { response_format: { type: 'json_object' } };

function fault(more: object): { status: number; message: string; code?: string } | null {
  const checked = checkChatRequest(question(['Cloud'], 'fr', more), MODELS);
  if (checked.ok) return null;
  const { error } = checked.reply.body as { error: { message: string; code?: string } };
  return {
    status: checked.reply.status,
    message: error.message,
    ...(error.code !== undefined && { code: error.code }),
  };
}

describe('checking a chat request', () => {
  it.each([
    ['a body that is no object', 5],
    ['null', null],
  ])('refuses %s', (_, body) => {
    expect(checkChatRequest(body, MODELS)).toMatchObject({ ok: false, reply: { status: 400 } });
  });

  it.each([
    ['no model', { model: undefined }, "property 'model' is missing"],
    ['no messages', { messages: undefined }, "property 'messages' is missing"],
    ['an empty list of messages', { messages: [] }, 'minimum number of items'],
    ['a message without a role', { messages: [{ content: 'x' }] }, "'messages.0' : property 'role' is missing"],
    [
      'no reasoning for gpt-oss',
      { reasoning_effort: 'none' },
      '`reasoning_effort` must be one of `low`, `medium`, `high`',
    ],
    [
      'low effort for qwen',
      { model: QWEN, reasoning_effort: 'low', ...JSON_OBJECT },
      '`reasoning_effort` must be one of `none`, `default`',
    ],
    [
      'a schema for qwen',
      { model: QWEN, reasoning_effort: 'none' },
      'This model does not support response format `json_schema`',
    ],
    ['a limit of 0', { max_completion_tokens: 0 }, 'positive integer'],
    [
      'JSON mode without the word',
      { messages: [{ role: 'user', content: 'hi' }], ...JSON_OBJECT },
      "must contain the word 'json'",
    ],
    ['an unknown response format', { response_format: { type: 'xml' } }, 'allowed values'],
    ['streaming', { stream: true }, 'stream'],
  ])('refuses %s with 400', (_, more, message) => {
    expect(fault(more)).toEqual({ status: 400, message: expect.stringContaining(message) });
  });

  it('refuses an unknown model with 404', () => {
    expect(fault({ model: 'x' })).toMatchObject({ status: 404, code: 'model_not_found' });
  });

  it.each([
    [
      'minItems',
      { ...SCHEMA, properties: { segments: { ...SCHEMA.properties.segments, minItems: 1 } } },
      'segments: minItems is not supported',
    ],
    ['maxItems', { type: 'array', maxItems: 3 }, 'maxItems is not supported'],
    ['an open object', { ...SCHEMA, additionalProperties: true }, 'additionalProperties:false must be set'],
    [
      'an open object deep inside',
      { ...SCHEMA, properties: { segments: { anyOf: [{ type: 'object' }] } } },
      '/segments/anyOf/0: additionalProperties',
    ],
    ['an optional property', { ...SCHEMA, required: [] }, 'missing: segments'],
  ])('refuses a strict schema with %s, without a code', (_, schema, message) => {
    expect(fault(withSchema(schema))).toEqual({ status: 400, message: expect.stringContaining(message) });
  });

  it('takes a property that is called like a keyword, and an open object outside strict mode', () => {
    const named = {
      type: 'object',
      properties: { minItems: { type: 'number' } },
      required: ['minItems'],
      additionalProperties: false,
    };
    expect(fault(withSchema(named))).toBeNull();
    expect(fault(withSchema({ type: 'object', properties: {} }, false))).toBeNull();
  });

  it('takes what each model takes', () => {
    expect(fault({})).toBeNull();
    expect(fault({ reasoning_effort: 'high' })).toBeNull();
    expect(fault({ model: QWEN, reasoning_effort: 'none', ...JSON_OBJECT })).toBeNull();
    expect(fault({ reasoning_effort: null, response_format: { type: 'text' } })).toBeNull();
  });
});
