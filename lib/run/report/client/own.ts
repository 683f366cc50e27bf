/** What a record itself has under a name: fields of a profile may be called `constructor` or `__proto__`, as what every object inherits is. */
export function own<T>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}
