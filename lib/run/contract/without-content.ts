import { ERROR_NAMES } from './errors.ts';

export interface Reason {
  readonly error: string;
  readonly cause: string;
}

/**
 * A reason as whoever is to see no content may read it. Checks quote the catalog and the answer, and a provider's message may repeat the prompt, or the key: of those stay the
 * check's name and the status.
 */
export function withoutContent({ error, cause }: Reason): Reason {
  const [own = ''] = cause.split(' (before that: ');
  if (error === ERROR_NAMES.modelAnswerInvalid) {
    const [, check] = /^([a-z]+(?:-[a-z]+)*): /.exec(own) ?? [];
    if (check !== undefined) return { error, cause: check };
  }
  const [, said] = /^([^"]*?: (?:\d{3}|undefined))(?: |$)/.exec(own) ?? [];
  return { error, cause: said ?? own.replace(/".*"/s, '"…"') };
}
