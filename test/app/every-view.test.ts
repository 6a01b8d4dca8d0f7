import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays } from 'date-fns/addDays';
import { FEATURES } from '../../src/app/features.ts';
import type { DialogField, FieldValues, View } from '../../src/chat/view.ts';
import type { Prisma } from '../../src/database/generated/client.ts';
import { makeCode } from '../../src/features/join/code.ts';
import { createJoinStore } from '../../src/features/join/store.ts';
import { freezeQuarter } from '../../src/features/resources/close-quarter.ts';
import { createQuarterStore } from '../../src/features/resources/quarter-store.ts';
import { LANGUAGES, type Language } from '../../src/text/languages.ts';
import { describeWithBrowser, openBrowser } from '../browser.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { addPartnership, TEAM, type TestTeacher } from '../fixtures/partnership.ts';
import type { AdapterRig, Rendering } from '../platforms/adapter-rig.ts';
import { openSlackRig } from '../platforms/slack/adapter-rig.ts';
import { openTeamsRig } from '../platforms/teams/adapter-rig.ts';
import { drawSheet, type Row } from './every-view/draw-sheet.ts';
import { runWhatIsDue } from './every-view/run-what-is-due.ts';
import { type Seen, walk } from './every-view/walk.ts';
import { type OpenFeatures, openFeatures } from './open-features.ts';

const TUESDAY = new Date('2026-11-17T14:30:00Z');
/** Days on which schedules run too, without answers in the meantime. */
const LATER = ['2026-11-19', '2026-11-24', '2026-12-01', '2026-12-08', '2026-12-15', '2026-12-17'].map(
  (day) => new Date(`${day}T14:30:00Z`),
);
const PAGES = { address: (path: string) => `https://polsslag.example${path}`, key: Buffer.alloc(32) };
const ITEMS = ['VIT01', 'TOE01', 'ABS01'];

/** The people who look at everything, one of each kind for each language. */
const WALKERS = ['takes part', 'is invited', 'supervises'] as const;
const STAGES = { slack: openSlackRig, teams: openTeamsRig } as const;

let test: TestDatabase;
let teachers: readonly TestTeacher[];
let features: OpenFeatures;
const clock = { now: TUESDAY };
const seen: Record<Language, Seen[]> = { nl: [], en: [] };

beforeAll(async () => {
  test = await createTestDatabase();
  teachers = await addPartnership(test.database, { Noord: 9, Zuid: 9 }, TUESDAY);
  const settings = { leaversKeptDays: 60 };
  features = await openFeatures(test.database, () => clock.now, { pages: PAGES, settings });
  await setTheScene();
  await doWhatIsDue();
  for (const language of LANGUAGES) {
    for (const who of WALKERS) await letWalk(who, language);
    const stranger = { platform: 'slack', workspace: TEAM, user: `U0NEW${language.toUpperCase()}` } as const;
    const { receive } = features;
    const join = language === 'nl' ? 'aanmelden' : 'join';
    const words = ['hulp', join, `${join} krwt 7h3m pq9x`, `${join} ${await makeOneCode()}`];
    const walked = await walk({ from: stranger, words, messages: [], receive });
    seen[language].push(
      ...walked.map((each) => ({ ...each, by: `stranger: ${each.by.replace(/ \S{4}-\S{4}-\S{4}/, ' CODE')}` })),
    );
  }
  for (const at of LATER) {
    clock.now = at;
    await doWhatIsDue();
  }
  for (const { language, message } of await composeAll({})) seen[language].push(message);
});
afterAll(() => test.drop());

const personOf = (who: (typeof WALKERS)[number], language: Language) => {
  const index = WALKERS.indexOf(who) * LANGUAGES.length + LANGUAGES.indexOf(language);
  return teachers[index] ?? { id: '', user: '' };
};

