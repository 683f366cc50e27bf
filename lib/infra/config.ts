import * as z from 'zod';
import { RequestInvalid } from '../run/contract/errors.ts';
import { PROVIDER_PLANS, type ProviderPlan } from '../run/contract/provider-plan.ts';
import { DEFAULT_MAX_CONCURRENCY, OWN_NAMES, parseRequest } from '../run/contract/request.ts';

/** What the context of `cdk.json`, or `-c name=value`, says of the stack. */
export interface FanoutConfig {
  /** @default DEFAULTS.stackName */
  readonly stackName: string;
  /** The target locales of a run that an upload or the schedule starts, as BCP-47 tags. @default DEFAULTS.locales */
  readonly locales: readonly string[];
  /** Locale jobs in flight in such a run. @default DEFAULT_MAX_CONCURRENCY */
  readonly maxConcurrency: number;
  /** When every catalog is refreshed: `cron(...)` in UTC, or `rate(...)`; null for never. @default null */
  readonly schedule: string | null;
  /** One model for all locales; null (in the context also `routing`) for the routing's. @default null */
  readonly model: string | null;
  /** What such a run may cost, in USD; null for no limit. @default null */
  readonly maxUsd: number | null;
  /** The plan of the account with Groq, whose limits apply. @default DEFAULTS.plan */
  readonly plan: ProviderPlan;
  /** How long the files of runs are kept, and, rounded up to what CloudWatch offers, all logs. @default DEFAULTS.retentionDays */
  readonly retentionDays: number;
  /** Who is told of alarms; null for nobody. @default null */
  readonly email: string | null;
  /** Where traces go; null for nowhere but X-Ray. @default null */
  readonly otlpEndpoint: string | null;
  /** The SSM SecureString parameter that holds what `OTEL_EXPORTER_OTLP_HEADERS` would: `api_key=...`; null for no headers. @default null */
  readonly otlpHeadersParameter: string | null;
  /** Whether prompts and answers go with the traces. @default DEFAULTS.traceContent */
  readonly traceContent: boolean;
  /** Another server in Groq's wire format; null for Groq. @default null */
  readonly groqBaseUrl: string | null;
}

export const DEFAULTS = {
  stackName: 'TranslationFanout',
  locales: ['es', 'fr', 'de'],
  plan: 'free',
  retentionDays: 90,
  traceContent: false,
} as const;

/** The longest that CloudWatch keeps logs, short of for ever. */
const MAX_RETENTION_DAYS = 3653;

/** `-c name=` and `-c name=null` are how a command line says null. */
const unset = (value: unknown) => (value === '' || value === 'null' || value === null ? undefined : value);
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess(unset, schema.optional()).transform((value) => value ?? null);
const withDefault = <T extends z.ZodType>(schema: T, value: z.input<T>) =>
  z.preprocess((read) => unset(read) ?? value, schema);
const typed = (value: unknown) => (typeof value === 'string' && value.trim() !== '' ? Number(value) : value);
const wholeNumber = z.preprocess(typed, z.int('expected a whole number').min(1, 'expected at least 1'));
const list = z.preprocess(
  (value) => (typeof value === 'string' ? value.split(',').map((part) => part.trim()) : value),
  z.array(z.string(), 'expected a list of languages, such as es,fr'),
);
/** `-c name=true`. */
const yesOrNo = z.preprocess(
  (value) => (value === 'true' ? true : value === 'false' ? false : value),
  z.boolean('expected true or false'),
);
const url = z.url({ protocol: /^https?$/, error: 'expected a URL that begins with https:// or http://' });

