import { PassThrough } from 'node:stream';

export interface Keyboard {
  readonly stdin: NodeJS.ReadStream;
  /** Whether keys are read one by one, without echo. */
  readonly isRaw: () => boolean;
  type(keys: string): void;
  end(): void;
}

/** A person at a terminal, or with `tty: false` a pipe. */
export function keyboard({ tty = true } = {}): Keyboard {
  let raw = false;
  const stream = new PassThrough();
  const stdin = Object.assign(stream, {
    isTTY: tty,
    setRawMode(mode: boolean) {
      raw = mode;
      return stdin;
    },
  }) as unknown as NodeJS.ReadStream;
  return { stdin, isRaw: () => raw, type: (keys) => void stream.write(keys), end: () => void stream.end() };
}
