/** A number with one decimal, as it is written in a language. */
export const oneDecimal = {
  nl: (value: number) => value.toLocaleString('nl-NL', { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
  en: (value: number) => value.toFixed(1),
} as const;
