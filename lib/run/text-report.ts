import pc from 'picocolors';
import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import { type Locale, localeName, textDirection } from '../catalog/locale.ts';
import type { Fields, Merged, MergedProduct, RunStats } from './contract/results.ts';

export interface TextReportOptions {
  /** Columns to fit into. @default 80 */
  readonly width?: number;
  /** Whether to set colours and bold. @default false */
  readonly color?: boolean;
  /** Products to show whole; the rest is counted. @default all */
  readonly products?: number;
}

export const DEFAULT_WIDTH = 80;

/**
 * A run's result for people: each product's fields with source and target side by side, wrapped to the width, right-to-left text marked and isolated, then the
 * statistics.
 */
export function formatTranslationResult(
  result: Pick<Merged, 'products' | 'locales' | 'engine' | 'stats'>,
  options: TextReportOptions = {},
): string {
  const { width = DEFAULT_WIDTH, color = false, products: shown = result.products.length } = options;
  const paint = pc.createColors(color);
  const lines = result.products
    .slice(0, shown)
    .flatMap((product) => productLines(product, result.locales, width, paint));
  const more = result.products.length - shown;
  if (more > 0) lines.push(paint.dim(`... and ${more} more product${more === 1 ? '' : 's'}`), '');
  return [...lines, ...statisticsLines(result.stats, result.engine, width, paint)].join('\n');
}

type Paint = ReturnType<typeof pc.createColors>;

function productLines(product: MergedProduct, locales: readonly Locale[], width: number, paint: Paint): string[] {
  const name = typeof product.original['name'] === 'string' ? printable(product.original['name']) : '(no name)';
  const title = wrap(`Product ${printable(String(product.product_id))}: ${name}`, width);
  return [
    ...title.map(paint.bold),
    ...locales.flatMap((locale) => ['', ...localeLines(product, locale, width, paint)]),
    '',
  ];
}

function localeLines(product: MergedProduct, locale: Locale, width: number, paint: Paint): string[] {
  const direction = textDirection(locale) === 'rtl' ? ', right to left' : '';
  const heading = paint.cyan(`${localeName(locale)} (${locale}${direction})`);
  const translation = product.translations[locale] ?? {};
  const failed = new Map(
    product.failures.filter((failure) => failure.locale === locale).map((failure) => [failure.field, failure]),
  );
  const pseudo = new Set(product.pseudo?.[locale] ?? []);
  const rows = Object.keys(product.original).flatMap((field) => {
    const failure = failed.get(field);
    if (failure)
      return fieldRows(field, product.original, paint.red(`not translated: ${failure.error}`), locale, width, paint);
    const target = translation[field];
    if (!(field in translation) || target === null) return [];
    const note = pseudo.has(field) ? ' (pseudo)' : '';
    return fieldRows(`${field}${note}`, product.original, readable(target), locale, width, paint, field);
  });
  return [heading, ...rows];
}

/** Columns of a field's name; a longer one stands on a line of its own. */
const LABEL_WIDTH = 15;

function fieldRows(
  label: string,
  source: Fields,
  target: string,
  locale: Locale,
  width: number,
  paint: Paint,
  field = label,
): string[] {
  const column = Math.max(12, Math.floor((width - LABEL_WIDTH - 5) / 2));
  const left = wrap(readable(source[field]), column);
  const rtl = textDirection(locale) === 'rtl';
  const right = wrap(target, column).map((line) => (rtl ? isolate(line) : line));
  const height = Math.max(left.length, right.length);
  const rows = Array.from({ length: height }, (_, index) => {
    const name = index === 0 && stringWidth(label) <= LABEL_WIDTH ? label : '';
    return `  ${paint.dim(pad(name, LABEL_WIDTH))} ${pad(left[index] ?? '', column)} ${right[index] ?? ''}`.trimEnd();
  });
  return stringWidth(label) > LABEL_WIDTH ? [`  ${paint.dim(label)}`, ...rows] : rows;
}

/** A field's value as one text: a list with commas. */
function readable(value: unknown): string {
  if (Array.isArray(value)) return value.map(readable).join(', ');
  return value === null || value === undefined ? '' : printable(String(value));
}

/**
 * A catalog's text as a terminal may have it: without control characters (escape sequences would be carried out) and without bidirectional overrides.
 */
