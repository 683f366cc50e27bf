import * as z from 'zod';
import { kindOf } from '../../catalog/product.ts';
import { RequestInvalid } from './errors.ts';

/** What AWS calls Start and Status with. Only what they go by is parsed; all else that AWS sends may stand beside it. */

/**
 * EventBridge's "Object Created" of S3. The key stands as it is (unlike in S3's own notifications, where it is URL-encoded). A bucket without versions sends
 * no `version-id`, or "null".
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
 */
export const uploadEventSchema = z.object({
  source: z.literal('aws.s3'),
  'detail-type': z.literal('Object Created'),
  time: z.string(),
  detail: z.object({
    object: z.object({
      key: z.string(),
      etag: z.string().optional(),
      'version-id': z.string().optional(),
      sequencer: z.string().optional(),
    }),
  }),
});
export type UploadEvent = z.output<typeof uploadEventSchema>;

/**
 * API Gateway's proxy event of a REST API (payload format 1.0).
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 */
export const apiEventSchema = z.object({
  httpMethod: z.string(),
  path: z.string(),
  headers: z.record(z.string(), z.string()).nullish(),
  pathParameters: z.record(z.string(), z.string()).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().default(false),
  requestContext: z.object({
    domainName: z.string().optional(),
    /** What stands in the URL: with the stage, or with a custom domain's base path. */
    path: z.string().optional(),
    stage: z.string(),
    requestId: z.string().optional(),
  }),
});
export type ApiEvent = z.output<typeof apiEventSchema>;

/**
 * The input that the stack gives EventBridge Scheduler, which fills in the time; or what Scheduler, and a rule of EventBridge, send of their own to a
 * function that has been given none, for a schedule that somebody made by hand.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
 */
export const scheduleEventSchema = z.union([
  z.object({ trigger: z.literal('schedule'), scheduledTime: z.iso.datetime({ offset: true }) }),
  z
    .object({
      source: z.enum(['aws.scheduler', 'aws.events']),
      'detail-type': z.literal('Scheduled Event'),
      time: z.iso.datetime({ offset: true }),
    })
    .transform(({ time }) => ({ trigger: 'schedule' as const, scheduledTime: time })),
]);
export type ScheduleEvent = z.output<typeof scheduleEventSchema>;

const startEventSchema = z.union([
  uploadEventSchema.transform((upload) => ({ kind: 'upload' as const, upload })),
  apiEventSchema.transform((api) => ({ kind: 'api' as const, api })),
  scheduleEventSchema.transform((schedule) => ({ kind: 'schedule' as const, schedule })),
]);
export type StartEvent = z.output<typeof startEventSchema>;

/** @throws RequestInvalid for what none of the triggers sends: the function is wired to something else */
export function readStartEvent(event: unknown): StartEvent {
  const parsed = startEventSchema.safeParse(event);
  if (parsed.success) return parsed.data;
  throw new RequestInvalid([
    `the event is no "Object Created" of aws.s3, no request of a REST API and no { "trigger": "schedule", "scheduledTime": <ISO 8601> }: got ${printed(event)}`,
  ]);
}

/** Names of fields tell an event without printing what it carries. */
function printed(event: unknown): string {
  if (typeof event !== 'object' || event === null || Array.isArray(event)) return kindOf(event);
  const fields = Object.keys(event);
  const shown = fields.slice(0, 12).map((field) => JSON.stringify(field.slice(0, 40)));
  return `an object with ${shown.join(', ') || 'no fields'}${fields.length > shown.length ? ', ...' : ''}`;
}
