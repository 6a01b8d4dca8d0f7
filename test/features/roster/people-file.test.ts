import { describe, expect, it } from '@jest/globals';
import { gatherFaults } from '../../../src/csv/fault.ts';
import { PolsslagError } from '../../../src/errors.ts';
import { groupPeople, readPeopleFile } from '../../../src/features/roster/people-file.ts';

const HEADER = 'person,role,name,school,circle,cluster,platform,workspace,user,language';
const TENANT = 'AAAAAAAA-1111-2222-3333-444444444444';
const USER = 'bbbbbbbb-1111-0222-0333-444444444444';
const nothingKnown: Parameters<typeof groupPeople>[1] = {
  circleOfSchool: new Map(),
  schools: [],
  ownerOfAccount: new Map(),
};

async function read(lines: readonly string[], known = nothingKnown) {
  const faults = gatherFaults();
  const rows = await readPeopleFile({ bytes: [[HEADER, ...lines].join('\n')], report: faults.report });
  const { people, circleOfSchool } = groupPeople(rows, known, faults.report);
  try {
    faults.throwIfAny();
  } catch (error) {
    return { people, circleOfSchool, faults: error instanceof PolsslagError ? error.faults : [String(error)] };
  }
  return { people, circleOfSchool, faults: [] };
}

const anna = 'p1,teacher,Anna,De Zon,Zuid,,slack,T0001,U0001,nl';