/** Half of the teachers speak English, and they answered last week. */
async function setTheScene(): Promise<void> {
  const { person, checkIn, answer, supervisorChannel } = test.database.prisma;
  const english = teachers.filter((_, index) => index % 2 === 1).map(({ id }) => id);
  await person.updateMany({ where: { id: { in: english } }, data: { language: 'en' } });
  const [, second] = await supervisorChannel.findMany();
  await supervisorChannel.update({ where: { id: second?.id ?? '' }, data: { language: 'en' } });
  const common = { week: '2026-W46', instrument: 'polsslag@1' };
  const everybody = await person.findMany({ include: { school: true } });
  for (const [index, { id: personId, school }] of everybody.entries()) {
    const asked = { ...common, personId, circleId: school?.circleId ?? '' };
    const when = { createdAt: new Date('2026-11-10T14:30:00Z'), closesAt: new Date('2026-11-13T17:00:00Z') };
    const items = { create: ITEMS.map((item, position) => ({ item, position })) };
    await checkIn.create({ data: { ...asked, ...when, cycle: 0, third: 0, items } });
    const given = { ...asked, answeredAt: when.createdAt, source: 'chat' } as const;
    await answer.createMany({
      data: ITEMS.map((item, place) => ({ ...given, item, value: 2 + ((index + place) % 4) })),
    });
  }
  const undecided = LANGUAGES.map((language) => personOf('is invited', language).id);
  await person.updateMany({ where: { id: { in: undecided } }, data: { consentedAt: null, consentBasis: null } });
  const supervisors = LANGUAGES.map((language) => personOf('supervises', language).id);
  await person.updateMany({ where: { id: { in: supervisors } }, data: { role: 'supervisor', consentedAt: null } });
  const circles = await test.database.prisma.circle.findMany();
  await test.database.prisma.personCircle.createMany({
    data: supervisors.flatMap((personId) => circles.map(({ id: circleId }) => ({ personId, circleId }))),
    skipDuplicates: true,
  });
  await giveHours(supervisors, circles[0]?.id ?? '');
  await closeQuarter(everybody.map(({ id }) => id));
  const left = teachers.slice(-2).map(({ id }) => id);
  await person.updateMany({ where: { id: { in: left } }, data: { missingSince: TUESDAY } });
}

/** Tomorrow, so that everything happens that is sent before, during and after a contact hour. */
async function giveHours(supervisors: readonly string[], circleId: string): Promise<void> {
  const hour = { weekday: 3, begins: 15 * 60, ends: 16 * 60, slotMinutes: 15, place: 'https://meet.example/kring' };
  const firstDay = new Date('2026-11-16');
  await test.database.prisma.contactHour.createMany({
    data: supervisors.map((supervisorId) => ({ ...hour, supervisorId, circleId, firstDay, createdAt: TUESDAY })),
  });
}

/** Answers about what supports teachers, of the previous quarter: enough for most items, too few for some. */
async function closeQuarter(people: readonly string[]): Promise<void> {
  const { resources } = features.instruments;
  const about = {
    quarter: '2026-Q3',
    instrument: 'polsslag-resources@1',
    answeredAt: new Date('2026-09-15T14:30:00Z'),
  };
  const data = people.flatMap((personId, person) =>
    resources.first.items.flatMap(({ code: item }, index) =>
      index % 7 === 6 && person > 3 ? [] : [{ ...about, personId, item, value: 1 + ((person + index) % 5) }],
    ),
  );
  await test.database.prisma.resourceAnswer.createMany({ data });
  const store = createQuarterStore(test.database);
  const closing = { store, instrument: resources.first, timezone: 'Europe/Amsterdam', minimum: 5 };
  await freezeQuarter(closing, '2026-Q3', TUESDAY);
  await store.announce('2026-Q3', TUESDAY, addDays(TUESDAY, 14));
}

async function makeOneCode(): Promise<string> {
  const code = makeCode();
  const { id } = await test.database.prisma.school.findFirstOrThrow();
  await createJoinStore(test.database).keepCode(code, id, { now: clock.now, days: 60 });
  return code;
}

/** Runs everything that is due; messages in the outbox count as sent at once. */
async function doWhatIsDue(): Promise<void> {
  await runWhatIsDue(features, clock.now);
  await test.database.prisma.notification.updateMany({
    where: { state: 'queued' },
    data: { state: 'sent', sentAt: clock.now, reference: 'D0:1' },
  });
}

/** The messages to a person or channel, as they would be sent now. */
async function composeAll(where: Prisma.NotificationWhereInput): Promise<{ language: Language; message: Seen }[]> {
  const rows = await test.database.prisma.notification.findMany({
    where,
    orderBy: { createdAt: 'desc' },
    include: { account: { include: { person: true } }, channel: true },
  });
  const composed = rows.map(async ({ kind, subject, account, channel }) => {
    const language = LANGUAGES.find((each) => each === (account?.person.language ?? channel?.language)) ?? 'nl';
    const view: View | null = (await features.composers[kind]?.(subject, clock.now, language)) ?? null;
    return view ? [{ language, message: { kind: 'message', by: `message ${kind}`, view } as const }] : [];
  });
  return (await Promise.all(composed)).flat();
}

