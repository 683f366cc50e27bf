import type { Locale } from '../../../lib/catalog/locale.ts';
import type { Failure, Fields, Summary } from '../../../lib/run/contract/results.ts';
import type { JobInvocation, ReportData, ReportProduct } from '../../../lib/run/report/data.ts';

/** When the runs of these tests begin. */
export const BEGAN = Date.parse('2026-11-21T12:00:00.000Z');

const NAMES: Readonly<Record<string, readonly [string, 'ltr' | 'rtl']>> = {
  es: ['Spanish', 'ltr'],
  fr: ['French', 'ltr'],
  de: ['German', 'ltr'],
  ja: ['Japanese', 'ltr'],
  ar: ['Arabic', 'rtl'],
  he: ['Hebrew', 'rtl'],
  fa: ['Persian', 'rtl'],
};

export const reportLocale = (tag: string) => {
  const [name, direction] = NAMES[tag] ?? [tag.toUpperCase(), 'ltr' as const];
  return { locale: tag as Locale, name, direction };
};

export const ORIGINAL: Fields = {
  name: 'Nofry Sun Hoodie',
  features: 'UPF 30+ rating, Thumb loops',
  details: 'A hoodie for 12" snow.\nPacks small.',
  colors: ['Cloud', 'Sage'],
  sizes: ['S', 'M'],
  price: 64.95,
  url: null,
};

/** A product with all of its fields translated into these locales. */
export function reportProduct(
  id: number | string,
  locales: readonly string[],
  { original = {}, failures = [], ...more }: Partial<Omit<ReportProduct, 'failures'>> & { failures?: Failure[] } = {},
): ReportProduct {
  const source = { ...ORIGINAL, ...original };
  const { name, features, details, colors } = source;
  const into = (tag: string): Fields => {
    const fields = {
      name,
      features: `${tag} ${features}`,
      details: `${tag} ${details}`,
      colors: (colors as string[]).map((color) => `${tag} ${color}`),
    };
    const failed = new Set(failures.filter(({ locale }) => locale === tag).map(({ field }) => field));
    return Object.fromEntries(Object.entries(fields).filter(([field]) => !failed.has(field)));
  };
  return {
    product_id: id,
    original: source,
    translations: Object.fromEntries(locales.map((tag) => [tag, into(tag)])),
    failures,
    protected: { features: ['UPF 30+'], details: ['12"'] },
    ...more,
  };
}

export const failure = (locale: string, field = 'features'): Failure => ({
  locale: locale as Locale,
  field,
  error: 'ModelAnswerInvalid',
  cause: 'numbers: 30 is missing',
});

/** One job with a call of each kind. */
export const invocation = (locale: string, more: Partial<JobInvocation> = {}): JobInvocation => ({
  batch: 0,
  locale: locale as Locale,
  startedAt: BEGAN + 100,
  ms: 1_400,
  error: null,
  trail: [
    { kind: 'recall', at: BEGAN + 100, ms: 20, hits: 3, misses: 4 },
    { kind: 'wait', at: BEGAN + 120, ms: 80, model: 'openai/gpt-oss-20b' },
    call(BEGAN + 200, null, 'RateLimited'),
    call(BEGAN + 700, 'rate', null),
    { kind: 'check', at: BEGAN + 1_200, ms: 30, accepted: 3, refused: 1, checks: ['numbers'] },
    call(BEGAN + 1_230, 'correction', null),
  ],
  ...more,
});

const call = (at: number, again: 'rate' | 'correction' | null, error: string | null) => ({
  kind: 'call' as const,
  at,
  ms: 250,
  model: 'openai/gpt-oss-20b',
  again,
  segments: 4,
  promptTokens: 500,
  cachedTokens: 0,
  completionTokens: 200,
  usd: 0.0002,
  answerLength: 900,
  error,
});

/** A run's page; counts and statistics go with its products, unless told. */
export function sampleReport({
  locales = ['es', 'ar'],
  products = [reportProduct(1, locales)],
  summary = {},
  ...more
}: Partial<Omit<ReportData, 'summary' | 'locales'>> & {
  readonly locales?: readonly string[];
  readonly summary?: Partial<Summary>;
} = {}): ReportData {
  const units = products.length * locales.length * 4;
  const failed = products.flatMap(({ failures }) => failures).length;
  const perLocale = {
    ms: 1_400,
    model: 'openai/gpt-oss-20b',
    calls: 3,
    units: products.length * 4,
    translated: products.length * 4,
    failed: 0,
    memoryHits: 3,
    pseudo: 0,
    usd: 0.0006,
  };
  return {
    summary: {
      runId: 'run-1',
      status: failed > 0 ? 'PARTIAL' : 'COMPLETE',
      engine: 'groq',
      source: 'en' as Locale,
      locales: locales as Locale[],
      startedAt: new Date(BEGAN).toISOString(),
      finishedAt: new Date(BEGAN + 2_100).toISOString(),
      counts: {
        products: products.length,
        invalidProducts: 0,
        units,
        translated: units - failed,
        failed,
        pseudo: 0,
        warnings: 0,
        coverage: units === 0 ? 1 : (units - failed) / units,
      },
      stats: {
        wallMs: 2_100,
        sequentialMs: 9_800,
        averageMsPerLocale: 1_400,
        calls: 6,
        retries: 2,
        memoryHits: 6,
        promptTokens: 3_000,
        cachedTokens: 100,
        completionTokens: 1_200,
        usd: 0.0012,
        perLocale: Object.fromEntries(locales.map((tag) => [tag, perLocale])),
      },
      stoppedBy: null,
      ...summary,
    },
    source: { locale: 'en' as Locale, name: 'English', direction: 'ltr' },
    locales: locales.map(reportLocale),
    fields: ['features', 'details', 'colors'],
    timeline: { detail: 'calls', invocations: locales.map((tag) => invocation(tag)) },
    productsLeftOut: 0,
    chosen: 'failuresFirst',
    rows: [],
    rowsLeftOut: 0,
    ...more,
    products,
  };
}