describe('the people file', () => {
  it('reads a person from one line', async () => {
    const { people, faults, circleOfSchool } = await read([anna]);
    expect(faults).toEqual([]);
    expect(circleOfSchool).toEqual(new Map([['De Zon', 'Zuid']]));
    expect(people).toEqual([
      {
        key: 'p1',
        role: 'teacher',
        name: 'Anna',
        cluster: null,
        language: 'nl',
        school: 'De Zon',
        circles: new Set(['Zuid']),
        accounts: [{ platform: 'slack', workspace: 'T0001', user: 'U0001' }],
      },
    ]);
  });

  it('reads only what is visible of names, keys and ids that were copied from a page', async () => {
    const { people, faults } = await read([
      'p1\u200B,teacher,\u202EAnna\u00A0de\u00ADVries,De\u00A0Zon,Zuid\u2060,,slack,T0001,\u200EU0001,nl',
      'p1,teacher,Anna deVries,De Zon,Zuid,,slack,T0001,U0001,nl',
      'p2,teacher,\u200B\u200B,De Zon,Zuid,,slack,T0001,U0002,nl',
    ]);
    expect(people).toMatchObject([{ key: 'p1', name: 'Anna deVries', school: 'De Zon', circles: new Set(['Zuid']) }]);
    expect(faults).toEqual(['Line 4, column name: is empty; fill it in.']);
  });

  it.each([...['\u034F', '\u061C', '\u180E', '\u200C', '\u200D', '\u2063', '\u3164', '\uFE0F', '\uFEFF', '\u{E0041}']])(
    'takes keys and schools for the same that differ by what is not seen: %j',
    async (unseen) => {
      const other = anna.replace('p1', `p${unseen}1`).replace('Zon', `Z${unseen}on`);
      const { people, faults } = await read([anna, other]);
      expect([people.map(({ key, school }) => [key, school]), faults]).toEqual([[['p1', 'De Zon']], []]);
    },
  );

  it.each([
    ['Zoë Şükrü'],
    ['علی\u200Cرضا'],
    ['ශ්\u200Dරීනාත්'],
    ['Juf Anne \u{1F469}\u{1F3FD}\u200D\u{1F3EB}'],
    ['Meester Bo \u2764\uFE0F\u200D\u{1F525}'],
  ])('keeps the joiners that shape a name: %s', async (name) => {
    const { people, faults } = await read([anna.replace('Anna', name)]);
    expect([people.map((person) => person.name), faults]).toEqual([[name.normalize('NFC')], []]);
  });

  it('puts several lines together: the first school decides, circles and accounts add up, GUIDs go to lower case', async () => {
    const { people, faults } = await read([
      anna,
      `p1,teacher,Anna,De Maan,Noord,,teams,${TENANT},${USER},nl`,
      anna,
      'p2,supervisor,Bert,,Zuid,4,slack,T0001,W0002,en',
      'p2,supervisor,Bert,,Noord,4,slack,T0001,W0002,en',
      'p3,lead,Carla,,,3,,,,nl',
    ]);
    expect(faults).toEqual([]);
    expect(people).toMatchObject([
      {
        school: 'De Zon',
        circles: new Set(['Zuid', 'Noord']),
        accounts: [
          { platform: 'slack', workspace: 'T0001', user: 'U0001' },
          { platform: 'teams', workspace: TENANT.toLowerCase(), user: USER },
        ],
      },
      {
        role: 'supervisor',
        cluster: 4,
        school: null,
        circles: new Set(['Zuid', 'Noord']),
        accounts: [{ user: 'W0002' }],
      },
      { role: 'lead', circles: new Set(), accounts: [] },
    ]);
  });

  it('takes the circle of a school from another line or from the database', async () => {
    const known = { ...nothingKnown, circleOfSchool: new Map([['De Ster', 'Oost']]) };
    const { people, faults } = await read(
      ['p1,teacher,Anna,De Zon,,,,,,nl', 'p2,teacher,Bert,De Zon,Zuid,,,,,nl', 'p3,teacher,Carla,De Ster,,,,,,nl'],
      known,
    );
    expect(faults).toEqual([]);
    expect(people.map(({ circles }) => [...circles])).toEqual([['Zuid'], ['Zuid'], ['Oost']]);
  });

  it('reports every fault in a line under its column', async () => {
    const { faults } = await read([',boss,,De Zon,Zuid,5,irc,X1,Y1,de', `p2,lead,Bert,,,,teams,T0001,U0001,nl`]);
    expect(faults).toEqual([
      'Line 2, column person: is empty; fill it in.',
      'Line 2, column role: must be teacher, supervisor or lead.',
      'Line 2, column name: is empty; fill it in.',
      'Line 2, column cluster: must be 3 or 4, or empty.',
      'Line 2, column language: must be nl or en.',
      'Line 2, column platform: must be slack or teams (or empty, with workspace and user, for a person without a chat).',
      'Line 3, column workspace: must be a GUID, as 00000000-0000-0000-0000-000000000000.',
      'Line 3, column user: must be a GUID, as 00000000-0000-0000-0000-000000000000.',
    ]);
  });

  it.each([
    ['t0001', 'U0001'],
    ['T0001', 'u0001'],
    ['C0001', 'D0001'],
    ['T', 'U'],
    ['T-001', 'U 001'],
    ['', ''],
  ])('refuses the Slack ids %j and %j', async (workspace, user) => {
    const { faults } = await read([`p1,lead,Anna,,,,slack,${workspace},${user},nl`]);
    expect(
      faults.every((fault) =>
        /^Line 2, column (workspace|user): must be a Slack (team|user) id, as [TU]012AB3C4\.$/.test(fault),
      ),
    ).toBe(true);
    expect(faults.length).toBeGreaterThan(0);
  });

  it('takes an account only when all of it is there', async () => {
    const { faults } = await read(['p1,lead,Anna,,,,,T0001,U0001,nl']);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(/^Line 2, column platform: must be slack or teams/);
  });

  it('wants a school for a teacher, and a circle for a new school', async () => {
    const { faults } = await read(['p1,teacher,Anna,,Zuid,,,,,nl', 'p2,teacher,Bert,De Zon,,,,,,nl']);
    expect(faults).toEqual([
      'Line 2, column school: is empty; a teacher needs a school.',
      'Line 3, column circle: is empty, and this school is not known yet; name its circle.',
    ]);
  });

  it('names the school that may have been meant, in the database or in the file', async () => {
    const lines = [
      'p1,teacher,Anna,de ster,,,,,,nl',
      'p2,teacher,Bert,De Zon,Zuid,,,,,nl',
      'p3,teacher,Cem,De Zonn,,,,,,nl',
    ];
    const { faults } = await read(lines, { ...nothingKnown, schools: ['De Ster', 'De Eik'] });
    const fault =
      'column circle: is empty, and this school is not known yet; name its circle, or mend the school when it is';
    expect(faults).toEqual([`Line 2, ${fault} "De Ster".`, `Line 4, ${fault} "De Zon".`]);
  });

  it('refuses lines that contradict each other about a person', async () => {
    const { faults } = await read([anna, 'p1,supervisor,Anne,De Zon,Zuid,3,,,,en']);
    expect(faults).toEqual(
      ['role', 'name', 'cluster', 'language'].map(
        (column) =>
          `Line 3, column ${column}: says something else than line 2 about the same person; make them the same.`,
      ),
    );
  });

  it('refuses a school in two circles', async () => {
    const known = { ...nothingKnown, circleOfSchool: new Map([['De Ster', 'Oost']]) };
    const { faults } = await read(
      [anna, 'p2,teacher,Bert,De Zon,Noord,,,,,nl', 'p3,teacher,C,De Ster,Noord,,,,,nl'],
      known,
    );
    expect(faults).toEqual([
      'Line 3, column circle: is not the circle that this school has in line 2; a school belongs to one circle.',
      'Line 4, column circle: is not the circle that this school has in the database; a school belongs to one circle.',
    ]);
  });

  it('refuses one account for two persons, in the file or in the database', async () => {
    const known = { ...nothingKnown, ownerOfAccount: new Map([['slack T0001 U0009', 'p9']]) };
    const { faults } = await read(
      [
        anna,
        'p2,lead,Bert,,,,slack,T0001,U0001,nl',
        'p3,lead,Carla,,,,slack,T0001,U0009,nl',
        'p9,lead,Ivo,,,,slack,T0001,U0009,nl',
      ],
      known,
    );
    expect(faults).toEqual([
      'Line 3, column user: is the account of somebody else on line 2; an account belongs to one person.',
      'Line 4, column user: is the account of somebody else who is known already; an account belongs to one person.',
      'Line 5, column user: is the account of somebody else on line 4; an account belongs to one person.',
    ]);
  });

  it('never repeats a name, a key or an account in a fault', async () => {
    const { faults } = await read([
      'Geheim1,teacher,Geheim2,Geheim3,Geheim4,,slack,Geheim5,Geheim6,nl',
      'Geheim1,teacher,Geheim7,Geheim3,Geheim8,9,teams,Geheim9,Geheim10,xx',
    ]);
    expect(faults.length).toBeGreaterThan(4);
    expect(faults.join('\n')).not.toContain('Geheim');
  });
});
