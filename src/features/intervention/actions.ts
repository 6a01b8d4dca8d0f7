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

/** So long supervisors can change what they noted, and teachers what they answered; then it stays as it is. */
export const CHANGEABLE_DAYS = 7;
