import { Writable } from 'node:stream';
import stringWidth from 'string-width';

export interface FakeTerminalOptions {
  /** Whether somebody looks: a screen, not a file or a pipe. @default false */
  readonly tty?: boolean;
  /** @default 80 */
  readonly columns?: number;
  /** @default 24 */
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** A process's streams and environment, kept apart from the test's own. */
export class FakeTerminal {
  readonly stdout: FakeStream & NodeJS.WriteStream;
  readonly stderr: FakeStream & NodeJS.WriteStream;
  readonly env: Record<string, string>;

  constructor({ tty = false, columns = 80, rows = 24, env = {} }: FakeTerminalOptions = {}) {
    const stream = () =>
      Object.assign(new FakeStream(), tty ? { isTTY: true, columns, rows } : {}) as FakeStream & NodeJS.WriteStream;
    this.stdout = stream();
    this.stderr = stream();
    this.env = { ...env };
  }
}

class FakeStream extends Writable {
  /** All that was written. */
  text = '';
  /** What was written at once, one entry each. */
  readonly writes: string[] = [];

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk;
    this.writes.push(String(chunk));
    done();
  }
}

const ESCAPE = '\u001b';
const SEQUENCE = new RegExp(String.raw`${ESCAPE}\[(\?\d+[hl]|(\d*)([A-Za-z]))`, 'y');

/**
 * What a screen of so many columns shows after `written`, line by line: it moves the cursor, erases, and breaks a line
 * that is too wide.
 *
 * @throws for a sequence that it does not know
 */
export function screen(written: string, columns: number): string[] {
  const lines: string[] = [''];
  let row = 0;
  let column = 0;
  const put = (text: string) => {
    const line = (lines[row] ?? '').padEnd(column);
    lines[row] = line.slice(0, column) + text + line.slice(column + text.length);
    column += text.length;
  };
  const down = () => {
    row++;
    lines[row] ??= '';
  };
  for (let at = 0; at < written.length; ) {
    SEQUENCE.lastIndex = at;
    const [sequence = '', , count = '', action = ''] = SEQUENCE.exec(written) ?? [];
    const character = String.fromCodePoint(written.codePointAt(at) ?? 0);
    at += sequence.length || character.length;
    if (sequence !== '') carryOut(action, count);
    else if (character === '\n') {
      down();
      column = 0;
    } else {
      if (stringWidth((lines[row] ?? '').slice(0, column) + character) > columns) {
        down();
        column = 0;
      }
      put(character);
    }
  }
  return lines.map((line) => line.trimEnd());

  function carryOut(action: string, count: string): void {
    const times = count === '' ? 1 : Number(count);
    if (action === 'A') row = Math.max(0, row - times);
    else if (action === 'B') for (let step = 0; step < times; step++) down();
    else if (action === 'G') column = 0;
    else if (action === 'K') lines[row] = count === '2' ? '' : (lines[row] ?? '').slice(0, column);
    else if (action === 'J') lines.splice(row + 1);
    else if (action !== '' && action !== 'm')
      throw new Error(`a sequence this screen does not know: ${count}${action}`);
  }
}
