import { describe, expect, it } from '@jest/globals';
import { COMMANDS, WAYS_TO_SAY } from '../../../src/features/onboarding/commands.ts';
import { readCommand } from '../../../src/features/onboarding/read-command.ts';

describe('what somebody types', () => {
  it.each([
    ['stop', ['stop.', 'Stop!', 'STOP', '  stop  ', '"stop"', 'stóp', 'Stop, alsjeblieft', 'stop a.u.b.', 'stop maar']],
    ['stop', ['ik wil stoppen', 'Ik wil stoppen.', 'uitschrijven', 'unsubscribe', 'Schrijf me uit', 'ik doe niet mee']],
    ['stop', ['@Polsslag stop', 'polsslag: stop', 'stop met die vragen', 'geen vragen meer!', 'stop asking me']],
    ['no', ['nee', 'Nee.', 'nee bedankt', 'nee, liever niet', 'No!']],
    ['yes', ['ja', 'Ja!', 'ja graag', 'yes please', 'ja, ik doe mee']],
    ['start', ['start', 'Start.', 'ik doe mee', 'ik wil weer meedoen', 'start maar']],
    ['help', ['', '...', '👍', 'hulp', 'HELP', 'hulp graag', 'help me', 'hulpp', 'Hoi!']],
    ['check-in', ['check-in', 'Check in', 'checkin', 'chekin', 'check-in graag', 'mijn vragen']],
  ] as const)('is %s: %j', (command, ways) => {
    expect(ways.map(readCommand)).toEqual(ways.map(() => command));
  });

  it.each([
    ['perhaps-stop', ['sotp', 'stpo', 'stopp', 'strop', 'uitschrijve', 'unsubcribe', 'ik wil stopen', 'top']],
    [
      'perhaps-stop',
      ['stop niet', 'ik wil niet stoppen', 'nee vandaag niet', 'hoe kan ik hier ooit mee stoppen met al mijn werk'],
    ],
    ['perhaps-start', ['strat', 'star', 'start niet', 'ja maar ik weet het niet']],
  ] as const)('is only %s, which is asked about: %j', (command, ways) => {
    expect(ways.map(readCommand)).toEqual(ways.map(() => command));
  });

  it.each(['iets anders', 'mijn leerling stopte met huilen', 'hoe werkt dit', 'dat was een drukke week'])(
    'is nothing that we know: %s',
    (words) => {
      expect(readCommand(words)).toBeNull();
    },
  );
});

describe('the vocabulary', () => {
  it('understands every word that the manifests list', () => {
    const known = [...COMMANDS.nl, ...COMMANDS.en].map(readCommand);
    expect(new Set(known)).toEqual(new Set(['help', 'start', 'stop', 'check-in']));
  });

  it('understands each of its ways as what it says, and has none twice', () => {
    const ways = Object.entries(WAYS_TO_SAY).flatMap(([name, all]) => all.map((way) => ({ name, way })));
    expect(ways.filter(({ name, way }) => readCommand(way) !== name)).toEqual([]);
    expect(new Set(ways.map(({ way }) => way)).size).toBe(ways.length);
  });
});
