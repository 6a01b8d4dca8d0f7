import { describe, expect, it } from '@jest/globals';
import { FEATURES } from '../../src/app/features.ts';
import { createReadCommand } from '../../src/chat/read-command.ts';

const words = FEATURES.flatMap((feature) => feature.words ?? []);
const read = createReadCommand(words);
const readCommand = (said: string) => read(said);

describe('what somebody types', () => {
  it.each([
    ['stop', ['stop.', 'Stop!', 'STOP', '  stop  ', '"stop"', 'stóp', 'Stop, alsjeblieft', 'stop a.u.b.', 'stop maar']],
    ['stop', ['ik wil stoppen', 'Ik wil stoppen.', 'uitschrijven', 'unsubscribe', 'Schrijf me uit', 'ik doe niet mee']],
    ['stop', ['@Polsslag stop', 'polsslag: stop', 'stop met die vragen', 'geen vragen meer!', 'stop asking me']],
    [
      'stop',
      ['Hoi, ik wil stoppen', 'Goedemorgen, stop', 'Good morning, please stop asking me', 'hallo polsslag stop'],
    ],
    [
      'stop',
      [
        'Bedankt, maar ik wil stoppen',
        'Dank je wel, ik stop ermee',
        'Dank u. Schrijf me uit',
        'Thanks, please stop asking me',
      ],
    ],
    ['perhaps-stop', ['Bedankt voor alles, maar ik wil nu toch echt helemaal stoppen met de vragen']],
    ['small-talk.thanks', ['Dank je wel hoor', 'thank you so much', 'bedankt voor alles']],
    ['no', ['nee', 'Nee.', 'nee bedankt', 'nee, liever niet', 'No!']],
    ['yes', ['ja', 'Ja!', 'ja graag', 'yes please', 'ja, ik doe mee']],
    ['start', ['start', 'Start.', 'ik doe mee', 'ik wil weer meedoen', 'start maar']],
    ['help', ['', '...', '🎲', 'hulp', 'HELP', 'hulp graag', 'help me', 'hulpp', 'Hoi!']],
    ['help', ['Goedemorgen allemaal', 'hoi Polsslag', 'Hallo, hoe gaat het?', 'Hi there']],
    ['help', ['English', 'in English please', 'taal', 'Nederlands']],
    [
      'contact-hour',
      ['afzeggen', 'Afzeggen graag', 'verzetten', 'ik wil mijn afspraak afzeggen', 'mijn afspraak afzeggen'],
    ],
    ['contact-hour', ['cancel', 'Cancel my appointment', 'mijn afspraak']],
    ['small-talk.thanks', ['Dank je wel!', 'bedankt', 'Dank u wel.', 'thanks', 'Thank you.']],
    [
      'resume',
      [
        'stop de pauze',
        'Stop mijn pauze graag',
        'pauze stoppen',
        'ik wil stoppen met mijn pauze',
        'Beëindig mijn pauze',
      ],
    ],
    ['resume', ['end the pause', 'End my break, please', 'stop the break', 'mijn pauze is voorbij']],
    ['perhaps-stop', ['stop met die lange pauze', 'stop de pauze, ik wil helemaal stoppen', 'stop mijn afspraak']],
    ['perhaps-stop', ['stop pauze en vragen', 'stop break and all questions', 'stop pausing and take me out']],
    ['perhaps-stop', ['pauze beëindigen en uitschrijven', 'end pause and stop', 'stop pausing or quit']],
    ['stop', ['stop de pauze. stop', 'stop de vragen']],
    [
      'small-talk.fine',
      ['ok', 'Oké!', 'okay', 'prima', 'Goed.', 'is goed', 'helemaal goed hoor', 'great, thanks', 'Top, bedankt!'],
    ],
    [
      'small-talk.fine',
      ['Top', 'top!', 'Topper', 'toppie', 'tof', 'stoer', 'klopt', 'gaaf', 'geweldig', 'akkoord', 'oki', 'wat fijn'],
    ],
    [
      'small-talk.fine',
      ['no problem', 'No worries!', 'geen probleem', 'laat maar', 'never mind', 'snap ik', 'awesome', 'sure'],
    ],
    ['small-talk.fine', ['👍', '👍🏽', ' 👌 😊', '✅']],
    [
      'small-talk.fine',
      ['doei', 'Tot morgen!', 'fijn weekend', 'Fijne dag nog', 'bye', 'see you', 'have a nice weekend'],
    ],
    [
      'small-talk.thanks',
      ['🙏', '❤️', 'hartelijk dank', 'Heel erg bedankt!', 'merci', 'many thanks', 'thank you so much'],
    ],
    // An emoji beside words changes nothing.
    ['yes', ['Ja 👍', 'ja 👌🏽']],
    ['no', ['nee 🙏', 'No thanks']],
    ['stop', ['stop 👍', 'stop ❤️']],
    ['small-talk.low', ['ok, ik voel me rot', 'goed dat je het vraagt, ik trek het niet']],
    ['small-talk.low', ['Laat maar, ik trek het niet meer', 'doei, ik zie het niet meer zitten', "bye, I can't cope"]],
    ['small-talk.low', ['Bedankt, maar ik trek het niet', 'dank je, ik voel me rot', 'good night, I feel awful']],
    [
      'small-talk.fine',
      ['ok, laat maar', 'Top, tot morgen!', 'great, bye', 'doei doei', 'laat maar hoor', 'no problem, thanks'],
    ],
    ['perhaps-stop', ['no problem, remove me', 'doei, laat me met rust', 'laat maar, haal me van de lijst']],
    ['perhaps-stop', ['top, ik wil stoppen', 'laat maar, ik wil stoppen', 'bye, I quit', 'never mind, stop']],
    [
      'small-talk.low',
      ['Hou op, ik trek het niet meer', 'Laat me met rust. Ik voel me rot', "don't contact me, I feel awful"],
    ],
    ['perhaps-stop', ['hoi, hou op', 'hou op nou', 'hou op met die vragen']],
    ['stop', ['stop met 2B4K-9MNP-7RST']],
    ['pause', ['pauze 2B4K-9MNP-7RST']],
    ['perhaps-stop', ['ok, stop', 'prima, stop maar', 'topp stop']],
    ['privacy', ['Wie ziet dit?', 'wie leest mijn antwoorden', 'wie kan dit zien?', 'ziet mijn directeur dit?']],
    ['privacy', ['Who sees this?', 'who reads this', 'Who can see my answers?', 'is this anonymous?']],
    ['help', ['wat is dit?', 'what is this?', 'Goedemorgen', 'waarom krijg ik dit?']],
    ['settings', ['te veel vragen', 'minder vragen graag', 'minder vaak', 'less often please', 'too many questions']],
    ['pause', ['Ik ben op vakantie', 'ik ben met verlof', 'I am on leave', "I'm on leave", 'maternity leave']],
    ['check-in', ['Antwoorden wijzigen', 'Change my answer', 'niet nu', 'Later', 'overslaan']],
    ['own-line', ['answers', 'line', 'al mijn antwoorden']],
    ['own-data', ['data']],
    ['contact-hour', ['van de wachtlijst', 'kan ik iemand spreken?']],
    ['ill', ['ziek', 'Ik ben ziek', 'I am sick']],
    [
      'well-again',
      ['Niet ziek', 'ik ben niet ziek', 'Niet meer ziek!', 'ben niet ziek', 'toch niet ziek', 'vandaag niet ziek'],
    ],
    [
      'well-again',
      ['weer beter', 'Ik ben weer beter', 'beter', 'not sick', "I'm not ill", 'no longer ill', 'I feel better'],
    ],
    [
      'forget',
      ['vergeten worden', 'Ik wil vergeten worden', 'het recht om vergeten te worden', 'I want to be forgotten'],
    ],
    ['forgotten', ['vergeten', 'Ik ben het vergeten', 'sorry, vergeten!', 'vergeten in te vullen', 'I forgot']],
    ['forget', ['vergeet mij']],
    ['stop', ['leave']],
    ['perhaps-stop', ['please leave me alone']],
    ['perhaps-stop', ['Laat me met rust', 'hou op!', 'Kun je hier mee ophouden? Houd op.', 'houd ermee op aub']],
    ['settings', ['instellingen, en laat me met rust']],
    ['perhaps-stop', ['haal me van de lijst', 'ik wil graag uitgeschreven worden', 'Ik wil eruit.']],
    ['perhaps-stop', ['remove me', 'Take me off this list, please', 'do not contact me', "don't message me again"]],
    ['check-in', ['check-in', 'Check in', 'checkin', 'chekin', 'check-in graag', 'mijn vragen']],
  ] as const)('is %s: %j', (command, ways) => {
    expect(ways.map(readCommand)).toEqual(ways.map(() => command));
  });

  it.each([
    [
      'small-talk.low',
      [
        'Ik voel me rot',
        'Hoi, ik voel me rot',
        'ik voel me vandaag rot. ik voel me rot',
        'Het lukt niet meer',
        'het lukt me niet meer...',
      ],
    ],
    [
      'small-talk.low',
      ['I feel awful', 'i just feel awful. I feel awful!', "I can't cope", 'Ik kan niet meer', 'ik zit er doorheen'],
    ],
    ['small-talk.danger', ['Ik wil dood', 'help, ik denk aan zelfmoord', 'ik wil stoppen met leven', 'I want to die']],
    ['small-talk.danger', ['ik maak er een eind aan', 'soms wil ik niet meer leven', "I don't want to live"]],
  ] as const)('is answered kindly as %s: %j', (command, ways) => {
    expect(ways.map(readCommand)).toEqual(ways.map(() => command));
  });

  it.each([
    ['perhaps-stop', ['Goedemorgen, kan ik hier ergens mee stoppen']],
    ['perhaps-stop', ['ik voel me rot en wil hiermee stoppen']],
    ['stop', ['stop, ik voel me rot']],
    ['help', ['help ik voel me rot', 'hulp']],
  ] as const)('is still a command, which takes precedence over a feeling: %s, %j', (command, ways) => {
    expect(ways.map(readCommand)).toEqual(ways.map(() => command));
  });

  it.each([
    [
      'stop',
      ['hulp, ik wil stoppen', 'Hulp ik wil stoppen!', 'Help! I want to stop', 'Hoi, hulp, ik wil graag stoppen'],
    ],
    ['stop', ['nee, ik wil stoppen', 'ja, ik wil stoppen', 'Nee. Stop.', 'ja, stop aub', 'home, schrijf me uit']],
    [
      'stop',
      ['Wie kan dit zien? Ik wil stoppen.', 'privacy: ik doe niet meer mee', 'mijn antwoorden, geen vragen meer'],
    ],
    [
      'perhaps-stop',
      ['hulp stop', 'mijn vragen stoppen', 'hulp, hoe kan ik stoppen', 'hulp, ik wil hier echt mee stoppen'],
    ],
    ['perhaps-stop', ['hulp, stop met die vragen', 'privacy, uitschrijven hoe werkt dat']],
    ['perhaps-stop', ['wie ziet dit? ik wil stoppen', 'help, mijn leerling zegt: ik wil stoppen']],
    // It could be about what was named first, or about everything.
    ['perhaps-stop', ['pauze, ik wil stoppen', 'afspraak, ik wil stoppen', 'pauze. Stop.']],
    ['perhaps-stop', ['Ik kan niet meer. Ik wil stoppen.', 'ik voel me rot, stop']],
    ['perhaps-stop', ['hulpvraag, ik wil stoppen']],
  ] as const)('is %s also after another word: %j', (command, ways) => {
    expect(ways.map(readCommand)).toEqual(ways.map(() => command));
  });

  it.each([
    [
      'help',
      ['hulp mijn leerling wil stoppen met school', 'hulp bij stoppen met schreeuwen', 'help, mijn klas stopt niet'],
    ],
    ['help', ['hulp, ik kan niet stoppen met denken', 'hulp, ik wil niet stoppen', 'hulp, ik stop er niet mee']],
    ['help-request', ['hulpvraag over een leerling die wil stoppen', 'hulpvraag: hoe stopt dit']],
    [
      'privacy',
      ['privacy, wat gebeurt er als ik stop', 'wie ziet het als ik stop', 'privacy als ik me wil uitschrijven'],
    ],
    ['pause', ['pauze uitschrijven', 'vakantie afmelden']],
    ['resume', ['pauze stoppen']],
    ['contact-hour', ['afspraak afmelden', 'contactuurtje opzeggen', 'afspraak afzeggen, ik ben ziek']],
    // The question whether to erase everything includes the stop.
    ['forget', ['vergeet mij, ik wil stoppen']],
    ['small-talk.danger', ['hulp, ik wil stoppen met leven']],
    ['ill', ['ziek afmelden']],
    ['hours', ['uren stoppen', 'uren, ik stop ermee']],
    [null, ['ik ben ziek, meld me af']],
  ] as const)('is no stop when it is about something else: %s, %j', (command, ways) => {
    expect(ways.map(readCommand)).toEqual(ways.map(() => command));
  });

  it.each(['ik kan niet meer inloggen', 'het lukt niet meer om te tikken', 'ik voel me niet rot', 'ik wil niet dood'])(
    'is no cry for help: %s',
    (said) => {
      expect(readCommand(said)).toBeNull();
    },
  );

  it.each([
    ['perhaps-stop', ['sotp', 'stpo', 'stopp', 'strop', 'uitschrijve', 'unsubcribe', 'ik wil stopen', 'sop']],
    [
      'perhaps-stop',
      ['stop niet', 'ik wil niet stoppen', 'nee vandaag niet', 'hoe kan ik hier ooit mee stoppen met al mijn werk'],
    ],
    // It could be about the questions, or about everything.
    ['perhaps-stop', ['Ik wil niet meer', 'ik wil dit niet meer', 'afmeldne']],
    ['perhaps-start', ['strat', 'star', 'start niet', 'ja maar ik weet het niet']],
  ] as const)('is only %s, and gets a question: %j', (command, ways) => {
    expect(ways.map(readCommand)).toEqual(ways.map(() => command));
  });

  it.each([
    ...['snap ik niet', 'iets anders', 'mijn leerling stopte met huilen', 'hoe werkt dit', 'dat was een drukke week'],
    ...[
      'dat klopt niet',
      'Weet ik niet',
      'snap het niet',
      'niets',
      'gevaar',
      'vaak',
      'water',
      'lager',
      'dat klopt toch niet',
      'hoe was je weekend',
      'ik voel me niet beter',
      'mijn leerling is niet ziek',
    ],
  ])('is nothing that we know: %s', (said) => {
    expect(readCommand(said)).toBeNull();
  });
});

