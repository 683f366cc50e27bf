import { doubtsOf, remember, type WholeAnswers } from '../translate/whole-answer.ts';

/**
 * The checks that the runtimes give their jobs: the one door to the language tables. The Translate function has what is behind it in a file of its own, which it
 * loads when it needs it, so that nothing else of a locale job may import it.
 */
export { runChecks } from '../translate/checks/index.ts';

export const wholeAnswers: WholeAnswers = { doubtsOf, remember };
