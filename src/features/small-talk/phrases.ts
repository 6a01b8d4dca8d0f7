import type { Word } from '../../chat/word.ts';

/**
 * What people say when they are not well, to thank, or to agree. It is a short list and nothing cleverer: what is not
 * in it is answered like any other text that is no command. Lower-case, without accents, and with a space for every
 * other sign ("can't" is "can t").
 */

export const LOW = 'small-talk.low';
export const DANGER = 'small-talk.danger';
export const THANKS = 'small-talk.thanks';
export const FINE = 'small-talk.fine';

/** Said about oneself or about a pupil, they get the same reply, because the 113 helpline is there for both. */
const DANGER_PHRASES = [
  ...['zelfmoord', 'zelfdoding', 'suicide', 'suicidaal', 'suicidal', 'ik wil dood', 'wil ik dood', 'wil dood zijn'],
  ...['liever dood', 'niet meer leven', 'niet meer willen leven', 'stoppen met leven', 'eind aan mijn leven'],
  ...['einde aan mijn leven', 'er een eind aan maken', 'er een einde aan maken', 'maak er een eind aan'],
  ...['maak er een einde aan', 'mezelf iets aandoen', 'mezelf iets aan te doen', 'mezelf wat aandoen'],
  ...['mezelf wat aan te doen', 'mezelf van kant', 'beter af zonder mij', 'kill myself', 'killing myself'],
  ...['end my life', 'ending my life', 'take my own life', 'want to die', 'wanna die', 'hurt myself', 'harm myself'],
  ...['don t want to live', 'dont want to live', 'do not want to live', 'no reason to live', 'better off without me'],
];

const LOW_PHRASES = [
  ...['voel me rot', 'voel me slecht', 'voel me niet goed', 'voel me ellendig', 'voel me alleen', 'voel me down'],
  ...['voel me somber', 'voel me verdrietig', 'voel me eenzaam', 'voel me waardeloos', 'voel me uitgeput'],
  ...['trek het niet', 'trek het echt niet', 'trek dit niet', 'zit er doorheen', 'er helemaal doorheen'],
  ...['red het niet', 'gaat niet goed met me', 'gaat niet goed met mij', 'gaat slecht met me', 'gaat slecht met mij'],
  ...['niet meer zitten', 'wordt me te veel', 'word me te veel', 'wordt mij te veel', 'is me te veel', 'ik ben kapot'],
  ...['ik ben uitgeput', 'ik ben doodmoe', 'ik ben overspannen', 'ik ben somber', 'ik ben verdrietig', 'burn out'],
  ...['burnout', 'moet huilen', 'ten einde raad', 'i feel awful', 'i feel bad', 'i feel terrible', 'i feel down'],
  ...['i feel sad', 'i feel lonely', 'i feel horrible', 'i feel miserable', 'can t cope', 'cant cope', 'cannot cope'],
  ...['can t take it any more', 'can t take it anymore', 'can t take this any more', 'can t take this anymore'],
  ...['i am exhausted', 'i m exhausted', 'i am burnt out', 'i m burnt out', 'i am burned out', 'i m burned out'],
  ...['i am not ok', 'i m not ok', 'i am not okay', 'i m not okay', 'too much for me', 'i am overwhelmed'],
  ...['i m overwhelmed', 'i am depressed', 'i m depressed', 'feel depressed'],
];

/** Only when the message says nothing else: "ik kan niet meer inloggen" is something different. */
const LOW_SENTENCES = [
  ...['ik kan niet meer', 'ik kan het niet meer', 'het lukt niet meer', 'het lukt me niet meer'],
  ...['het lukt mij niet meer', 'lukt niet meer', 'het gaat niet meer', 'het gaat niet', 'het gaat niet goed'],
  ...['het gaat slecht', 'ik weet het niet meer', 'i can t do this any more', 'i can t do this anymore'],
  ...[
    'i can t do it any more',
    'i can t do it anymore',
    'i can t go on',
    'i cannot go on',
    'it is too much',
    'it s too much',
  ],
];

/**
 * Words for how somebody or something is. "Stom" is only one typing error away from "stop", and "niet fijn" from "ziet
 * mijn".
 */
const FEELINGS = [
  'alleen bang blij boos druk fijn fit gedoe gek gepest kapot leeg lekker moe naar pijn rot rust saai slecht stil stom stout trots verdrietig zat zwaar zwak',
  'alone angry bad down dull fine glad happy hate hurt lost mad nice pain quiet sad safe silly stuck tired weak',
].flatMap((words) => words.split(' '));

