const LOCALES: Readonly<Record<string, string>> = { nl: 'nl-NL', en: 'en-GB' };

interface Moment {
  readonly begins: Date;
  readonly ends: Date;
  /** IANA name. */
  readonly timezone: string;
}

/** 'dinsdag 1 december' */
export function longDay({ begins, timezone }: Omit<Moment, 'ends'>, language: string): string {
  return written(begins, timezone, language, { weekday: 'long', day: 'numeric', month: 'long' });
}

/** 'di 1 dec' */
export function shortDay({ begins, timezone }: Omit<Moment, 'ends'>, language: string): string {
  return written(begins, timezone, language, { weekday: 'short', day: 'numeric', month: 'short' });
}

/** '15:00' */
export function timeOf(at: Date, timezone: string): string {
  return written(at, timezone, 'nl', { hour: '2-digit', minute: '2-digit' });
}

/** '15:00–15:15' */
export function timesOf({ begins, ends, timezone }: Moment): string {
  return `${timeOf(begins, timezone)}–${timeOf(ends, timezone)}`;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function written(at: Date, timeZone: string, language: string, options: Intl.DateTimeFormatOptions): string {
  const key = [timeZone, language, ...Object.keys(options), ...Object.values(options)].join(' ');
  const format = formats.get(key) ?? new Intl.DateTimeFormat(LOCALES[language], { timeZone, ...options });
  formats.set(key, format);
  return format.format(at).replaceAll('.', '').replaceAll(',', '');
}
