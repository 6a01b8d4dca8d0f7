import { distance } from 'fastest-levenshtein';
import { COURTESIES, type CommandName, WAYS_TO_SAY } from './commands.ts';

/** More words than these are no command with a slip of the finger in it. */
const MOST_WORDS_TO_GUESS = 3;
/** "Stop met die vragen" is a stop; a story that begins with the word is not. */
const MOST_WORDS_AFTER_STOP = 5;
/** What turns a sentence around: then nothing is done without asking. */
const DENIALS = /\b(niet|geen|nooit|not|never|don t|dont|no)\b/;

const WAYS = Object.entries(WAYS_TO_SAY).flatMap(([name, ways]) => ways.map((way) => ({ name, way })));
const NAMES = new Map<string, string>(WAYS.map(({ name, way }) => [way, name]));
const LOOKED_FOR = ['stop', 'start', 'check-in', 'help'] as const;

/**
 * The command that somebody's words are, whatever their case, punctuation and courtesies; null when they are none.
 * Only stop and start change something, so these are never guessed: what looks like one of them is asked about.
 */
export function readCommand(words: string): CommandName | null {
  const said = normalised(words);
  const exact = exactly(said) ?? exactly(withoutCourtesies(said));
  return exact ?? byFirstWord(said) ?? guess(withoutCourtesies(said)) ?? speaksOfStopping(said);
}

/** `'Stop!'` -> `'stop'`, `'@Polsslag  Check-in?'` -> `'check in'`. */
function normalised(words: string): string {
  return words
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/^(\s*@\S+)+/u, ' ')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function withoutCourtesies(said: string): string {
  const left = said.split(' ').filter((word) => !COURTESIES.has(word));
  return left.join(' ');
}

function exactly(said: string): CommandName | null {
  return said === '' ? 'help' : toName(NAMES.get(said));
}

/** What only shows something needs no more than its first word; a stop may say what to stop with. */
function byFirstWord(said: string): CommandName | null {
  const [first = '', second = '', ...more] = said.split(' ');
  const name = toName(NAMES.get(`${first} ${second}`) ?? NAMES.get(first));
  if (name === 'check-in' || name === 'help') return name;
  if (name === 'stop' && more.length < MOST_WORDS_AFTER_STOP && !DENIALS.test(said)) return 'stop';
  return name === null ? null : asked(name);
}

/** The nearest command to a few words, when they are near enough. Of two as near, a stop is meant. */
function guess(said: string): CommandName | null {
  const spoken = said.split(' ');
  if (said === '' || spoken.length > MOST_WORDS_TO_GUESS) return null;
  const near = LOOKED_FOR.map((name) => ({ name, slips: fewestSlips([said, ...spoken], WAYS_TO_SAY[name]) }))
    .filter(({ slips }) => slips < Number.POSITIVE_INFINITY)
    .sort((one, other) => one.slips - other.slips);
  return near[0] ? asked(near[0].name) : null;
}

/** However long it is and whatever else it says: it is worth a question. */
function speaksOfStopping(said: string): CommandName | null {
  return said.split(' ').some((word) => NAMES.get(word) === 'stop') ? 'perhaps-stop' : null;
}

function fewestSlips(said: readonly string[], ways: readonly string[]): number {
  const counts = said.flatMap((each) =>
    ways.map((way) => {
      const slips = slipsBetween(each.replaceAll(' ', ''), way.replaceAll(' ', ''));
      return slips <= slipsAllowed(way) ? slips : Number.POSITIVE_INFINITY;
    }),
  );
  return Math.min(...counts);
}

/** Letters that changed places are one slip, as they are to the one who typed them. */
function slipsBetween(one: string, other: string): number {
  const slips = distance(one, other);
  return slips === 2 && inOrder(one) === inOrder(other) ? 1 : slips;
}

function inOrder(word: string): string {
  return [...word].sort().join('');
}

/** Two in a long word, one in a shorter one; a very short one is soon another word. */
function slipsAllowed(way: string): number {
  if (way.length < 4) return 0;
  return way.length < 7 ? 1 : 2;
}

function asked(name: CommandName): CommandName | null {
  if (name === 'stop' || name === 'no') return 'perhaps-stop';
  return name === 'start' || name === 'yes' ? 'perhaps-start' : name;
}

function toName(name: string | undefined): CommandName | null {
  switch (name) {
    case 'stop':
    case 'start':
    case 'check-in':
    case 'help':
    case 'yes':
    case 'no':
      return name;
    default:
      return null;
  }
}
