import { lambdaErrorSchema } from './contract/state.ts';

/** The sentence in an execution's cause: a Lambda's `errorMessage`, or the cause itself where Step Functions wrote it. */
export function sentenceOf(cause: string): string {
  try {
    return lambdaErrorSchema.parse(JSON.parse(cause)).errorMessage;
  } catch {
    return cause;
  }
}
