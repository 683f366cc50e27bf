import { ENVIRONMENT } from '../lib/run/contract/environment.ts';
import { isProviderPlan, type ProviderPlan } from '../lib/run/contract/provider-plan.ts';
import type { Log } from '../lib/run/ports.ts';

/** A variable that the stack sets. */
export function fromStack(name: keyof typeof ENVIRONMENT): string {
  const value = process.env[ENVIRONMENT[name]];
  if (!value) throw new Error(`${ENVIRONMENT[name]} is not set: the stack sets it for each function that needs it`);
  return value;
}

/** Another server in Groq's wire format, or null for Groq. */
export const groqBaseUrl = (): string | null => process.env[ENVIRONMENT.groqBaseUrl] || null;

/** Whose limits apply. */
export function providerPlan(): ProviderPlan {
  const plan = fromStack('providerPlan');
  if (!isProviderPlan(plan)) throw new Error(`${ENVIRONMENT.providerPlan} is ${JSON.stringify(plan)}`);
  return plan;
}

/** X-Ray's header of this invocation. */
export const xrayHeader = (): string | null => process.env['_X_AMZN_TRACE_ID'] ?? null;

/** One object a line: Lambda's JSON logging keeps its fields apart. */
export const log: Log = (event, data) => console.log({ event, ...data });

/** Makes something at its first use and keeps it as long as the function's environment lives. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
