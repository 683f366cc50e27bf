/** A request to the API that is answered with what is wrong. `faults` are whole sentences for people. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly statusCode: number;
  readonly faults: readonly string[];

  constructor(statusCode: number, ...faults: readonly string[]) {
    super(faults.join('\n'));
    this.statusCode = statusCode;
    this.faults = faults;
  }
}
