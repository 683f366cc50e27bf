import { defineConfig } from 'vitest/config';
import { common, FAULT_TESTS } from './vitest.config.ts';

/** What a process is killed in the middle of is told by the clock: these have the machine for themselves. */
const BY_THE_CLOCK = ['test/faults/kill.test.ts', 'test/faults/at-a-lambdas-end.test.ts'];

const project = (name: string, include: string[], groupOrder: number, globalSetup: string[]) => ({
  extends: true as const,
  test: { name, include, exclude: [], sequence: { groupOrder }, globalSetup },
});

export default defineConfig({
  test: {
    ...common,
    testTimeout: 180_000,
    hookTimeout: 60_000,
    projects: [
      project(
        'provider',
        FAULT_TESTS.filter((file) => !BY_THE_CLOCK.includes(file)),
        0,
        ['test/run-folder.ts'],
      ),
      project('kills', BY_THE_CLOCK, 1, ['test/run-folder.ts', 'test/lambdas/synthesis.ts']),
    ],
  },
});
