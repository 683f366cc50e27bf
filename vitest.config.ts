import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Two cores: more workers would only compete.
    maxWorkers: 2,
    testTimeout: 20_000,
    // No test may reach a provider or read a developer's own key.
    env: { GROQ_API_KEY: '', GROQ_BASE_URL: '', FANOUT_PLAN: '', OTEL_EXPORTER_OTLP_ENDPOINT: '' },
  },
});
