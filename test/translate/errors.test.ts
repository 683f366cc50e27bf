import { describe, expect, it } from 'vitest';
import { ERROR_NAMES, RequestInvalid, StoreUnavailable } from '../../lib/run/contract/errors.ts';
import * as errors from '../../lib/translate/errors.ts';

const CLASSES = Object.entries(errors);
const NAMES: readonly string[] = Object.values(ERROR_NAMES);

describe('error names', () => {
  it.each(CLASSES)('of %s is the one that the workflow and failures.json know', (name, Class) => {
    const cause = new Error('foreign');
    const error =
      Class === errors.RateLimited ? new Class('said', 1, { cause }) : new (Class as ErrorClass)('said', { cause });
    expect(error).toMatchObject({ name, message: 'said', cause });
    expect(NAMES).toContain(error.name);
  });

  it('are those of the other errors too', () => {
    expect(new RequestInvalid(['a', 'b'])).toMatchObject({ name: ERROR_NAMES.requestInvalid, message: 'a\nb' });
    expect(new StoreUnavailable('x').name).toBe(ERROR_NAMES.storeUnavailable);
    expect(new Set(NAMES).size).toBe(NAMES.length);
  });
});

type ErrorClass = new (message: string, options: ErrorOptions) => Error;
