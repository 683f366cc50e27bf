import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { groqModel } from '../../lib/adapters/groq.ts';
import { GPT, standIn } from '../local/groq-server/standin.ts';

it('gives a body that stalls up in time, also when memory is cleaned up meanwhile', async () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const server = await standIn({ faults: [{ fault: 'slow_body' }] });
  const model = groqModel({ apiKey: 'any', baseUrl: server.url, timeoutMs: 500 });
  const timer = setInterval(collectGarbage, 50);

  const call = model.complete({
    model: GPT,
    messages: [{ role: 'user', content: 'JSON, please' }],
    responseFormat: { type: 'json_object' },
    maxCompletionTokens: 100,
    reasoningEffort: 'low',
  });

  await expect(call.finally(() => clearInterval(timer))).rejects.toThrow('no answer within 0.5 s');
}, 5_000);
