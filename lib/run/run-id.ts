import { randomBytes } from 'node:crypto';

/** A run id that sorts by time: `20261121-093015-123-x7k2` (UTC), fit for a folder, a key and an execution's name. */
export function newRunId(now: Date, random = randomBytes(4)): string {
  const digits = now.toISOString().replace(/\D/g, '');
  const suffix = (random.readUInt32BE() % 36 ** 4).toString(36).padStart(4, '0');
  return `${digits.slice(0, 8)}-${digits.slice(8, 14)}-${digits.slice(14, 17)}-${suffix}`;
}
