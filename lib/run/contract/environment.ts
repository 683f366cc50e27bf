/** Environment variables that the stack sets and its Lambdas read. What the AWS SDK reads is its own. */
export const ENVIRONMENT = {
  bucket: 'FANOUT_BUCKET',
  /** Start and Status: the workflow. */
  stateMachineArn: 'FANOUT_STATE_MACHINE_ARN',
  /** Translate: the name of the SSM parameter that holds Groq's key. */
  keyParameter: 'FANOUT_KEY_PARAMETER',
  /** Plan and Translate: another server in Groq's wire format; absent for Groq. */
  groqBaseUrl: 'GROQ_BASE_URL',
  /** Plan and Translate: `free` or `developer`, whose limits apply. */
  providerPlan: 'FANOUT_PLAN',
  /** Start: what an upload or the schedule asks for, as JSON: `{ "locales": [...], "maxConcurrency": 10, "model": null }`, and `maxUsd` if set. */
  defaults: 'FANOUT_DEFAULTS',
  /** Translate and Merge, which export spans: where to, by OpenTelemetry's own name; absent for nowhere. */
  otlpEndpoint: 'OTEL_EXPORTER_OTLP_ENDPOINT',
  /** Translate and Merge: the name of the SSM parameter that holds the headers for it, an API key among them; absent for none. */
  otlpHeadersParameter: 'FANOUT_OTLP_HEADERS_PARAMETER',
  /** Translate: `true` where prompts and answers may go with the spans. */
  traceContent: 'FANOUT_TRACE_CONTENT',
} as const;

/** Where Groq's key is kept: CloudFormation cannot create a SecureString, so the stack only names it. */
export const KEY_PARAMETER = '/translation-fanout/groq-api-key';

/** Names of the stack's outputs. */
export const OUTPUTS = { bucket: 'BucketName', stateMachine: 'StateMachineArn', api: 'ApiUrl' } as const;
