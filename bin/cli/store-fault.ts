import type { StoreError } from '../../lib/run/contract/errors.ts';

/** What to say of a store that cannot be used. `--output` is where results go: of the folder for temporary files it says nothing. */
export const storeFault = ({ scratch, message }: StoreError): string => (scratch ? message : `--output: ${message}`);
