import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Locale } from '../../../lib/catalog/locale.ts';
import { spanNames } from '../../../lib/run/contract/span-names.ts';
import { batchSpanId, localeSpanId, readTraceparent, traceOf, traceparentOf } from '../../../lib/run/trace/context.ts';

const hex = (bytes: number) =>
  fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((array) => Buffer.from(array).toString('hex'));

describe("a run's trace", () => {
  it("has X-Ray's id where there is one", () => {
    const header = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1';
    expect(traceOf('plan', header).traceId).toBe('5759e988bd862e3fe1be46a994272793');
    expect(traceOf('plan', 'Self=1-1-2;Root=1-5759E988-BD862E3FE1BE46A994272793').traceId).toBe(
      '5759e988bd862e3fe1be46a994272793',
    );
  });

  it.each([null, '', 'Sampled=0', 'Root=1-5759e988-zz', 'Root=2-5759e988-bd862e3fe1be46a994272793'])(
    'has one that follows from its plan where the header is %j',
    (header) => {
      const trace = traceOf('plan', header);
      expect(trace.traceId).toMatch(/^[0-9a-f]{32}$/);
      expect(traceOf('plan', header)).toEqual(trace);
      expect(traceOf('another', header).traceId).not.toBe(trace.traceId);
    },
  );

  it('has another span for each plan, batch and locale, the same ones each time', () => {
    const ids = ['a', 'b'].flatMap((plan) => [
      traceOf(plan, null).rootSpanId,
      ...[0, 1, 11].flatMap((batch) => [
        batchSpanId(plan, batch),
        ...['fr', 'pt-BR'].map((locale) => localeSpanId(plan, batch, locale as Locale)),
      ]),
    ]);
    expect(new Set(ids).size).toBe(ids.length);
    expect(localeSpanId('a', 1, 'fr' as Locale)).toBe(localeSpanId('a', 1, 'fr' as Locale));
  });

  it('travels as a traceparent and comes out the same', () => {
    fc.assert(
      fc.property(hex(16), hex(8), (traceId, spanId) => {
        expect(readTraceparent(traceparentOf(traceId, spanId))).toEqual({ traceId, spanId });
      }),
    );
  });

  it.each([undefined, '', '00-1-2-01', 'Root=1-5759e988-bd862e3fe1be46a994272793'])(
    'takes %j for no context',
    (text) => {
      expect(readTraceparent(text)).toBeNull();
    },
  );
});

describe('the name of a span', () => {
  it.each([
    ['es', 'translate_to_spanish'],
    ['pt-BR', 'translate_to_brazilian_portuguese'],
    ['zh-Hans', 'translate_to_simplified_chinese'],
    ['nb', 'translate_to_norwegian_bokmal'],
    ['es-419', 'translate_to_latin_american_spanish'],
  ])('of %s is %s', (locale, name) => {
    expect(spanNames.locale(locale as Locale)).toBe(name);
  });
});
