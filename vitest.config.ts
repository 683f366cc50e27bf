import { defineConfig } from 'vitest/config';

/** Every fault of the provider on a whole catalog, and kills at random moments: two minutes, so they have a command of their own. */
export const FAULT_TESTS = [
  'test/faults/at-all-times.test.ts',
  'test/faults/at-ten-percent.test.ts',
  'test/faults/at-a-lambdas-end.test.ts',
  'test/faults/kill.test.ts',
];

/** They need Chromium, and have a command of their own: `npm run test:browser`. */
const BROWSER_TESTS = 'test/browser/**';

/** The SDK's notice that it will want a newer Node, on every process that loads it. */
const QUIET_SDK = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };

/** What holds for all tests. */
export const common = {
  // Two cores: more workers would only compete.
  maxWorkers: 2,
  // A stuck test is to end; one on a busy machine is not.
  testTimeout: 60_000,
  // No test may reach a provider or read a developer's own key.
  env: { GROQ_API_KEY: '', GROQ_BASE_URL: '', FANOUT_PLAN: '', OTEL_EXPORTER_OTLP_ENDPOINT: '', ...QUIET_SDK },
};

/** What runs the stack's own bundles: each function in a process of its own, from one synthesis for all of them. */
const STACK = ['test/lambdas/**/*.test.ts', 'test/infra/app.test.ts'];

/** Their packages look at the environment when they are loaded: each of them in a process of its own, whatever else may load the same packages. */
const FRESH = ['test/adapters/xray-tracer.test.ts'];

export default defineConfig({
  test: {
    ...common,
    projects: [
      {
        extends: true,
        // They leave nothing behind: to load the modules anew for each of their files took longer than to run most of them.
        test: {
          name: 'all',
          include: ['test/**/*.test.ts'],
          exclude: [...FAULT_TESTS, BROWSER_TESTS, ...STACK, ...FRESH],
          globalSetup: ['test/run-folder.ts'],
          isolate: false,
        },
      },
      { extends: true, test: { name: 'fresh', include: FRESH } },
      {
        extends: true,
        test: {
          name: 'stack',
          include: STACK,
          globalSetup: ['test/lambdas/synthesis.ts'],
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
