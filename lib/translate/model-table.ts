import * as z from 'zod';

const limit = z.number().positive().nullable();
const limitsSchema = z.strictObject({
  requestsPerMinute: limit,
  requestsPerDay: limit,
  tokensPerMinute: limit,
  tokensPerDay: limit,
});

const modelSchema = z.strictObject({
  contextTokens: z.number().int().positive(),
  maxOutputTokens: z.number().int().positive(),
  usdPerMillion: z.strictObject({ prompt: z.number(), cached: z.number(), completion: z.number() }),
  limits: z.strictObject({ free: limitsSchema, developer: limitsSchema }),
  structuredOutput: z.enum(['json_schema', 'json_object']),
  reasoningEffort: z.enum(['none', 'low']).nullable(),
});

const chain = z.array(z.string()).nonempty();

/** `data/models.json`: which models serve which languages, what they cost, what their limits are, and when that was read. */
export const modelsSchema = z.strictObject({
  read: z.string(),
  source: z.string(),
  groups: z.strictObject({ western: chain, asian: chain, arabic: chain }),
  models: z.record(z.string(), modelSchema),
  retired: z.record(z.string(), z.strictObject({ ended: z.string(), successor: z.string() })),
});

export type ModelTable = z.output<typeof modelsSchema>;
export type ModelFacts = z.output<typeof modelSchema>;
