import { ERROR_NAMES } from '../../lib/run/contract/errors.ts';
import type { FailureRow, Summary } from '../../lib/run/contract/results.ts';
import { printable } from '../../lib/run/text-report.ts';

/** What to do about an error, where something can be done. */
const ADVICE: Readonly<Record<string, string>> = {
  ProviderKeyRejected: 'check GROQ_API_KEY',
  ProviderUnreachable: 'check GROQ_BASE_URL and the network',
  ProviderUnavailable: 'run the same command again later; what is translated is kept',
  ProviderTimedOut: 'run the same command again later; what is translated is kept',
  ModelNotServed: '"fanout models" lists what is served',
  ModelAnswerInvalid: 'run the same command again, or with another --model',
  RequestTooLarge: 'take another --model, or a plan of the provider with higher limits',
  BudgetReached: 'raise --max-usd and run the same command again',
  ProductInvalid: 'mend these products in the catalog',
};

/** What no plan of a provider changes: the model itself has no room for a text (`lib/translate/room.ts`). */
const NO_ROOM = /tokens, question and answer together|writes \d+ tokens at most/;

const adviceFor = ({ error, cause }: FailureRow): string | undefined =>
  error === ERROR_NAMES.requestTooLarge && NO_ROOM.test(cause)
    ? 'shorten the text, or take another --model'
    : ADVICE[error];

/** Groups shown before the rest is left to failures.json. */
const GROUPS_SHOWN = 12;

/** Each reason once, with how much it holds back and what to do; empty when all is translated. */
export function failureLines(failures: readonly FailureRow[], stoppedBy: Summary['stoppedBy']): string[] {
  if (failures.length === 0) return [];
  const groups = new Map<string, { row: FailureRow; units: number; locales: Set<string> }>();
  for (const row of failures) {
    const reason = reasonOf(row, stoppedBy);
    const group = groups.get(reason) ?? { row, units: 0, locales: new Set<string>() };
    group.units++;
    if (row.locale !== null) group.locales.add(row.locale);
    groups.set(reason, group);
  }
  const lines = [...groups].slice(0, GROUPS_SHOWN).flatMap(([reason, { row, units, locales }]) => {
    const advice = adviceFor(row);
    const scope =
      row.locale === null ? '' : ` (${units} ${units === 1 ? 'unit' : 'units'} in ${[...locales].join(', ')})`;
    return [`  - ${printable(reason)}${scope}`, ...(advice === undefined ? [] : [`    ${advice}`])];
  });
  const more = groups.size - GROUPS_SHOWN;
  return ['', 'Not translated:', ...lines, ...(more > 0 ? [`  - and ${more} more reasons, all in failures.json`] : [])];
}

/** What stopped the whole run is one reason, however it reached each unit. */
function reasonOf({ error, cause, field, locale }: FailureRow, stoppedBy: Summary['stoppedBy']): string {
  if (stoppedBy !== null && error === stoppedBy.error) return `${error}: ${stoppedBy.cause}`;
  if (locale === null) return `${error}: ${field}: ${cause}`;
  const said = cause.replace(/^\S+\[\d+\]: /, '');
  // Nobody listens, whichever model is asked for.
  return `${error}: ${error === ERROR_NAMES.providerUnreachable ? said.replace(/^\S+: /, '') : said}`;
}
