import { PARTS } from './client/start.ts';
import { TOOLS } from './client/tools.ts';

type Functions = Readonly<Record<string, (...args: never[]) => unknown>>;

const sources = (functions: Functions): string =>
  Object.entries(functions)
    .map(([name, own]) => `${name}: ${own.toString()}`)
    .join(',\n');

/**
 * The page's script: the source of the functions under `client/`, as the process that writes the page has them, minified in a Lambda. tsx lets functions keep
 * their names by a helper that the page must have too.
 */
export function pageScript(): string {
  return `(() => {
const __name = (own) => own;
const tools = {
${sources(TOOLS)}
};
const parts = {
${sources(PARTS)}
};
parts.start({ ...parts, tools });
})();
`;
}
