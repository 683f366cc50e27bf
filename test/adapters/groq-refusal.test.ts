import { afterEach, describe, expect, it } from 'vitest';
import { groqModel } from '../../lib/adapters/groq.ts';
import { startGroqServer } from '../../lib/local/groq-server/server.ts';
import type { RateLimited } from '../../lib/translate/errors.ts';
import { buildRequest } from '../../lib/translate/prompt.ts';
import { A, EN, FR, NO_GUIDANCE, segmentsOf } from '../translate/helpers.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

describe('a refusal for the rate', () => {
  it('tells the pace what is left of the limits', async () => {
    const limits = { requestsPerMinute: 1, requestsPerDay: 500, tokensPerMinute: 8_000 };
    const server = await startGroqServer({ references: 'data/references', models: [A], latencyMs: 0, limits });
    closing.push(() => server.close());
    const model = groqModel({ apiKey: 'any', baseUrl: server.url });
    const segments = segmentsOf('Cloud');
    const request = buildRequest(A, { source: EN, target: FR, segments, guidance: NO_GUIDANCE });
    await model.complete(request);
    const refusal = await model.complete(request).catch((error: RateLimited) => error);
    expect(refusal).toMatchObject({
      name: 'RateLimited',
      limits: { limitTokens: 8_000, limitRequests: 500, remainingRequests: 499, remainingTokens: expect.any(Number) },
    });
  });
});