export function printable(text: string): string {
  return text.replace(/(?!\n)\p{Cc}|[\u202a-\u202e\u2066-\u2069]/gu, ' ');
}

/** Right-to-left isolate: the line is set from the right and leaves its neighbours alone. */
const isolate = (line: string) => `\u2067${line}\u2069`;

const wrap = (text: string, columns: number) =>
  wrapAnsi(text, columns, { hard: true })
    .split('\n')
    .map((line) => line.trimEnd());

const pad = (text: string, columns: number) => text + ' '.repeat(Math.max(0, columns - stringWidth(text)));

function statisticsLines(stats: RunStats, engine: Merged['engine'], width: number, paint: Paint): string[] {
  const header = ['Language', 'Language', 'Units', 'Failed', 'Memory', 'Calls', 'Time', 'Model'];
  const rows = Object.entries(stats.perLocale).map(([tag, locale]) => [
    languageLabel(tag),
    tag,
    `${locale.translated}/${locale.units}`,
    `${locale.failed}`,
    `${locale.memoryHits}`,
    `${locale.calls}`,
    seconds(locale.ms),
    locale.model ?? '-',
  ]);
  const list = engine === 'offline' ? " at Groq's list price (an offline run is free)" : '';
  const pseudo = Object.values(stats.perLocale).reduce((sum, locale) => sum + locale.pseudo, 0);
  const notes = [
    `Side by side ${seconds(stats.wallMs)}, one language after another ${seconds(stats.sequentialMs)}: ${saved(stats)}; ${seconds(stats.averageMsPerLocale)} a language on average.`,
    `${counted(stats.calls, 'call')} (${stats.retries} of them retries), ${stats.promptTokens} + ${stats.completionTokens} tokens, ${dollars(stats.usd)}${list}.`,
    ...(pseudo > 0 ? [`${pseudo} units are pseudo-localized: the offline stand-in has no reference for them.`] : []),
  ];
  return [...fittingTable([header, ...rows], width, paint), '', ...notes.flatMap((note) => wrap(note, width))];
}

/** `1 call`, `3 calls`. */
const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;

function saved({ wallMs, sequentialMs }: RunStats): string {
  if (wallMs <= 0 || sequentialMs <= wallMs) return 'no time saved';
  return `${seconds(sequentialMs - wallMs)} saved, ${(sequentialMs / wallMs).toFixed(1)} times as fast`;
}

/**
 * A table that fits the width. The first two cells of a row say the same, long and short: the short one is taken where
 * the long one does not fit, and the last column is left out where that is not enough.
 */
export function fittingTable(
  rows: readonly (readonly string[])[],
  width: number,
  paint: Pick<Paint, 'bold'>,
): string[] {
  const long = rows.map(([label = '', _, ...cells]) => [label, ...cells]);
  const short = rows.map(([, ...cells]) => cells);
  const narrower = [long, short].map((list) => list.map((cells) => cells.slice(0, -1)));
  const tables = [long, short, ...narrower].map((cells) => table(cells, paint));
  return tables.find((lines) => lines.every((line) => stringWidth(line) <= width)) ?? tables.at(-1) ?? [];
}

/** Rows in columns as wide as their widest cell; the first row is the heading, numbers stand to the right. */
export function table(rows: readonly (readonly string[])[], paint: Pick<Paint, 'bold'>): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => stringWidth(row[column] ?? ''))));
  const isNumber = (text: string) => /^[\d.,/$-]+( [a-zA-Z]+)?$/.test(text);
  return rows.map((row, index) => {
    const cells = row.map((cell, column) => {
      const space = ' '.repeat(Math.max(0, (widths[column] ?? 0) - stringWidth(cell)));
      const numeric = rows.slice(1).every((other) => isNumber(other[column] ?? ''));
      return numeric ? space + cell : cell + space;
    });
    const line = cells.join('  ').trimEnd();
    return index === 0 ? paint.bold(line) : line;
  });
}

export const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
export const dollars = (usd: number) => `$${usd === 0 ? '0' : usd < 0.01 ? usd.toPrecision(2) : usd.toFixed(2)}`;

/** A locale as people read it: `Spanish (es)`. */
export const languageLabel = (locale: string) => `${localeName(locale as Locale)} (${locale})`;