const FINE_WORDS: ReadonlySet<string> = new Set([
  ...['ok', 'oke', 'okee', 'okay', 'prima', 'goed', 'top', 'super', 'fijn', 'mooi', 'leuk', 'begrepen', 'duidelijk'],
  ...[
    'topper',
    'toppie',
    'tof',
    'stoer',
    'klopt',
    'gaaf',
    'geweldig',
    'fantastisch',
    'akkoord',
    'oki',
    'okey',
    'okido',
  ],
  ...['keurig', 'netjes', 'uitstekend', 'wauw', 'wow', 'lekker', 'zeker', 'natuurlijk', 'fijne', 'prettig', 'prettige'],
  ...['awesome', 'excellent', 'brilliant', 'sure'],
  ...['gelukt', 'helder', 'good', 'great', 'fine', 'cool', 'nice', 'perfect', 'alright', 'understood', 'lovely'],
]);

/** Words that may be beside them. */
const AROUND_FINE: ReadonlySet<string> = new Set([
  ...['is', 'dat', 'het', 'komt', 'helemaal', 'heel', 'zo', 'hoor', 'dan', 'graag', 'dank', 'dankje', 'je', 'u', 'wel'],
  ...['wat', 'erg', 'nog', 'een', 'dag', 'avond', 'weekend', 'have', 'a', 'day', 'evening', 'merci'],
  ...['dankjewel', 'bedankt', 'thanks', 'thank', 'you', 'thx', 'that', 's', 'all', 'very', 'sounds', 'then'],
]);

/**
 * Phrases of several words, or said at the end of a chat. They are not ways of a command: in "laat maar …" what follows
 * is what is meant.
 */
const FINE_PHRASES = [
  ...['geen probleem', 'no problem', 'no worries', 'laat maar', 'never mind', 'nevermind', 'snap ik', 'ik snap het'],
  ...['graag gedaan', 'you re welcome', 'jij ook', 'you too', 'doei', 'doeg', 'tot morgen', 'tot ziens', 'tot straks'],
  ...['tot volgende week', 'welterusten', 'bye', 'goodbye', 'see you', 'good night'],
];

const THANKS_WORDS: ReadonlySet<string> = new Set([
  ...['dank', 'dankje', 'dankjewel', 'dankuwel', 'dankie', 'bedankt', 'merci', 'thanks', 'thank', 'thx'],
]);

const AROUND_THANKS: ReadonlySet<string> = new Set([
  ...['je', 'u', 'jullie', 'wel', 'hartelijk', 'hartelijke', 'vriendelijk', 'heel', 'erg', 'zeer', 'super', 'alvast'],
  ...['nogmaals', 'hoor', 'you', 'very', 'so', 'much', 'many', 'a', 'lot', 'again'],
]);

/** Whether a message says only this: "ok, ik trek het niet" is something different. */
function saysOnly(
  what: ReadonlySet<string>,
  around: ReadonlySet<string>,
  phrases: readonly string[] = [],
): (said: string) => boolean {
  const phrase = phrases.length === 0 ? null : new RegExp(`\\b(${phrases.join('|')})\\b`, 'g');
  return (said) => {
    const left = phrase ? said.replaceAll(phrase, '') : said;
    const spoken = left.split(' ').filter((word) => word !== '');
    const saysIt = left !== said || spoken.some((word) => what.has(word));
    return saysIt && spoken.every((word) => what.has(word) || around.has(word));
  };
}

export const PHRASES: readonly Word[] = [
  { command: DANGER, ways: DANGER_PHRASES, anywhere: 'first' },
  { command: LOW, ways: LOW_PHRASES, anywhere: 'last', beforeStop: 'asks' },
  { command: LOW, ways: LOW_SENTENCES, beforeStop: 'asks', meantAsSaid: FEELINGS },
  {
    command: THANKS,
    ways: [
      ...['dank', 'dank je', 'dankje', 'dank je wel', 'dankjewel', 'dank u', 'dank u wel', 'dankuwel', 'bedankt'],
      ...['thanks', 'thank you', 'thx'],
    ],
    isAll: saysOnly(THANKS_WORDS, AROUND_THANKS),
  },
  { command: FINE, ways: [], isAll: saysOnly(FINE_WORDS, AROUND_FINE, FINE_PHRASES) },
];