describe('a feeling', () => {
  const dutch =
    `alleen angstig balen bang beroerd blij boos chaotisch chagrijnig dankbaar druk eenzaam eng fijn fit frustrerend
    futloos gedoe gek gelukkig gespannen gestrest gezeur goed heftig hopeloos intens jammer kapot klote lastig leeg lekker leuk matig moe
    moeilijk naar onzeker pijn pittig rommelig rot rottig saai sip slecht slopend somber stil stom stout stress treurig trots vervelend
    verdrietig vreselijk vrolijk zat zenuwachtig zielig zwaar zwak`.split(/\s+/);
  const besideDutch = [
    '',
    'niet',
    'heel',
    'erg',
    'te',
    'zo',
    'best',
    'beetje',
    'een beetje',
    'echt',
    'niet zo',
    'ik ben',
    'voel me',
    'dit is',
  ];
  const english =
    `alone angry annoyed anxious awful bad bored calm cold down drained dull empty fine glad great guilty happy hard hate
    hopeless hurt lonely lost lousy low mad miserable nervous nice pain painful proud quiet rotten sad safe scared silly sore strange
    stressed stuck stupid tense tired tough upset weak weird worried`.split(/\s+/);
  const besideEnglish = [
    '',
    'not',
    'very',
    'so',
    'too',
    'quite',
    'a bit',
    'really',
    'i am',
    'feeling',
    'it was',
    'not so',
    'rather',
  ];

  it.each([
    ['Dutch', dutch, besideDutch],
    ['English', english, besideEnglish],
  ])('in %s, with words before it, is never taken for a command', (_language, feelings, beside) => {
    const said = beside.flatMap((before) => feelings.map((feeling) => `${before} ${feeling}`.trim()));
    const taken = said.flatMap((each) => {
      const command = readCommand(each);
      return command === null || command.startsWith('small-talk.') ? [] : [`${each}: ${command}`];
    });
    expect(said.length).toBeGreaterThan(500);
    expect(taken).toEqual([]);
  });

  it.each([
    // A question costs nothing, but an unheard stop does: telephones turn it into "step" and "stof".
    ['perhaps-stop', ['step', 'stof', 'stopp, stom', 'I quite', 'quite', 'stom, ik wil stoppen']],
    ['perhaps-stop', ['quite asking me', 'I quite it', 'quite sending these', 'quite this']],
    ['perhaps-stop', ['Be quiet!', 'quiet please', 'Please be quiet', 'wees stil', 'Wees nu stil', 'shut up']],
    ['stop', ['stop, ik ben moe', 'I quit']],
  ] as const)('does not hide a stop, and a possible stop gets a question: %s, %j', (command, ways) => {
    expect(ways.map(readCommand)).toEqual(ways.map(() => command));
  });
});

