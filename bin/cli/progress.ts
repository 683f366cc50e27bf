import { createLogUpdate } from 'log-update';
import stringWidth from 'string-width';
import type { RunEvent } from '../../lib/run/run-event.ts';
import { dollars, languageLabel, seconds } from '../../lib/run/text-report.ts';
import type { Terminal } from './terminal.ts';
import { type LocaleProgress, type LocaleState, RunWatch } from './watch.ts';

/** Shows a run while it goes. */
export interface ProgressDisplay {
  take(event: RunEvent): void;
  /** Ends the display; what it shows stays. */
  stop(): void;
}

const REFRESH_MS = 100;

/** On a terminal one line for each locale, kept current; elsewhere a plain line for each change. */
export function progressDisplay(stream: NodeJS.WriteStream, terminal: Terminal): ProgressDisplay {
  return stream.isTTY ? liveDisplay(stream, terminal) : plainDisplay(stream);
}

function liveDisplay(stream: NodeJS.WriteStream, terminal: Terminal): ProgressDisplay {
  const watch = new RunWatch();
  const log = createLogUpdate(stream);
  const draw = () => {
    const locales = watch.locales(Date.now());
    if (locales.length === 0) return;
    const columns = stream.columns || 80;
    // A screen that is too short keeps what still moves.
    const room = Math.max(3, (stream.rows || 24) - 3);
    const shown = locales.length <= room ? locales : locales.filter(({ state }) => state !== 'done').slice(0, room);
    const labels = Math.max(...locales.map(({ locale }) => stringWidth(languageLabel(locale))));
    const lines = shown.map((locale) => liveLine(locale, labels, columns, terminal));
    const ended = locales.filter(({ state }) => state === 'done' || state === 'partly' || state === 'failed').length;
    log(
      [...lines, terminal.paint.dim(`${ended} of ${locales.length} languages, ${dollars(usdOf(locales))}`)].join('\n'),
    );
  };
  const timer = setInterval(draw, REFRESH_MS);
  let stopped = false;
  return {
    take: (event) => void watch.take(event, Date.now()),
    stop: () => {
      // What is drawn last stays; drawn once more it would stand below the result.
      if (stopped) return;
      stopped = true;
      clearInterval(timer);
      draw();
      log.done();
    },
  };
}

const SYMBOLS: Readonly<Record<LocaleState, string>> = {
  waiting: '·',
  running: '▸',
  retrying: '↻',
  done: '✓',
  partly: '!',
  failed: '✗',
};

function liveLine(progress: LocaleProgress, labelWidth: number, columns: number, { paint }: Terminal): string {
  const colors = {
    waiting: paint.dim,
    running: paint.cyan,
    retrying: paint.yellow,
    done: paint.green,
    partly: paint.yellow,
    failed: paint.red,
  };
  const label = languageLabel(progress.locale);
  const cells = [
    `${SYMBOLS[progress.state]} ${label}${' '.repeat(Math.max(0, labelWidth - stringWidth(label)))}`,
    progress.state.padEnd(8),
    units(progress).padStart(9),
    progress.ms > 0 ? seconds(progress.ms).padStart(8) : ' '.repeat(8),
    progress.model ?? '',
    progress.note ?? batches(progress),
  ];
  return colors[progress.state](clip(cells.join('  ').trimEnd(), columns));
}

function plainDisplay(stream: NodeJS.WriteStream): ProgressDisplay {
  const watch = new RunWatch();
  const last = new Map<string, string>();
  return {
    take(event) {
      const moved = watch.take(event, Date.now());
      if (moved === null || event.type === 'progress') return;
      const progress = watch.locale(moved, Date.now());
      const line = plainLine(progress, usdOf(watch.locales(Date.now())));
      const change = `${progress.state} ${progress.note}`;
      if (last.get(moved) !== change) stream.write(`${line}\n`);
      last.set(moved, change);
    },
    stop: () => {},
  };
}

function plainLine(progress: LocaleProgress, usd: number): string {
  const { locale, state, ms, model, note, total } = progress;
  const ended = state === 'done' || state === 'partly' || state === 'failed';
  const details = ended
    ? [total === 0 ? null : `${units(progress)} units`, model, seconds(ms), note, `${dollars(usd)} so far`]
    : [note];
  return [`${languageLabel(locale)}: ${state}`, ...details.filter((detail) => detail !== null)].join(', ');
}

const usdOf = (locales: readonly LocaleProgress[]): number => locales.reduce((sum, { usd }) => sum + usd, 0);

/** Of many batches how many have ended: units alone would stand still for long. */
const batches = ({ batches, batchesEnded, state }: LocaleProgress) =>
  batches > 1 && (state === 'running' || state === 'retrying') ? `${batchesEnded} of ${batches} batches` : '';

const units = ({ done, total }: LocaleProgress) => (total === 0 ? '' : `${done}/${total}`);

/** A line that wraps would spoil the redrawing of those above it. */
function clip(line: string, columns: number): string {
  if (stringWidth(line) < columns) return line;
  let clipped = '';
  for (const character of line) {
    if (stringWidth(clipped + character) >= columns - 1) break;
    clipped += character;
  }
  return `${clipped}…`;
}
