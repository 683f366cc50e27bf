import { describe, expect, it } from 'vitest';
import { type LambdaError, lambdaBoundary, MAX_PAYLOAD_BYTES } from '../../lib/local/lambda-boundary.ts';

class Money {
  readonly amount: number;
  constructor(amount: number) {
    this.amount = amount;
  }
}

const failureOf = (step: () => Promise<unknown>) =>
  lambdaBoundary(step)({}).then(
    () => expect.unreachable('the step was to fail'),
    (error: LambdaError) => error,
  );

describe('lambdaBoundary', () => {
  it('takes from input and output what JSON cannot say', async () => {
    const date = new Date(Date.UTC(2026, 0, 2));
    let seen: unknown;
    const handler = lambdaBoundary(async (input) => {
      seen = input;
      return { date, absent: undefined, money: new Money(3), list: [undefined], map: new Map([[1, 2]]) };
    });
    const output = await handler({ date, absent: undefined, money: new Money(5) });
    expect(seen).toStrictEqual({ date: '2026-01-02T00:00:00.000Z', money: { amount: 5 } });
    expect(output).toStrictEqual({ date: '2026-01-02T00:00:00.000Z', money: { amount: 3 }, list: [null], map: {} });
  });

  it('gives null for a step that returns nothing', async () => {
    expect(await lambdaBoundary(async () => undefined)({})).toBeNull();
  });

  it('hands the step a copy: what it does to its input stays its own', async () => {
    const input = { list: [1] };
    await lambdaBoundary(async (state) => (state as typeof input).list.push(2))(input);
    expect(input).toEqual({ list: [1] });
  });

  it('reports an error as Lambda does: its name, and type, message and trace as the cause', async () => {
    class ProviderDown extends Error {
      override readonly name = 'ProviderDown';
    }
    const error = await failureOf(async () => {
      throw new ProviderDown('no answer');
    });
    expect(error.name).toBe('ProviderDown');
    const cause = JSON.parse(error.message) as { trace: string[] };
    expect(cause).toEqual({ errorType: 'ProviderDown', errorMessage: 'no answer', trace: expect.any(Array) });
    expect(cause.trace.length).toBeGreaterThan(1);
  });

  it('reports what is thrown and is no error as one', async () => {
    const error = await failureOf(() => Promise.reject('just text'));
    expect(error.name).toBe('Error');
    expect(JSON.parse(error.message)).toMatchObject({ errorType: 'Error', errorMessage: 'just text' });
  });

  it('refuses an output of more bytes than a state holds, counted in UTF-8', async () => {
    const quotes = 2;
    const full = 'é'.repeat((MAX_PAYLOAD_BYTES - quotes) / 2);
    expect(await lambdaBoundary(async () => full)({})).toBe(full);
    const error = await failureOf(async () => `${full}x`);
    expect(error.name).toBe('States.DataLimitExceeded');
    expect(error.message).toContain(String(MAX_PAYLOAD_BYTES + 1));
  });
});
