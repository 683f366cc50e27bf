import type { Terminal } from './terminal.ts';

const ENTER = /[\r\n]/;
const INTERRUPT = '\u0003';
const END = '\u0004';
const ERASE = new Set(['\u007f', '\b']);
const ERASE_ALL = '\u0015';
const ESCAPE = '\u001b';
/** Arrow keys, and the marks that a terminal may put around what is pasted. */
const SEQUENCE = new RegExp(`${ESCAPE}(?:\\[[0-9;?]*[@-~]|O.|.)?`, 'gs');

/**
 * Reads a secret: from a terminal without echo, up to Enter; from anything else all that comes. Null when it is interrupted. What is typed stands in no
 * screen, no history and no process list.
 */
export async function readSecret(prompt: string, { stdin, stderr }: Terminal): Promise<string | null> {
  if (stdin === null) return '';
  if (!stdin.isTTY) {
    let text = '';
    for await (const chunk of stdin.setEncoding('utf8')) text += chunk;
    return text;
  }
  stderr.write(prompt);
  stdin.setEncoding('utf8');
  // Raw: the terminal itself would echo every key.
  stdin.setRawMode(true);
  try {
    return await typedLine(stdin);
  } finally {
    stdin.setRawMode(false);
    stdin.pause();
    stderr.write('\n');
  }
}

function typedLine(stdin: NodeJS.ReadStream): Promise<string | null> {
  return new Promise((resolve, reject) => {
    let typed: string[] = [];
    const done = (secret: string | null) => {
      stdin.off('data', take).off('end', end).off('error', reject);
      resolve(secret);
    };
    const end = () => done(typed.join(''));
    const take = (chunk: string) => {
      for (const key of chunk.replace(SEQUENCE, '')) {
        if (key === INTERRUPT) return done(null);
        if (key === END || ENTER.test(key)) return end();
        if (ERASE.has(key)) typed.pop();
        else if (key === ERASE_ALL) typed = [];
        else typed.push(key);
      }
    };
    stdin.on('data', take).on('end', end).on('error', reject);
  });
}
