import { KEY_PARAMETER } from '../../lib/run/contract/environment.ts';
import { RequestInvalid, StoreRefused, StoreUnavailable } from '../../lib/run/contract/errors.ts';
import { readSecret } from './secret.ts';
import { EXIT, type Terminal } from './terminal.ts';

/** What a standard SecureString holds. */
const MAX_KEY_LENGTH = 4_096;

/** `key set`: stores Groq's key where the deployed stack reads it. The key is never shown. */
export async function keySetCommand(terminal: Terminal): Promise<number> {
  const typed = await readSecret("Groq's API key: ", terminal);
  if (typed === null) {
    terminal.complain('Interrupted. No key was stored.');
    return EXIT.interrupted;
  }
  const key = typed.trim();
  const faults = faultsOf(key);
  if (faults.length > 0) throw new RequestInvalid(faults);
  // Loaded on demand: no other command needs it.
  const { writeKey } = await import('../../lib/adapters/ssm-key.ts');
  try {
    const { region, account } = await writeKey(KEY_PARAMETER, key);
    const where = account === null ? region : `${region}, account ${account}`;
    terminal.print(`The key is stored in the SSM parameter ${KEY_PARAMETER} (${where}).`);
    return EXIT.ok;
  } catch (error) {
    if (error instanceof StoreRefused) return terminal.refuse([error.message]);
    if (!(error instanceof StoreUnavailable)) throw error;
    terminal.complain(`fanout: ${error.message}; no key was stored, try again`);
    return EXIT.incomplete;
  }
}

function faultsOf(key: string): string[] {
  if (key === '') return ['the key is empty'];
  // As an HTTP header carries it. What was read is not shown: it may be the key but for one character.
  if (!/^[\x21-\x7e]+$/.test(key)) return ['the key has a space or a character that no HTTP header can carry'];
  if (key.length > MAX_KEY_LENGTH) return [`the key has ${key.length} characters, more than ${MAX_KEY_LENGTH}`];
  return [];
}