const configSchema = z.object({
  stackName: withDefault(
    z.string().regex(/^[A-Za-z][A-Za-z0-9-]{0,127}$/, 'expected a letter, then letters, digits and hyphens'),
    DEFAULTS.stackName,
  ),
  locales: withDefault(list, [...DEFAULTS.locales]),
  maxConcurrency: withDefault(wholeNumber, DEFAULT_MAX_CONCURRENCY),
  schedule: optional(
    z
      .string()
      .regex(
        /^(cron\(\S+( \S+){5}\)|rate\([1-9]\d* (minute|hour|day)s?\))$/,
        'expected cron(minute hour day month weekday year), such as cron(0 3 * * ? *), or rate(1 day)',
      ),
  ),
  model: z.preprocess(
    (value) => (value === 'routing' ? null : value),
    optional(z.string('expected the id of one model, or routing')),
  ),
  maxUsd: optional(z.preprocess(typed, z.number('expected a number'))),
  plan: withDefault(z.enum(PROVIDER_PLANS, `expected ${PROVIDER_PLANS.join(' or ')}`), DEFAULTS.plan),
  retentionDays: withDefault(
    wholeNumber.pipe(z.number().max(MAX_RETENTION_DAYS, `expected at most ${MAX_RETENTION_DAYS}`)),
    DEFAULTS.retentionDays,
  ),
  email: optional(z.email('expected an e-mail address')),
  otlpEndpoint: optional(
    url.refine(
      (text) => new URL(text).username === '',
      'a template is no place for a password: otlpHeadersParameter is',
    ),
  ),
  otlpHeadersParameter: optional(
    z
      .string()
      .max(1011)
      // https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html
      .regex(
        /^(?!\/?(aws|ssm))((\/[\w.-]+)+|[\w.-]+)$/i,
        'expected the name of an SSM parameter, such as /translation-fanout/otlp-headers',
      ),
  ),
  traceContent: withDefault(yesOrNo, DEFAULTS.traceContent),
  groqBaseUrl: optional(url),
});

/**
 * Reads the stack's configuration from CDK context. Values that come from a command line are texts: `locales=es,fr`, `maxConcurrency=20`.
 * @throws RequestInvalid with every fault
 */
export function readConfig(context: (name: string) => unknown): FanoutConfig {
  const raw = Object.fromEntries(Object.keys(configSchema.shape).map((name) => [name, context(name)]));
  const parsed = configSchema.safeParse(raw);
  const faults = parsed.success ? [] : parsed.error.issues.map((issue) => fault(issue, raw));
  // The fields that become a run's request are checked by what checks that: a fault at deployment, not in the night. Each by itself, so that one which cannot
  // be read, and is told of already, hides no other.
  const { locales, maxConcurrency, model, maxUsd } = configSchema.shape;
  const fields = {
    locales: locales.safeParse(raw['locales']).data ?? DEFAULTS.locales,
    maxConcurrency: maxConcurrency.safeParse(raw['maxConcurrency']).data,
    model: model.safeParse(raw['model']).data,
    maxUsd: maxUsd.safeParse(raw['maxUsd']).data,
  };
  const request = parseRequest({ catalog: 'any', ...fields }, OWN_NAMES);
  if (!request.ok) faults.push(...request.faults.map((text) => `context ${text}`));
  if (parsed.success) faults.push(...withoutEndpoint(parsed.data));
  if (!parsed.success || !request.ok || faults.length > 0) throw new RequestInvalid(faults);
  return { ...parsed.data, locales: request.request.locales };
}

/** Whoever says how spans are to be sent believes that they are. */
function withoutEndpoint({
  otlpEndpoint,
  otlpHeadersParameter,
  traceContent,
}: z.output<typeof configSchema>): string[] {
  if (otlpEndpoint !== null) return [];
  const useless = { otlpHeadersParameter: otlpHeadersParameter !== null, traceContent };
  const names = Object.entries(useless).filter(([, isSet]) => isSet);
  return names.map(([name]) => `context ${name}: expected otlpEndpoint beside it`);
}

function fault(issue: z.core.$ZodIssue, raw: Readonly<Record<string, unknown>>): string {
  const name = String(issue.path[0]);
  return `context ${issue.path.join('.')}: ${issue.message}, got ${JSON.stringify(raw[name])}`;
}
