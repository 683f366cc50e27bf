import { mergeConfig } from 'vitest/config';
import base, { FAULT_TESTS } from './vitest.config.ts';

export default mergeConfig(
  { ...base, test: { ...base.test, exclude: [], include: [] } },
  {
    test: { include: FAULT_TESTS, testTimeout: 180_000 },
  },
);
