/** The names of taps and dialogs. */
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

/** For how many days supervisors can change what they logged, and teachers what they answered. */
export const CHANGEABLE_DAYS = 7;
