import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { FEATURES } from '../../src/app/features.ts';
import { makeCode } from '../../src/features/join/code.ts';
import { createJoinStore } from '../../src/features/join/store.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { addPartnership, TEAM, type TestTeacher } from '../fixtures/partnership.ts';
import { type Happening, OWN_WORDS, walk } from './every-view/walk.ts';
import { type OpenFeatures, openFeatures } from './open-features.ts';

const NOW = new Date('2026-11-17T14:30:00Z');
/** Longer than any field allows, from a client that treats the limit as a hint, as Adaptive Cards allow. */
const LONG = 'lang '.repeat(700).trim();
const WORDS = FEATURES.flatMap((feature) => feature.words ?? []).flatMap(({ listed }) => listed?.nl.type ?? []);

let test: TestDatabase;
let teachers: readonly TestTeacher[];
let features: OpenFeatures;

beforeAll(async () => {
  test = await createTestDatabase();
  teachers = await addPartnership(test.database, { Noord: 4 }, NOW);
  features = await openFeatures(test.database, () => NOW);
  const { prisma } = test.database;
  const [supervisor, circle] = [teachers[1]?.id ?? '', (await prisma.circle.findFirstOrThrow()).id];
  await prisma.person.update({ where: { id: supervisor }, data: { role: 'supervisor', consentedAt: null } });
  await prisma.personCircle.create({ data: { personId: supervisor, circleId: circle } });
  const when = { weekday: 3, begins: 15 * 60, ends: 16 * 60, slotMinutes: 15, firstDay: new Date('2026-11-16') };
  const hour = { ...when, place: 'school', supervisorId: supervisor, circleId: circle, createdAt: NOW };
  await prisma.contactHour.create({ data: hour });
});
afterAll(() => test.drop());

/** Submits dialogs with texts that are too long. @returns each dialog with its reply */
async function sendTooMuch(user: string, words: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const from = { platform: 'slack', workspace: TEAM, user } as const;
  const answered = new Map<string, string>();
  const ahead = async (what: Happening) => {
    if (what.kind !== 'submission') return;
    const names = Object.entries(what.values).flatMap(([name, value]) => (value === OWN_WORDS ? [name] : []));
    for (const name of names) {
      const values = { ...what.values, [name]: LONG };
      const reply = await features.receive({ id: `${user} ${answered.size}`, from, ...what, values });
      const told = reply.kind === 'errors' ? (reply.fields[name] ?? 'another field') : reply.kind;
      answered.set(`${what.action} ${name}`, told);
    }
  };
  await walk({ from, words, messages: [], receive: features.receive, ahead });
  return answered;
}

it.each([
  ['teacher', 0, ['contact-hour.topic topic', 'help-request.ask feedback', 'what-worked.keep text']],
  ['supervisor', 1, ['contact-hour.add-weekly place', 'we-did.keep text']],
] as const)('tells a %s how long a text may be, in every place where they write one', async (_who, index, among) => {
  const answered = await sendTooMuch(teachers[index]?.user ?? '', WORDS);
  expect([...answered.keys()]).toEqual(expect.arrayContaining([...among]));
  for (const [field, told] of answered) {
    expect([field, told]).toEqual([field, expect.stringMatching(/^Dat is te lang: maak er \d+ tekens van\.$/)]);
  }
});

it('tells people who join by a code how long a name may be', async () => {
  const code = makeCode();
  const { id } = await test.database.prisma.school.findFirstOrThrow();
  await createJoinStore(test.database).keepCode(code, id, { now: NOW, days: 60 });
  const answered = await sendTooMuch('U0NEW', [`aanmelden ${code}`]);
  expect([...answered]).toEqual([['join.send name', 'Dat is te lang: maak er 80 tekens van.']]);
});
