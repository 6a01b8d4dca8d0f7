import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays } from 'date-fns/addDays';
import { forgetOldEvents } from '../src/database/seen-event-store.ts';
import { erasePerson } from '../src/people/erase-person.ts';
import { openFeatures } from './app/open-features.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { addRowOfEverything } from './fixtures/row-of-everything.ts';
import { PRIVACY, rowsBelow } from './privacy-statement.ts';

/*
 * PRIVACY.md names everything that is stored and says how long it is kept. These tests compare it with the database
 * itself. A new table fails until this file says where PRIVACY.md describes it, or why it holds nothing about anybody.
 */

const AT = new Date('2026-11-17T14:30:00Z');

/**
 * The periods in both languages, with their number of days or forever, and whether the data are erased with their
 * person.
 */
const DURATIONS = {
  person: { nl: 'tot je gewist bent', en: 'until you are erased', days: null, withPerson: true },
  years: {
    nl: 'twee jaar, of tot je gewist bent',
    en: 'two years, or until you are erased',
    days: 730,
    withPerson: true,
  },
  twoYears: {
    nl: 'tot de begeleider gewist is; twee jaar',
    en: 'until the supervisor is erased; two years',
    days: 730,
    withPerson: true,
  },
  author: {
    nl: 'tot de begeleider gewist is; twee jaar',
    en: 'until the supervisor is erased; two years',
    days: null,
    withPerson: true,
  },
  month: { nl: 'vier weken', en: 'four weeks', days: 28, withPerson: true },
  week: { nl: 'een week; tot je gewist bent', en: 'a week; until you are erased', days: 7, withPerson: true },
  feed: { nl: 'een week; tot je gewist bent', en: 'a week; until you are erased', days: null, withPerson: true },
  own: {
    nl: 'tot jij hem wist, of tot je gewist bent',
    en: 'until you delete it, or until you are erased',
    days: null,
    withPerson: true,
  },
  list: {
    nl: 'tot je gewist bent, zie ‘Hoe lang’',
    en: "until you are erased, see 'How long'",
    days: null,
    withPerson: true,
  },
  forGood: {
    nl: 'blijvend; er staan geen personen in',
    en: 'for good; there are no people in it',
    days: null,
    withPerson: false,
  },
  round: {
    nl: 'tot de begeleider weg is; van het team blijvend',
    en: 'until the supervisor is gone; of the team for good',
    days: null,
    withPerson: true,
  },
  counted: {
    nl: 'tot ze geteld is, of twee jaar',
    en: 'until it is counted, or two years',
    days: 730,
    withPerson: true,
  },
} as const;

interface Place {
  /** The beginning of its row in PRIVACY.md. */
  readonly row: string;
  readonly kept: keyof typeof DURATIONS;
}

const WHO = { row: 'naam, rol', kept: 'list' } as const;
const ADDRESS = { row: 'het adres in Slack of Teams', kept: 'person' } as const;
const ASKED = { row: 'welke vragen je kreeg', kept: 'years' } as const;
const HELP = { row: 'wat een begeleider voor je deed', kept: 'person' } as const;
const REQUEST = { row: 'je hulpvraag', kept: 'person' } as const;
const PUBLISHED = { row: 'de cijfers van een week', kept: 'forGood' } as const;
const RHYTHM = { row: 'wanneer en hoe vaak', kept: 'person' } as const;

/** Where PRIVACY.md describes each table; null when it holds nothing about anybody. */
const TABLES: Readonly<Record<string, Place | null>> = {
  Account: ADDRESS,
  Answer: { row: 'elk antwoord', kept: 'years' },
  Appointment: { row: 'je contactuurtjes', kept: 'person' },
  AskingOff: RHYTHM,
  CalendarFeed: { row: 'wanneer je je gegevens opvroeg', kept: 'feed' },
  CheckIn: ASKED,
  CheckInItem: ASKED,
  Circle: null,
  CircleNote: { row: 'wat een begeleider aan een kring', kept: 'author' },
  CircleNoteSent: { row: 'wat een begeleider aan een kring', kept: 'twoYears' },
  ContactHour: { row: 'de contactuurtjes die een begeleider geeft', kept: 'person' },
  ContactHourAbsence: { row: 'op welke dagen een begeleider', kept: 'month' },
  ContactHourWaiting: { row: 'je contactuurtjes', kept: 'person' },
  DataLink: { row: 'wanneer je je gegevens opvroeg', kept: 'week' },
  Declaration: { row: 'dat de beheerder verklaarde', kept: 'forGood' },
  Deployment: null,
  Evaluation: { row: 'een evaluatie, versleuteld', kept: 'counted' },
  EvaluationCampaign: { row: 'de cijfers in de uitslag', kept: 'round' },
  // Erased at the close; no more than a random number.
  EvaluationKey: null,
  EvaluationTicket: { row: 'dat je voor een evaluatie', kept: 'years' },
  HelpCard: REQUEST,
  HelpRequest: REQUEST,
  HelpTaken: REQUEST,
  HelpWaiting: PUBLISHED,
  // An irreversible mark, kept for a week: described below the table.
  IncomingEvent: null,
  Intervention: HELP,
  InterventionPeriod: PUBLISHED,
  ItemTotal: { row: 'hoe vaak elke vraag', kept: 'forGood' },
  JoinCode: null,
  // An irreversible mark, kept for two days: described at 'Hoe lang'.
  JoinGuess: null,
  Lane: null,
  LoggedVisit: HELP,
  MethodQuarter: PUBLISHED,
  Notification: { row: 'elk bericht dat we stuurden', kept: 'years' },
  OwnEffect: { row: 'het eigen gemiddelde van een begeleider', kept: 'person' },
  Person: WHO,
  PersonCircle: WHO,
  PublishedWeek: PUBLISHED,
  ResourceAnswer: { row: 'wat je antwoordde over wat je steunt', kept: 'years' },
  ResourceQuarter: PUBLISHED,
  ResourcesOff: RHYTHM,
  Rhythm: RHYTHM,
  ScheduledRun: null,
  School: null,
  SchoolHoliday: null,
  ServedPlatform: null,
  SlowDown: { row: 'of we vroegen om je minder vaak', kept: 'person' },
  SupervisorChannel: null,
  Visit: HELP,
  VisitQuestion: HELP,
  WeekPicture: PUBLISHED,
  WhatWorked: { row: 'je zin bij', kept: 'own' },
  Workspace: null,
};

