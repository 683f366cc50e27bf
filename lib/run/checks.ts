/** The checks that the runtimes give their jobs. */
export { runChecks } from '../translate/checks/index.ts';