describe('the vocabulary', () => {
  it('understands every word that it tells people to type', () => {
    const told = words.flatMap(({ command, listed }) =>
      listed ? [listed.nl, listed.en].map(({ type }) => ({ command, type })) : [],
    );
    expect(told.length).toBeGreaterThan(4);
    expect(told.filter(({ command, type }) => readCommand(type) !== command)).toEqual([]);
  });

  it('understands each of its ways as what it says', () => {
    const ways = words.flatMap(({ command, ways }) => ways.map((way) => ({ command, way })));
    expect(ways.filter(({ command, way }) => readCommand(way) !== command)).toEqual([]);
  });

  it('is refused when two features claim one way to say something', () => {
    expect(() => createReadCommand([...words, { command: 'other', ways: ['stop'] }])).toThrow('claim the words "stop"');
  });
});

describe('a very long message', () => {
  it.each([
    ['one word without end', 'a'],
    ['letters that are many each', '\ufdfa'],
    ['one word again and again', 'hulp '],
    ['one word between commas', 'hulp, '],
    ['one stop between commas', 'stop, '],
  ])('does not make anybody else wait: %s', (_, part) => {
    const began = performance.now();
    readCommand(part.repeat(20_000));
    expect(performance.now() - began).toBeLessThan(4_000);
  });

  it('of characters that expand to many letters is cut off at the same number of letters', () => {
    expect(readCommand(`${'x '.repeat(10_000)}stop`)).toBe('perhaps-stop');
    expect(readCommand(`${'\ufdfa '.repeat(10_000)}stop`)).toBeNull();
  });
});