const placed = Object.entries(TABLES).flatMap(([table, place]) => (place === null ? [] : [{ table, ...place }]));

const nl = rowsBelow(PRIVACY.nl, 'Wat we bewaren');
const en = rowsBelow(PRIVACY.en, 'What is stored');

describe('what PRIVACY.md says is stored', () => {
  it('is the same in both languages, row by row', () => {
    expect(nl.length).toBeGreaterThan(25);
    expect(en).toHaveLength(nl.length);
    const pairs = new Map<string, string>(Object.values(DURATIONS).map((each) => [each.nl, each.en]));
    // Said about a single column; separate tests check it.
    pairs.set('tot een week erna, of je afzegt', 'until a week after, or until you cancel');
    pairs.set('zes maanden, of tot die weg is', 'six months, or until they are gone');
    expect(en.map((cells) => cells[2])).toEqual(nl.map((cells) => pairs.get(cells[2] ?? '')));
  });

  it('is what each table is kept for', () => {
    const said = placed.map(({ table, row, kept }) => ({
      table,
      said: nl.filter(([first = '']) => first.startsWith(row)).map((cells) => cells[2]),
      kept: [DURATIONS[kept].nl],
    }));
    for (const each of said)
      expect({ table: each.table, said: each.said }).toEqual({ table: each.table, said: each.kept });
  });
});

/** Values for columns whose type is not enough. */
const HOLDING = {
  week: '2026-W47',
  schoolYear: '2026-2027',
  timezone: 'Europe/Amsterdam',
  language: 'nl',
  value: 4,
  'Notification.state': 'sent',
  'EvaluationCampaign.closedAt': AT,
  'EvaluationCampaign.result': '{}',
  'HelpRequest.doneAt': AT,
  'Appointment.endedAt': AT,
  'Appointment.endedBy': 'ill',
  'Appointment.sealedTopic': 'x',
};

let test: TestDatabase;
let rows: Awaited<ReturnType<typeof addRowOfEverything>>;
const everything = Object.keys(TABLES).toSorted();

async function open(): Promise<void> {
  test = await createTestDatabase();
  rows = await addRowOfEverything(test.url, AT, HOLDING);
}
async function close(): Promise<void> {
  await rows.close();
  await test.drop();
}

describe('what the database keeps', () => {
  beforeAll(open);
  afterAll(close);

  /** Runs all schedules, as on this day. */
  async function runSchedules(now: Date): Promise<void> {
    const { schedules } = await openFeatures(test.database, () => now);
    for (const schedule of schedules) {
      const period = schedule.period(now);
      if (period !== null) await schedule.run(period, now);
    }
    await forgetOldEvents(test.database, now);
  }

  /** Days of tables that have no row, and of a card after nothing about its request can change. */
  const SOONER: Readonly<Record<string, number>> = { IncomingEvent: 7, JoinGuess: 1, JoinCode: 30, HelpCard: 1 };
  const daysOf = (table: string): number => {
    const place = TABLES[table];
    return SOONER[table] ?? (place ? DURATIONS[place.kept].days : null) ?? Number.POSITIVE_INFINITY;
  };

  it('stands in PRIVACY.md, or says nothing of anybody', async () => {
    expect(await rows.left()).toEqual(everything);
  });

  it.each([
    ['two days', 2],
    ['nine days', 9],
    ['four weeks less a day', 27],
    ['a month', 31],
    ['two years less a week', 723],
    ['two years and a week', 738],
  ])('is what it says after %s', async (_name, days) => {
    await runSchedules(addDays(AT, days));
    expect(await rows.left()).toEqual(everything.filter((table) => daysOf(table) >= days));
    const { sealedTopic, endedBy } = await test.database.prisma.appointment.findFirstOrThrow();
    expect([sealedTopic, endedBy]).toEqual([days > 7 ? null : 'x', days > 28 ? 'off' : 'ill']);
  });
});

describe('what the database keeps of who is erased', () => {
  beforeAll(open);
  afterAll(close);

  it('is what others hold of the same, and in the end figures without people only', async () => {
    await erasePerson(test.database.prisma, rows.teacher);
    const ofSupervisor = [
      'CircleNote',
      'ContactHour',
      'ContactHourAbsence',
      'Evaluation',
      'EvaluationCampaign',
      'OwnEffect',
      'Person',
    ];
    const figures = placed.filter(({ kept }) => !DURATIONS[kept].withPerson).map(({ table }) => table);
    const namesPeople = (await rows.left()).filter((table) => TABLES[table] !== null);
    expect(namesPeople).toEqual([...ofSupervisor, ...figures].toSorted());
    await erasePerson(test.database.prisma, rows.supervisor);
    expect((await rows.left()).filter((table) => TABLES[table] !== null)).toEqual(figures.toSorted());
  });
});
