import type { Language } from './texts.ts';

const ZONE = 'Europe/Amsterdam';
const LOCALES: Readonly<Record<Language, string>> = { nl: 'nl-NL', en: 'en-GB' };
const DAY = { timeZone: ZONE, weekday: 'long', day: 'numeric', month: 'long' } as const;

/** Such as 'dinsdag 24 november 2026'. */
export const dateText = (date: Date, language: Language) =>
  date.toLocaleDateString(LOCALES[language], { ...DAY, year: 'numeric' });
/** Such as 'dinsdag 24 november'. */
export const dayText = (date: Date, language: Language) => date.toLocaleDateString(LOCALES[language], DAY);
/** Such as '15:30'. */
export const timeText = (date: Date) =>
  date.toLocaleTimeString('nl-NL', { timeZone: ZONE, hour: '2-digit', minute: '2-digit' });
