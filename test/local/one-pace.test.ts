import { describe, expect, it } from 'vitest';
import { localDeps } from '../../lib/local/deps.ts';
import { startEngine } from '../../lib/local/engine.ts';
import { BATCH_SHARE } from '../../lib/translate/pacing/share.ts';
import { fakeModel } from '../fakes/model.ts';
import { request } from '../translate/pacing/world.ts';

const engine = (name: 'groq' | 'offline') =>
  ({ engine: name, origin: name, providerPlan: 'free', model: fakeModel(), close: async () => {} }) as const;
const A = 'openai/gpt-oss-20b';

describe('the pace of a run on one machine', () => {
  it('is one for all jobs, whatever their own share, and another for a short run than for a batch run', () => {
    const { pacer } = localDeps('out', engine('groq'));
    expect(pacer(BATCH_SHARE / 3)).toBe(pacer(BATCH_SHARE / 12));
    expect(pacer(1)).not.toBe(pacer(BATCH_SHARE));
    expect(localDeps('out', engine('groq')).pacer(1)).not.toBe(pacer(1));
  });

  it("holds to the plan's limits with a key, and to none offline", async () => {
    const goesAtOnce = async (name: 'groq' | 'offline') => {
      const pace = localDeps('out', engine(name))
        .pacer(1)
        .until(Date.now() + 3_000);
      await pace.admit(request(A, 8_000), 0);
      return pace.admit(request(A, 8_000), 0).then(
        () => true,
        () => false,
      );
    };
    expect(await goesAtOnce('offline')).toBe(true);
    expect(await goesAtOnce('groq')).toBe(false);
  });

  it('meets no limit of the stand-in that is started for it', async () => {
    const { model, close } = await startEngine({ engine: 'offline', providerPlan: 'free' }, { latencyMs: 0 });
    try {
      const question = JSON.stringify({ targetLocale: 'fr', segments: [{ id: 's1', text: 'Cloud' }] });
      const system = { role: 'system', content: 'Answer in JSON.' } as const;
      const large = { ...request(A, 60_000), messages: [system, { role: 'user' as const, content: question }] };
      // Five minutes' worth of what the stand-in has by itself.
      for (let calls = 0; calls < 20; calls++) {
        const { limits } = await model.complete(large);
        expect(limits.remainingTokens).toBeGreaterThan(1e9);
      }
    } finally {
      await close();
    }
  });
});
