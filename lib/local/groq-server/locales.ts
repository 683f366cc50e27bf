/**
 * The tag of `available` whose texts serve a locale: the tag itself, else one of the same language and script (by CLDR's likely
 * subtags) that names no region or the same one. `es-MX` -> `es`, `zh-CN` -> `zh-Hans`, `pt` -> `pt-BR`; `pt-PT` and `zh-TW` -> none of these.
 */
export function matchLocale(locale: string, available: readonly string[]): string | null {
  const wanted = parse(locale);
  if (wanted === null) return null;
  const exact = available.find((tag) => parse(tag)?.toString() === wanted.toString());
  if (exact !== undefined) return exact;
  const { language, script, region } = wanted.maximize();
  const fitting = available.find((tag) => {
    const own = parse(tag);
    if (own === null) return false;
    const full = own.maximize();
    return full.language === language && full.script === script && (own.region === undefined || own.region === region);
  });
  return fitting ?? null;
}

function parse(tag: string): Intl.Locale | null {
  try {
    return new Intl.Locale(tag);
  } catch {
    return null;
  }
}
