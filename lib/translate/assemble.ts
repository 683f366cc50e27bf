import type { SegmentFailure } from './ask.ts';
import { type Segment, type UnitText, unitText } from './segments.ts';

export interface UnitFailure {
  readonly unit: string;
  readonly field: string;
  readonly error: string;
  readonly cause: string;
  /** What the model had last given for it, in place; null when it gave nothing. */
  readonly lastAnswer: string | null;
}

/** What became of one product. */
export interface AssembledProduct {
  /** Unit id -> its translation. */
  readonly units: Map<string, UnitText>;
  readonly failures: UnitFailure[];
}

/** Puts each segment's translation, or its failure, back to every place that it stands for. `count` is the number of products. */
export function assemble(
  count: number,
  segments: readonly Segment[],
  settled: ReadonlyMap<Segment, UnitText>,
  failures: readonly SegmentFailure[],
): readonly AssembledProduct[] {
  const products = Array.from({ length: count }, (): AssembledProduct => ({ units: new Map(), failures: [] }));
  const reasons = new Map(failures.map((failure) => [failure.segment, failure]));
  for (const segment of segments) {
    const answer = settled.get(segment);
    const reason = reasons.get(segment);
    for (const place of segment.units) {
      const { id, field } = place.unit;
      if (answer) products[place.product]?.units.set(id, { ...answer, text: unitText(place, answer.text) });
      else if (reason) {
        const { error, cause } = reason;
        const lastAnswer = reason.lastAnswer === null ? null : unitText(place, reason.lastAnswer);
        products[place.product]?.failures.push({ unit: id, field, error, cause, lastAnswer });
      }
    }
  }
  return products;
}
