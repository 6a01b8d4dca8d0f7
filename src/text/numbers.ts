/** Formats numbers with one decimal in a language. */
export function tenths(language: string): (value: number) => string {
  return language === 'en' ? oneDecimal.en : oneDecimal.nl;
}

/** Formats a number with one decimal, by language. */
export const oneDecimal = {
  nl: (value: number) => value.toLocaleString('nl-NL', { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
  en: (value: number) => value.toFixed(1),
} as const;

/** '1 person', '2 people'. @param plural needed when it is more than the singular with an s */
export function countOf(count: number, singular: string, plural = `${singular}s`): string {
  return `${count} ${count === 1 ? singular : plural}`;
}
