import stringWidth from 'string-width';
import { afterEach, expect, it, vi } from 'vitest';
import { progressDisplay } from '../../bin/cli/progress.ts';
import { terminalOf } from '../../bin/cli/terminal.ts';
import type { RunEvent } from '../../lib/run/run-event.ts';
import { FakeTerminal, type FakeTerminalOptions, screen } from '../fakes/terminal.ts';

afterEach(() => void vi.useRealTimers());

/** A display whose clock and timer the test moves. */
function display(options: FakeTerminalOptions) {
  vi.useFakeTimers();
  const terminal = new FakeTerminal(options);
  const shown = progressDisplay(terminal.stdout, terminalOf(terminal));
  return {
    ...shown,
    take(...events: readonly RunEvent[]) {
      for (const event of events) shown.take(event);
      vi.advanceTimersByTime(150);
    },
    written: () => terminal.stdout.text,
    screen: () => screen(terminal.stdout.text, options.columns ?? 80),
  };
}

const job = (locale: string, batch = 0) => ({ locale, batch });
const planned = (locales: readonly string[]): RunEvent => ({
  type: 'planned',
  jobs: locales.map((locale) => job(locale)),
});
const running = (locale: string, batch = 0): RunEvent => ({ type: 'running', ...job(locale, batch) });
const ended = (locale: string, batch = 0): RunEvent => ({ type: 'ended', status: 'translated', ...job(locale, batch) });
const progress = (locale: string, done: number, model = 'openai/gpt-oss-20b'): RunEvent => ({
  type: 'progress',
  ...job(locale),
  done,
  total: 7,
  model,
  usd: 0.25,
});

it('writes a plain line for each change where nobody looks, and none for mere progress', () => {
  const { take, stop, written } = display({ tty: false });

  take(planned(['es', 'fr']), running('es'), progress('es', 3), progress('es', 7), ended('es'), running('fr'));
  take({ type: 'retrying', ...job('fr'), error: 'ProviderUnavailable' }, running('fr'));
  take({ type: 'ended', ...job('fr'), status: 'failed' });
  stop();

  expect(written().trimEnd().split('\n')).toEqual([
    'Spanish (es): running',
    'Spanish (es): done, 7/7 units, openai/gpt-oss-20b, 0.00 s, $0.25 so far',
    'French (fr): running',
    'French (fr): retrying, ProviderUnavailable',
    'French (fr): running, ProviderUnavailable',
    expect.stringMatching(/^French \(fr\): failed, [\d.]+ s, ProviderUnavailable, \$0\.25 so far$/),
  ]);
});

it('writes one line for the start of many batches and one for their end', () => {
  const { take, written } = display({ tty: false });
  const batches = Array.from({ length: 50 }, (_, batch) => batch);

  take({ type: 'planned', jobs: batches.map((batch) => job('es', batch)) });
  take(...batches.flatMap((batch) => [running('es', batch), ended('es', batch)]));

  expect(
    written()
      .trimEnd()
      .split('\n')
      .map((line) => line.split(',')[0]),
  ).toEqual(['Spanish (es): running', 'Spanish (es): done']);
});

it('keeps one line for each language current on a terminal', () => {
  const { take, stop, screen: shown } = display({ tty: true });

  take(planned(['es', 'pt-BR', 'ja']), running('es'), progress('es', 3));
  expect(
    shown().map((line) =>
      line
        .trim()
        .split(/\s{2,}/)
        .slice(0, 3),
    ),
  ).toEqual([
    ['▸ Spanish (es)', 'running', '3/7'],
    ['· Brazilian Portuguese (pt-BR)', 'waiting'],
    ['· Japanese (ja)', 'waiting'],
    ['0 of 3 languages, $0.25'],
    [''],
  ]);

  take(progress('es', 7), ended('es'), running('pt-BR'), { type: 'retrying', ...job('ja'), error: 'RateLimited' });
  stop();
  expect(shown().map((line) => line.slice(0, 42).trim())).toEqual([
    '✓ Spanish (es)                  done',
    '▸ Brazilian Portuguese (pt-BR)  running',
    '↻ Japanese (ja)                 retrying',
    '1 of 3 languages, $0.25',
    '',
  ]);
});

it('tells how many of many batches have ended', () => {
  const { take, stop, screen: shown } = display({ tty: true });

  take({ type: 'planned', jobs: [job('es', 0), job('es', 1), job('es', 2)] }, running('es', 0), ended('es', 0));
  take(running('es', 1));
  stop();

  expect(shown()[0]).toMatch(/^▸ Spanish \(es\) .* 1 of 3 batches$/);
});

it.each([80, 40])('cuts what is too wide for %i columns, and wraps nothing', (columns) => {
  const { take, stop, written, screen: shown } = display({ tty: true, columns });
  const reason = 'a reason that goes on and on, '.repeat(8);

  take(planned(['pt-BR', 'ja']), running('pt-BR'), progress('pt-BR', 3, 'acme/a-model-with-quite-a-long-name-日本語'));
  for (let seconds = 1; seconds < 6; seconds++) take({ type: 'waiting', ...job('pt-BR'), seconds, reason });
  stop();

  expect(shown()).toHaveLength(4);
  expect(shown()[0]).toMatch(/^↻ Brazilian Portuguese \(pt-BR\).*…$/);
  for (const line of screen(written(), 1_000)) expect(stringWidth(line)).toBeLessThan(columns);
});

it('keeps what still moves where the screen is too short for all languages', () => {
  const { take, stop, screen: shown } = display({ tty: true, rows: 8 });
  const locales = ['es', 'fr', 'de', 'it', 'ja', 'ar', 'pt', 'nl', 'sv', 'da'];

  take(planned(locales), ...locales.slice(0, 7).map((locale) => ended(locale)), running('nl'));
  stop();

  expect(shown().map((line) => line.split('  ')[0])).toEqual([
    '▸ Dutch (nl)',
    '· Swedish (sv)',
    '· Danish (da)',
    '7 of 10 languages, $0',
    '',
  ]);
});

it('draws nothing more once it is stopped', () => {
  const { take, stop, written } = display({ tty: true });
  take(planned(['es']), running('es'));
  stop();
  const before = written();

  vi.advanceTimersByTime(5_000);

  expect(written()).toBe(before);
});

it('draws nothing more once it has been stopped, however often', () => {
  const { take, stop, written } = display({ tty: true, columns: 80 });

  take(planned(['es']), running('es'), progress('es', 7), ended('es'));
  stop();
  const shown = written();
  stop();
  vi.advanceTimersByTime(1_000);

  expect(shown).toContain('✓ Spanish (es)');
  expect(written()).toBe(shown);
});
