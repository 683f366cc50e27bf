import * as z from 'zod';

/** What Lambda puts into a cause; its own errors (a timeout, no memory) have no type. */
const lambdaCauseSchema = z.object({ errorMessage: z.string().default('the function gives no reason') });

/** The sentence in a cause: a Lambda's message without its stack trace, or the cause itself where Step Functions wrote it. */
export function sentenceOf(cause: string): string {
  try {
    return lambdaCauseSchema.parse(JSON.parse(cause)).errorMessage;
  } catch {
    return cause;
  }
}
