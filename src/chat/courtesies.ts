/** Words that change nothing about what was asked. */
export const COURTESIES: ReadonlySet<string> = new Set([
  ...['aub', 'a', 'u', 'b', 'alsjeblieft', 'alstublieft', 'svp', 'graag', 'maar', 'nu', 'even', 'hoor', 'dan', 'toch'],
  ...[
    'bedankt',
    'dank',
    'je',
    'wel',
    'dankjewel',
    'polsslag',
    'please',
    'now',
    'just',
    'thanks',
    'thank',
    'you',
    'direct',
  ],
]);
