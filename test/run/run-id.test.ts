import fc from 'fast-check';
import { expect, it } from 'vitest';
import { runInputSchema } from '../../lib/run/contract/state.ts';
import { newRunId } from '../../lib/run/run-id.ts';

it('makes run ids that sort by time, differ within a millisecond, and fit a folder, a key and an execution', () => {
  const time = fc.date({ min: new Date(0), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true });
  fc.assert(
    fc.property(time, time, (a, b) => {
      const [idA, idB] = [newRunId(a), newRunId(b)];
      expect(idA).toMatch(/^[A-Za-z0-9_-]{1,80}$/);
      expect(runInputSchema.safeParse({ runId: idA, request: {} }).success).toBe(true);
      if (a.getTime() !== b.getTime()) expect(idA < idB).toBe(a < b);
    }),
  );
  const now = new Date(Date.UTC(2026, 10, 21, 9, 30, 15, 123));
  expect(newRunId(now, Buffer.from([0, 0, 0, 37]))).toBe('20261121-093015-123-0011');
  expect(newRunId(now, Buffer.from([255, 255, 255, 255]))).toMatch(/^20261121-093015-123-[a-z0-9]{4}$/);
});
