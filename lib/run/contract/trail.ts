import * as z from 'zod';
import type { TrailEntry } from '../../translate/trail.ts';

const timed = { at: z.number(), ms: z.number() };

/** What one invocation of a job did, in the order in which it ended, as parts and attempts keep it. */
export const trailSchema = z.array(
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('recall'), ...timed, hits: z.int(), misses: z.int() }),
    z.object({ kind: z.literal('wait'), ...timed, model: z.string() }),
    z.object({
      kind: z.literal('call'),
      ...timed,
      model: z.string(),
      again: z.enum(['correction', 'model', 'rate']).nullable(),
      segments: z.int(),
      promptTokens: z.number(),
      cachedTokens: z.number(),
      completionTokens: z.number(),
      usd: z.number(),
      answerLength: z.int(),
      error: z.string().nullable(),
    }),
    z.object({
      kind: z.literal('check'),
      ...timed,
      accepted: z.int(),
      refused: z.int(),
      checks: z.array(z.string()),
    }),
  ]) satisfies z.ZodType<TrailEntry>,
);
