import type { Clock } from '../clock.ts';
import type { ModelRequest } from '../model.ts';
import type { ModelFacts } from '../model-table.ts';
import { estimatePromptTokens } from '../prompt.ts';
import { modelFacts } from '../routing.ts';
import { type Admission, Limiter } from './limiter.ts';
import { type Limits, NO_LIMITS } from './limits.ts';
import { MAX_WAIT_MS, Paused } from './paused.ts';

/** How often one call is put off before the job goes back to the workflow: someone else is using the limit up. */
const MAX_PUT_OFFS = 8;

export interface PacerOptions {
  readonly clock: Clock;
  /** The account's plan, whose limits hold until an answer tells of others; null to assume none. */
  readonly plan: keyof ModelFacts['limits'] | null;
  /** The part of each model's limits that is this pacer's own, in (0, 1]. */
  readonly share: number;
  /** How long a call sits out for room in that share. @default MAX_WAIT_MS */
  readonly patienceMs?: number;
  /** In [0, 1), for jitter. @default Math.random */
  readonly random?: () => number;
  /** A model's limits by plan. @default those of `data/models.json` */
  readonly limitsOf?: (model: string) => Readonly<Record<keyof ModelFacts['limits'], Limits>>;
}

/** The one owner of waits for a rate limit: one for all jobs of a process that share the limits, or one for each job that has a share of its own. */
export class Pacer {
  readonly #options: PacerOptions;
  readonly #limiters = new Map<string, Limiter>();

  constructor(options: PacerOptions) {
    this.#options = options;
  }

  /** The pace of a job, which must neither wait nor begin a call after `deadline` (ms since 1970). */
  until(deadline: number): Pace {
    return {
      admit: (request, putOffs) => {
        const tokens = estimatePromptTokens(request.messages) + request.maxCompletionTokens;
        if (putOffs > MAX_PUT_OFFS) {
          // What the last refusal asked for is no longer than what is sat out: a longer wait pauses by itself.
          return Promise.reject(new Paused(MAX_WAIT_MS, `${request.model} refused one call ${putOffs} times`));
        }
        return this.#limiter(request.model).admit({ tokens, deadline, again: putOffs > 0 });
      },
    };
  }

  #limiter(model: string): Limiter {
    const known = this.#limiters.get(model);
    if (known) return known;
    const {
      clock,
      plan,
      share,
      patienceMs = MAX_WAIT_MS,
      random = Math.random,
      limitsOf = (name: string) => modelFacts(name).limits,
    } = this.#options;
    const plans = limitsOf(model);
    const limits = plan === null ? NO_LIMITS : plans[plan];
    const limiter = new Limiter({ model, clock, limits, plans: Object.values(plans), share, patienceMs, random });
    this.#limiters.set(model, limiter);
    return limiter;
  }
}

/** When the calls of one job may go out. */
export interface Pace {
  /** Resolves when a request may go out; `putOffs` counts its refusals so far. @throws Paused */
  admit(request: ModelRequest, putOffs: number): Promise<Admission>;
}
