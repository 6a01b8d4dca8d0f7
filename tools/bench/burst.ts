import { setTimeout as sleep } from 'node:timers/promises';
import type { Simulators } from '../../playground/simulators.ts';
import type { Database } from '../../src/database/client.ts';
import { assignSchools, type ChaosTeacher, installTeams, makeTeachers, seedTeachers } from '../chaos/teachers.ts';
import { captureRequests, type SignedRequest, type SignedResponse, sendConcurrently } from './signed-requests.ts';
import { forEachOf } from './timing.ts';

/** A tap that was captured on its way to the app, to be sent in the burst. */
export interface ReadyTap {
  readonly teacher: ChaosTeacher;
  /** The id of the tapped message. */
  readonly message: string;
  readonly request: SignedRequest;
}

/** The outcome of a tap. */
export interface BurstTap extends SignedResponse {
  /** The id of the newest message in the teacher's chat at the end. */
  readonly message: string;
  readonly look: string;
  readonly came: 'booked' | 'offered' | 'nothing';
}

/** The newest message of the app in a chat. */
interface NewestMessage {
  readonly id: string;
  /** The message as JSON. */
  readonly text: string;
}

const TAKE = 'contact-hour.take';
const TIMEOUT_MS = 60_000;
const DAY_MS = 24 * 3_600_000;
/** None of this is measured, so a few at a time will do. */
const ASKING_AT_ONCE = 8;

/**
 * Makes teachers of one circle on both platforms, and a supervisor with an hour on each weekday, so that there is one
 * on any day.
 */
export async function seedBurst(database: Database, simulators: Simulators, count: number) {
  const teachers = makeTeachers(count).map((teacher) => ({ ...teacher, school: 'Noord' }));
  await seedTeachers(database, simulators, teachers, new Date());
  await assignSchools(database, teachers);
  return { teachers, hour: await addHours(database) };
}

/** Adds the hours. @returns one of them, with a teacher who could book it */
async function addHours({ prisma }: Database) {
  const { id: circleId } = await prisma.circle.findUniqueOrThrow({ where: { name: 'Noord' } });
  const { id: teacherId } = await prisma.person.findFirstOrThrow();
  const now = new Date();
  const { id: supervisorId } = await prisma.person.create({
    data: {
      key: 'supervisor',
      role: 'supervisor',
      name: 'Begeleider',
      language: 'nl',
      createdAt: now,
      circles: { create: { circleId } },
    },
  });
  const common = { supervisorId, circleId, begins: 15 * 60, ends: 16 * 60, slotMinutes: 15, place: 'Lokaal 3' };
  const firstDay = new Date(now.getTime() + DAY_MS);
  const weekdays = [1, 2, 3, 4, 5].map((weekday) => ({ ...common, weekday, firstDay, createdAt: now }));
  await prisma.contactHour.createMany({ data: weekdays });
  const { id } = await prisma.contactHour.findFirstOrThrow();
  return { id, supervisorId, teacherId };
}

/**
 * Everybody asks for the slots and taps the first one. The signed request that the platform sends is captured and not
 * delivered.
 * @param appUrl where the simulators find the app; it is changed temporarily
 * @throws Error when somebody never saw a slot to tap
 */
export async function prepareTaps(
  simulators: Simulators,
  teachers: readonly ChaosTeacher[],
  appUrl: { url: string },
): Promise<readonly ReadyTap[]> {
  await installTeams(simulators, teachers);
  await forEachOf(teachers, ASKING_AT_ONCE, (teacher) => askForSlots(simulators, teacher));
  const offers = await pollChats(simulators, teachers, ({ text }) => text.includes(TAKE));
  const app = appUrl.url;
  const capture = await captureRequests();
  appUrl.url = capture.url;
  try {
    const taps: ReadyTap[] = [];
    for (const [index, teacher] of teachers.entries()) {
      const offer = offers[index];
      if (!offer?.text.includes(TAKE)) throw new Error('somebody never saw a slot');
      const [request] = await Promise.all([capture.next(), tapFirst(simulators, teacher, offer)]);
      taps.push({ teacher, message: offer.id, request });
    }
    return taps;
  } finally {
    appUrl.url = app;
    await capture.close();
  }
}

