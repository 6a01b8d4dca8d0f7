const FORMATS = {
  nl: new Intl.DateTimeFormat('nl-NL', { timeZone: 'UTC', weekday: 'long', day: 'numeric', month: 'long' }),
  en: new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', weekday: 'long', day: 'numeric', month: 'long' }),
} as const;

/** 'dinsdag 1 december', for a day of the calendar as yyyy-MM-dd. */
export function dayName(day: string, language: string): string {
  return (language === 'en' ? FORMATS.en : FORMATS.nl).format(new Date(`${day}T12:00:00Z`)).replaceAll(',', '');
}
