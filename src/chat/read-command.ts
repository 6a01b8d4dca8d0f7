import { distance } from 'fastest-levenshtein';
import { readEmoji } from './emoji.ts';
import { DENIALS, stopAfter } from './stop-after.ts';
import type { Word } from './word.ts';

/** How much of a text is read. One character may expand to eighteen letters, so that a page of those blocked the process. */
const MAX_READ = 40_000;
/** A longer text is not taken for a mistyped command. */
const MAX_WORDS_TO_GUESS = 3;
/**
 * How many words may follow an insistent word: "Stop met die vragen" is a stop, a story that begins with the word is
 * not.
 */
const MAX_WORDS_AFTER_INSISTENT = 5;

/** Words that do not change the meaning of a request. */
const COURTESIES: ReadonlySet<string> = new Set([
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

/** A greeting at the beginning, after which the real request follows. */
const GREETING =
  /^(hallo|hoi|hi|hello|hey|goede?n? ?(morgen|middag|avond)|good (morning|afternoon|evening))( polsslag)? (?=.)/;

/** Thanks at the beginning. Whatever they are for, a stop after them is worth a question. */
const THANKED = /^(dank(je|u)?( je| u)?( ?wel)?|bedankt|thanks|thank you|thx) (?=.)/;

/** Gives the command that somebody's words mean; null for none. */
type ReadCommand = (words: string) => string | null;

/**
 * Makes the reader of typed words. It ignores case, punctuation and courtesies. A command that changes something is
 * never guessed: words that look like one lead to a question.
 * @throws Error when two words share a way to say them
 */
export function createReadCommand(vocabulary: readonly Word[]): ReadCommand {
  const byWay = new Map<string, Word>();
  for (const word of vocabulary) {
    for (const way of word.ways) {
      if (byWay.has(way)) throw new Error(`Two features claim the words "${way}"`);
      byWay.set(way, word);
    }
  }
  const silent = vocabulary.find(({ silence }) => silence)?.command ?? null;
  const listed = vocabulary.filter((word) => word.listed);
  const meantAsSaid = new Set(vocabulary.flatMap((word) => word.meantAsSaid ?? []));
  const exactly = (said: string) => (said === '' ? silent : (byWay.get(said)?.command ?? null));

  const reading = {
    exactly: (said: string) => byWay.get(said) ?? byWay.get(withoutCourtesies(said)),
    begun: (said: string) => firstWordIn(said, byWay),
    insisted: (said: string) => insistedIn(said, byWay),
  };
  const commandOf = (said: string, clauses: readonly string[]) => {
    const left = withoutCourtesies(said);
    // A text of only courtesies may be thanks; otherwise it counts as silence.
    const exact = exactly(said) ?? (left === '' ? byFirstWord(said, byWay) : null) ?? exactly(left);
    const held = () => vocabulary.find(({ holds }) => holds?.(said))?.command;
    const isAll = () => vocabulary.find((word) => word.isAll?.(said))?.command;
    const within = () => saidWhen(said, vocabulary, 'last') ?? saidWhen(said, vocabulary, 'least');
    const begun = () => (firstWordIn(said, byWay)?.anywhere === 'least' ? within() : byFirstWord(said, byWay));
    const resembled = () =>
      isAll() ?? begun() ?? held() ?? guess(left, { listed, meantAsSaid }) ?? insisted(said, byWay);
    return (
      exact ??
      saidWhen(said, vocabulary, 'first') ??
      stopAfter(clauses, reading) ??
      (THANKED.test(said) ? (insisted(said, byWay) ?? within()) : null) ??
      resembled() ??
      within()
    );
  };
  return (sent) => {
    const words = readEmoji(sent);
    const said = normalised(words);
    const asked = said.replace(GREETING, '');
    const clauses = clausesOf(words, said.length - asked.length);
    return commandOf(asked, clauses) ?? (asked === said ? null : commandOf(said, clausesOf(words, 0)));
  };
}

/** `'Stop!'` -> `'stop'`, `'@Polsslag  Check-in?'` -> `'check in'`. */
function normalised(words: string): string {
  return words
    .normalize('NFKD')
    .slice(0, MAX_READ)
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/^(\s*@\S+)+/u, ' ')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** Splits what was said at its punctuation. @param greeting how many characters of it come before the request */
function clausesOf(words: string, greeting: number): readonly string[] {
  let left = greeting;
  return words.split(/[.,:;!?\n\u2026\u2013\u2014]+/).flatMap((part) => {
    const clause = normalised(part);
    const meant = clause.slice(left).trim();
    left = Math.max(0, left - clause.length - 1);
    return meant === '' ? [] : [meant];
  });
}

function withoutCourtesies(said: string): string {
  const left = said.split(' ').filter((word) => !COURTESIES.has(word));
  return left.join(' ');
}

/** A command that only shows something is recognised by its first word; a stop may name what to stop with. */
function byFirstWord(said: string, byWay: ReadonlyMap<string, Word>): string | null {
  const [first = '', ...rest] = said.split(' ');
  const stop = byWay.get(first);
  // "Stop pauze en vragen" begins with what ends a pause, and means more.
  const word = stop?.insistent ? stop : firstWordIn(said, byWay);
  if (!word) return null;
  // "Pauze beëindigen en uitschrijven" means more than its first word too.
  const [second = '', ...others] = rest;
  const endsAnother =
    word.beforeStop !== 'asks' && [first, second].some((each) => byWay.get(each)?.beforeStop === 'asks');
  const alsoStop = endsAnother ? insisted(others.join(' '), byWay) : null;
  if (alsoStop) return alsoStop;
  // "Stop met die pauze": what can be ended by itself may be all that is meant.
  const isOfAnother =
    rest.some((each) => byWay.get(each)?.beforeStop === 'asks') || firstWordIn(said, byWay)?.command !== word.command;
  const isMeant = rest.length <= MAX_WORDS_AFTER_INSISTENT && !DENIALS.test(said) && !isOfAnother;
  if (word.insistent && isMeant) return word.command;
  return questionFor(word);
}

function firstWordIn(said: string, byWay: ReadonlyMap<string, Word>): Word | undefined {
  const [first = '', second = ''] = said.split(' ');
  return byWay.get(`${first} ${second}`) ?? byWay.get(first);
}

/** "Quite sad" is not a mistyped "quit"; "I quite" is, and so is "quite asking me". */
const QUITE = /\bquite (?!(?:it|this|these|asking|sending|messaging|me)\b)(?=.)/g;

interface Guessing {
  readonly listed: readonly Word[];
  readonly meantAsSaid: ReadonlySet<string>;
}

/** The command nearest to a few words, when it is near enough. Of two equally near ones the insistent one is meant. */
function guess(sent: string, { listed, meantAsSaid }: Guessing): string | null {
  const said = sent.replaceAll(QUITE, '');
  const spoken = said.split(' ');
  if (said === '' || spoken.length > MAX_WORDS_TO_GUESS) return null;
  const unsure = spoken.filter((word) => !meantAsSaid.has(word));
  const mistyped = [...(unsure.length < spoken.length ? [] : [said]), ...unsure.filter(isLong)];
  const near = listed
    .map((word) => ({ word, slips: fewestSlips(mistyped, word.ways) }))
    .filter(({ slips }) => slips < Number.POSITIVE_INFINITY)
    .sort(
      (one, other) =>
        one.slips - other.slips || Number(other.word.insistent ?? false) - Number(one.word.insistent ?? false),
    );
  return near[0] ? questionFor(near[0].word) : null;
}

/** A short word in a text easily resembles another word: "hoe" is not "home". */
function isLong(word: string): boolean {
  return word.length >= 4;
}

/** An insistent word is worth a question, however long the text is and whatever else it says. */
function insisted(said: string, byWay: ReadonlyMap<string, Word>): string | null {
  const word = insistedIn(said, byWay);
  return word ? questionFor(word) : null;
}

function insistedIn(said: string, byWay: ReadonlyMap<string, Word>): Word | undefined {
  return said
    .split(' ')
    .map((each) => byWay.get(each))
    .find((each) => each?.insistent);
}

function saidWhen(said: string, vocabulary: readonly Word[], when: Word['anywhere']): string | null {
  const words = vocabulary.filter(({ anywhere }) => anywhere === when);
  return words.find(({ ways }) => ways.some((way) => ` ${said} `.includes(` ${way} `)))?.command ?? null;
}

function fewestSlips(said: readonly string[], ways: readonly string[]): number {
  const spoken = said.map((each) => each.replaceAll(' ', ''));
  const counts = spoken.flatMap((each) =>
    ways.map((way) => slipsWithin(slipsAllowed(way), each, way.replaceAll(' ', ''))),
  );
  return Math.min(...counts);
}

/**
 * The number of slips, or Infinity when there are more than allowed. Words of very different lengths are not compared,
 * because that takes long with a very long one.
 */
function slipsWithin(allowed: number, one: string, other: string): number {
  if (Math.abs(one.length - other.length) > MAX_SLIPS) return Number.POSITIVE_INFINITY;
  const slips = slipsBetween(one, other);
  return slips <= allowed ? slips : Number.POSITIVE_INFINITY;
}

/** Swapped letters count as one slip, as they do for the person typing. */
function slipsBetween(one: string, other: string): number {
  const slips = distance(one, other);
  return slips === 2 && sortedLetters(one) === sortedLetters(other) ? 1 : slips;
}

function sortedLetters(word: string): string {
  return [...word].sort().join('');
}

const MAX_SLIPS = 2;

/**
 * How many slips are allowed: two in a long word, one in a shorter one, and none in a very short one, which easily
 * becomes another word.
 */
function slipsAllowed(way: string): number {
  if (way.length < 4) return 0;
  return way.length < 7 ? 1 : MAX_SLIPS;
}

function questionFor({ command, asks }: Word): string {
  return asks ?? command;
}
