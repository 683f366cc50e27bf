import type { PlanFile } from '../contract/internal.ts';
import type { Attributes } from '../contract/span.ts';
import { spanNames } from '../contract/span-names.ts';

/** What OpenInference calls a step that is no call of a model. */
export const CHAIN = { 'openinference.span.kind': 'CHAIN' } as const;
export const LLM = { 'openinference.span.kind': 'LLM' } as const;

/** What every span of a run says. */
export const ofRun = (runId: string): Attributes => ({ 'session.id': runId, run_id: runId });

/** A run of one product has no batch between it and its locales. */
export const isOneProduct = ({ trace }: Pick<PlanFile, 'trace'>): boolean => trace.root !== spanNames.catalog;

/** The id of a run's one product. */
export const onlyProduct = (plan: Pick<PlanFile, 'trace'>): Attributes =>
  isOneProduct(plan) ? { product_id: plan.trace.root.slice(spanNames.product('').length) } : {};
