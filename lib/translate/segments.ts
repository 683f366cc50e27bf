import type { Unit } from '../catalog/units.ts';
import type { Finding } from './checks/check.ts';
import { hasTranslatableText, type Protector, restore } from './protect.ts';

/** What the model gets: one masked text, standing for every unit that masks to it. */
export interface Segment {
  /** Short and stable inside its job: `s1`, `s2`, ... */
  readonly id: string;
  readonly text: string;
  readonly units: readonly SegmentUnit[];
}

/** A unit and what it takes to put a segment's translation back in its place. */
export interface SegmentUnit {
  /** Position of the product in its batch. */
  readonly product: number;
  readonly unit: Unit;
  readonly spans: readonly string[];
  /** White space around the text: never sent, put back as it was. */
  readonly before: string;
  readonly after: string;
}

export interface Segmentation {
  readonly segments: readonly Segment[];
  /** Units of nothing but protected spans: their translation is themselves. */
  readonly untouched: readonly { readonly product: number; readonly unit: Unit }[];
}

/** Turns units into segments; identical texts (44 products have 127 colours, 25 different) become one. */
export function segmentUnits(
  products: readonly (readonly Unit[])[],
  protectorFor: (unit: Unit) => Protector,
): Segmentation {
  const byText = new Map<string, SegmentUnit[]>();
  const untouched: { product: number; unit: Unit }[] = [];
  for (const [product, units] of products.entries()) {
    for (const unit of units) {
      const core = unit.text.trim();
      const start = unit.text.indexOf(core);
      const before = unit.text.slice(0, start);
      const after = unit.text.slice(start + core.length);
      const { text, spans } = protectorFor(unit)(core);
      if (!hasTranslatableText(text)) {
        untouched.push({ product, unit });
        continue;
      }
      const units = byText.get(text) ?? [];
      units.push({ product, unit, spans, before, after });
      byText.set(text, units);
    }
  }
  const segments = [...byText].map(([text, units], index) => ({ id: `s${index + 1}`, text, units }));
  return { segments, untouched };
}

/** A translation, with what the checks remark on it. */
export interface UnitText {
  readonly text: string;
  readonly pseudo: boolean;
  readonly warnings: readonly Finding[];
}

/** A unit's translation from its segment's. */
export function unitText({ spans, before, after }: SegmentUnit, translatedSegment: string): string {
  return before + restore(translatedSegment, spans) + after;
}
