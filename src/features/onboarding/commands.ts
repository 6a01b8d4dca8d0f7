/** The words that the bot understands, by language, as the platforms' manifests list them. */
export const COMMANDS = {
  nl: ['hulp', 'start', 'stop', 'check-in'],
  en: ['help', 'start', 'stop', 'check-in'],
} as const;

/** What somebody can ask for in words. The last two are guesses that are asked about first. */
export type CommandName = 'help' | 'start' | 'stop' | 'check-in' | 'yes' | 'no' | 'perhaps-start' | 'perhaps-stop';

/** Every way to say it: lower-case letters and figures, one space between words. The first is the one that we write. */
export const WAYS_TO_SAY = {
  stop: [
    'stop',
    'stoppen',
    'ik stop',
    'ik stop ermee',
    'stop ermee',
    'ik wil stoppen',
    'ik wil ermee stoppen',
    'ik wil niet meer',
    'ik wil niet meer meedoen',
    'ik wil niet meedoen',
    'ik doe niet mee',
    'ik doe niet meer mee',
    'niet meer meedoen',
    'geen vragen meer',
    'geen berichten meer',
    'uitschrijven',
    'schrijf me uit',
    'schrijf mij uit',
    'afmelden',
    'meld me af',
    'meld mij af',
    'opzeggen',
    'unsubscribe',
    'quit',
    'i quit',
    'i want to stop',
    'stop asking',
    'stop asking me',
    'no more questions',
    'opt out',
    'leave',
  ],
  start: [
    'start',
    'starten',
    'meedoen',
    'ik doe mee',
    'ik wil meedoen',
    'ik wil weer meedoen',
    'weer meedoen',
    'aanmelden',
    'subscribe',
    'join',
    'i want to join',
    'i will join',
    'opt in',
  ],
  'check-in': ['check in', 'checkin', 'vragen', 'mijn vragen', 'questions', 'my questions'],
  help: ['hulp', 'help', 'uitleg', 'info', 'menu', 'hallo', 'hoi', 'hi', 'hello'],
  no: ['nee', 'neen', 'nee liever niet', 'liever niet', 'no', 'no rather not', 'rather not', 'nope'],
  yes: ['ja', 'jawel', 'ja ik doe mee', 'yes', 'yes i will join', 'yep'],
} as const satisfies { readonly [name in CommandName]?: readonly string[] };

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