async function letWalk(who: (typeof WALKERS)[number], language: Language): Promise<void> {
  const { id, user } = personOf(who, language);
  const listed = FEATURES.flatMap((feature) => feature.words ?? []).flatMap(
    (word) => word.listed?.[language].type ?? [],
  );
  // The word for erasure is in no list, because it leads to a question.
  const words = [...listed, language === 'nl' ? 'vergeet mij' : 'forget me'];
  const messages = [
    ...(await composeAll({ account: { personId: id } })),
    ...(who === 'supervises' ? await composeAll({ accountId: null }) : []),
  ]
    .filter((each) => each.language === language)
    .map(({ message }) => message);
  const from = { platform: 'slack', workspace: TEAM, user } as const;
  const walked = await walk({ from, words: [...words, '?'], messages, receive: features.receive });
  seen[language].push(...walked.map((each) => ({ ...each, by: `${who}: ${each.by}` })));
}

/** This many views of the same origin are enough. */
const MAX_ALIKE = 2;

/** Each view once; views that differ only in ids are the same. */
function different(all: readonly Seen[]): Seen[] {
  const known = new Map<string, Seen>();
  for (const each of all) {
    if ([...known.values()].filter(({ by }) => by === each.by).length >= MAX_ALIKE) continue;
    const { by: _, ...look } = each;
    const key = JSON.stringify(look).replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id');
    if (!known.has(key)) known.set(key, each);
  }
  return [...known.values()];
}

const OPENER = { label: 'Open', action: 'test.open', data: {}, tone: 'plain', opens: 'dialog' } as const;

function isFilledIn(field: DialogField, typed: FieldValues): boolean {
  return field.kind === 'yes-no' || field.missing === null || (typed[field.name]?.length ?? 0) > 0;
}

/** Shows a view to a person, within the platform's limits. */
async function lookOn(rig: AdapterRig, each: Seen, count: number): Promise<Rendering> {
  const to = rig.recipient.person;
  if (each.kind !== 'dialog') {
    if (each.kind === 'home') return rig.homeRendering(each.view, each.inChat);
    const { reference } = await rig.platform.send({ key: `view:${count}`, to, view: each.view });
    return rig.rendering('person', reference);
  }
  const opener: View = { summary: 'Open', blocks: [{ kind: 'buttons', layout: 'row', buttons: [OPENER] }] };
  const { reference } = await rig.platform.send({ key: `opener:${count}`, to, view: opener });
  const { dialog, errors: fields, typed } = each;
  const hasErrors = Object.keys(fields).length > 0;
  // Values that the platform itself would not submit are shown as if the dialog was opened with them.
  const isSent = hasErrors && dialog.fields.every((field) => isFilledIn(field, typed));
  rig.answerNext(hasErrors && !isSent ? { kind: 'errors', dialog, fields } : { kind: 'dialog', dialog });
  await rig.tap('person', reference, OPENER.label);
  if (isSent) {
    rig.answerNext({ kind: 'errors', dialog, fields });
    await rig.submit(dialog, typed);
  }
  const look = rig.dialogRendering();
  if (!look) throw new Error(`no dialog: ${each.by}`);
  return look;
}

/** Longer than a busy machine needs for about twenty pictures. */
const SHEET_WITHIN_MS = 900_000;

const rows: Record<Language, Row[]> = { nl: [], en: [] };

describe.each(LANGUAGES)('every view in %s', (language) => {
  it('fits what both platforms take', async () => {
    const views = different(seen[language]);
    expect(views.length).toBeGreaterThan(25);
    for (const platform of ['slack', 'teams'] as const) {
      const rig = await STAGES[platform]();
      try {
        for (const [index, each] of views.entries()) {
          const look = await lookOn(rig, each, index);
          const row = rows[language][index];
          rows[language][index] = {
            name: each.by,
            typed: each.kind === 'dialog' ? each.typed : {},
            looks: [...(row?.looks ?? []), look],
          };
        }
        expect(rig.faults()).toEqual([]);
      } finally {
        await rig.close();
      }
    }
  });

  it('offers everybody who does everything a way to help and a way to stop', () => {
    const texts = JSON.stringify(seen[language]);
    expect(texts).toContain(language === 'nl' ? 'Dit kun je typen' : 'You can type');
    expect(features.troubles).toEqual([]);
  });
});

it('shows the same kinds of views in both languages', () => {
  const ways = (language: Language) => [...new Set(different(seen[language]).map(({ kind }) => kind))].sort();
  expect(ways('en')).toEqual(ways('nl'));
});

describeWithBrowser('the contact sheet', () => {
  it(
    'draws each of them on both platforms, for a person to look through',
    async () => {
      const browser = await openBrowser();
      try {
        for (const language of LANGUAGES) {
          const drawn = await drawSheet(browser, language, rows[language]);
          expect(rows[language].length).toBeGreaterThan(25);
          expect(drawn).toBe(rows[language].length * 2);
        }
      } finally {
        await browser.close();
      }
    },
    SHEET_WITHIN_MS,
  );
});
