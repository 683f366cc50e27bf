import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Locale } from '../../../lib/catalog/locale.ts';
import { References } from '../../../lib/local/groq-server/references.ts';
import { pack } from '../../../lib/translate/pack.ts';
import { buildRequest } from '../../../lib/translate/prompt.ts';
import { hasTranslatableText, maskFaults, protector } from '../../../lib/translate/protect.ts';
import { route } from '../../../lib/translate/routing.ts';
import { post, REFERENCES, standIn, type WireCompletion } from './standin.ts';

const PRODUCTS = new URL('../../../data/ketlmtn_products.json', import.meta.url);
const LOCALES = readdirSync(REFERENCES).map((file) => file.replace('.json', '') as Locale);

/** Every text of the bundled catalog as a model gets it; names with the brand alone protected, since they are translated on request. */
function catalogSegments() {
  const products = JSON.parse(readFileSync(PRODUCTS, 'utf8')) as { extracted_data: Record<string, unknown> }[];
  const names = products
    .map(({ extracted_data: { product_name: name } }) => name)
    .filter((name) => typeof name === 'string');
  const texts = products.flatMap(({ extracted_data: data }) => [
    data.product_features,
    data.fabric_details,
    data.other_details,
    ...((data.available_colors as unknown[] | null) ?? []),
  ]);
  const masked = [
    ...texts.map((text) => ({ text, protect: protector(['KETL Mtn.', 'KETL', ...names]) })),
    ...names.map((text) => ({ text, protect: protector(['KETL Mtn.', 'KETL']) })),
  ].flatMap(({ text, protect }) => (typeof text === 'string' ? [protect(text.trim())] : []));
  return [...new Map(masked.filter(({ text }) => hasTranslatableText(text)).map((one) => [one.text, one])).values()];
}

describe('the bundled catalog', () => {
  const segments = catalogSegments();

  it('has texts to look up, with and without masks', () => {
    expect(segments.length).toBeGreaterThan(150);
    expect(segments.filter(({ spans }) => spans.length > 1).length).toBeGreaterThan(40);
  });

  it.each(LOCALES)('has a reference with every protected span for each text in %s', async (locale) => {
    const lookup = await (await References.open(REFERENCES)).forLocale(locale);
    const problems = segments.flatMap(({ text, spans }) => {
      const translation = lookup?.(text) ?? null;
      if (translation === null) return [{ text, spans, problem: 'no reference' }];
      const faults = maskFaults(translation, spans);
      return faults.length > 0 ? [{ text, spans, translation, problem: faults.join('; ') }] : [];
    });
    expect(problems).toEqual([]);
  });

  it.each(LOCALES)("fits the product's own requests in %s, with no answer cut off", async (locale) => {
    const server = await standIn();
    for (const texts of pack(segments.map(({ text }, index) => ({ id: `s${index + 1}`, text })))) {
      const { model, messages, responseFormat, maxCompletionTokens, reasoningEffort } = buildRequest(
        route(locale, null).chain[0] ?? '',
        { source: 'en' as Locale, target: locale, segments: texts, guidance: { style: null, terms: [] } },
      );
      const { type, ...schema } = responseFormat;
      const response = await post(server, {
        model,
        messages,
        reasoning_effort: reasoningEffort,
        max_completion_tokens: maxCompletionTokens,
        response_format: type === 'json_schema' ? { type, json_schema: { ...schema, strict: true } } : { type },
      });
      const completion = (await response.json()) as WireCompletion;
      expect(completion).toMatchObject({ choices: [{ finish_reason: 'stop' }] });
      expect(completion.x_groq).not.toHaveProperty('pseudo');
    }
  });
});
