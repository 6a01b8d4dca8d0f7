/** What taps and dialogs are called. */
export const ACTIONS = {
  log: 'intervention.log',
  change: 'intervention.change',
  remove: 'intervention.remove',
  find: 'intervention.find',
  answer: 'intervention.answer',
  open: 'intervention.open',
  answers: 'intervention.answers',
  asking: 'intervention.asking',
  notMe: 'intervention.not-me',
} as const;
