/** The words that the bot understands, by language, as the platforms' manifests list them. */
export const COMMANDS = {
  nl: ['hulp', 'start', 'stop', 'check-in'],
  en: ['help', 'start', 'stop', 'check-in'],
} as const;
