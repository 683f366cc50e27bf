/** What Step Functions allows a state's input and output, in UTF-8 bytes. */
export const MAX_PAYLOAD_BYTES = 256 * 1024;

/** A function as Step Functions sees a Lambda: JSON in, JSON out. */
export type Handler = (input: unknown) => Promise<unknown>;

/**
 * An error as Step Functions sees a Lambda's: its name is the `errorType`, its message the JSON that Lambda sends as `Cause`. What was thrown, where that was in
 * this process, is its `cause`, which the workflow does not see.
 */
export class LambdaError extends Error {
  override readonly name: string;

  constructor(name: string, cause: string, options?: ErrorOptions) {
    super(cause, options);
    this.name = name;
  }
}

/**
 * Puts Lambda's boundary around a step: input and output pass through JSON (what JSON cannot say is lost here as there), a thrown error becomes
 * `{"errorType","errorMessage","trace"}`, an output that a state could not hold is refused as Step Functions refuses it.
 */
export function lambdaBoundary(step: (input: unknown) => Promise<unknown>): Handler {
  return async (input) => {
    let output: unknown;
    try {
      output = await step(JSON.parse(JSON.stringify(input)));
    } catch (error) {
      throw asLambdaError(error);
    }
    const text = JSON.stringify(output) ?? 'null';
    if (Buffer.byteLength(text) > MAX_PAYLOAD_BYTES) {
      throw new LambdaError(
        'States.DataLimitExceeded',
        `The state's output is ${Buffer.byteLength(text)} bytes, more than ${MAX_PAYLOAD_BYTES}.`,
      );
    }
    return JSON.parse(text);
  };
}

function asLambdaError(error: unknown): LambdaError {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  const trace = (stack ?? '').split('\n').map((line) => line.trim());
  return new LambdaError(name, JSON.stringify({ errorType: name, errorMessage: message, trace }), { cause: error });
}
