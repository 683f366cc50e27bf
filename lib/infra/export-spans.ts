import { ENVIRONMENT } from '../run/contract/environment.ts';
import type { FanoutConfig } from './config.ts';
import { grantParameter } from './grants.ts';
import type { Steps } from './steps.ts';

type ExportConfig = Pick<FanoutConfig, 'otlpEndpoint' | 'otlpHeadersParameter' | 'traceContent'>;

/** Tells the functions that export OpenTelemetry's spans where to, and lets them read the headers for it: an API key stands neither in the template nor in an environment. */
export function exportSpans({ translate, merge }: Pick<Steps, 'translate' | 'merge'>, config: ExportConfig): void {
  const { otlpEndpoint, otlpHeadersParameter, traceContent } = config;
  if (otlpEndpoint === null) return;
  for (const step of [translate, merge]) {
    step.function.addEnvironment(ENVIRONMENT.otlpEndpoint, otlpEndpoint);
    if (otlpHeadersParameter === null) continue;
    step.function.addEnvironment(ENVIRONMENT.otlpHeadersParameter, otlpHeadersParameter);
    grantParameter(step.role, otlpHeadersParameter);
  }
  if (traceContent) translate.function.addEnvironment(ENVIRONMENT.traceContent, 'true');
}