/** Sends all taps at the same moment, and reads their outcomes. */
export async function sendBurst(
  simulators: Simulators,
  taps: readonly ReadyTap[],
  url: string,
): Promise<readonly BurstTap[]> {
  const answers = await sendConcurrently(
    url,
    taps.map(({ request }) => request),
  );
  const teachers = taps.map(({ teacher }) => teacher);
  const messages = await pollChats(simulators, teachers, (newest) => outcomeOf(newest) !== 'nothing');
  return answers.map((answered, index) => {
    const newest = messages[index] ?? null;
    return { ...answered, message: newest?.id ?? '', look: newest?.text ?? '', came: outcomeOf(newest) };
  });
}

function outcomeOf(newest: NewestMessage | null): BurstTap['came'] {
  if (newest === null) return 'nothing';
  if (newest.text.includes('Je staat genoteerd')) return 'booked';
  return newest.text.includes('net weg') && newest.text.includes(TAKE) ? 'offered' : 'nothing';
}

async function askForSlots({ slack, teams }: Simulators, { platform, workspace, user }: ChaosTeacher): Promise<void> {
  if (platform === 'slack') await slack.typeMessage({ team: workspace, user }, 'contactuurtje');
  else await teams.typeMessage({ tenant: workspace, user }, 'contactuurtje');
}

async function tapFirst(
  { slack, teams }: Simulators,
  teacher: ChaosTeacher,
  { id, text }: NewestMessage,
): Promise<void> {
  const { platform, workspace, user } = teacher;
  if (platform === 'teams') {
    await teams.execute({ tenant: workspace, user, activityId: id, verb: TAKE });
    return;
  }
  const channel = slack.directChannel(workspace, user) ?? '';
  const [actionId = ''] = /contact-hour\.take#\d+/.exec(text) ?? [];
  await slack.tap({ team: workspace, user, channel, ts: id, actionId });
}

/**
 * Polls until `isSo` holds for everybody's newest message, at most a minute.
 * @returns the newest messages, in the order of the teachers
 */
async function pollChats(
  simulators: Simulators,
  teachers: readonly ChaosTeacher[],
  isSo: (newest: NewestMessage) => boolean,
): Promise<readonly (NewestMessage | null)[]> {
  const end = performance.now() + TIMEOUT_MS;
  for (;;) {
    const messages = readNewestMessages(simulators, teachers);
    if (performance.now() > end || messages.every((newest) => newest !== null && isSo(newest))) return messages;
    // The simulators run in this process: polling without a pause would keep them from working.
    await sleep(100);
  }
}

/** Reads each platform once for all teachers, because a snapshot of a platform is expensive. */
function readNewestMessages(
  { slack, teams }: Simulators,
  teachers: readonly ChaosTeacher[],
): readonly (NewestMessage | null)[] {
  const { workspaces } = slack.state();
  const { users, conversations } = teams.state();
  const inSlack = new Map(
    workspaces.flatMap((each) => each.conversations).map((each) => [each.channel, each.messages]),
  );
  const inTeams = new Map(conversations.map(({ id, messages }) => [id, messages]));
  const chatOf = new Map(users.map(({ tenant, user, conversation }) => [`${tenant} ${user}`, conversation]));
  return teachers.map(({ platform, workspace, user }) => {
    if (platform === 'slack') {
      const message = inSlack.get(slack.directChannel(workspace, user) ?? '')?.findLast(({ fromApp }) => fromApp);
      return message ? { id: message.ts, text: JSON.stringify(message) } : null;
    }
    const message = inTeams.get(chatOf.get(`${workspace} ${user}`) ?? '')?.findLast(({ byBot }) => byBot);
    return message ? { id: message.id, text: JSON.stringify(message) } : null;
  });
}
