import type { Pieces } from './store.ts';

/** The text of a JSON list, one element at a time: as `JSON.stringify(list, null, 2)` and a line break write it. */
export async function* jsonList(elements: AsyncIterable<unknown> | Iterable<unknown>): AsyncGenerator<string> {
  let separator = '[\n';
  for await (const element of elements) {
    yield `${separator}  ${JSON.stringify(element, null, 2).replaceAll('\n', '\n  ')}`;
    separator = ',\n';
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n';
}

/** The values of a JSONL text, in order. */
export async function* jsonLines(pieces: Pieces): AsyncGenerator<unknown> {
  let rest = '';
  for await (const piece of pieces) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') yield JSON.parse(line);
  }
  if (rest !== '') yield JSON.parse(rest);
}
