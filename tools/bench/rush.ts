import { setTimeout as sleep } from 'node:timers/promises';
import type { Simulators } from '../../playground/simulators.ts';
import type { Database } from '../../src/database/client.ts';
import { type ChaosTeacher, installTeams, letGo, makeTeachers, seedTeachers } from '../chaos/teachers.ts';
import { type Answered, catchRequests, type SignedRequest, sendAtOnce } from './signed-requests.ts';

/** A tap that was made ready. */
export interface ReadyTap {
  readonly teacher: ChaosTeacher;
  /** Of the message that is tapped. */
  readonly message: string;
  readonly request: SignedRequest;
}

/** What came of a tap. */
export interface RushedTap extends Answered {
  /** The newest message as its teacher sees it in the end. */
  readonly message: string;
  readonly look: string;
  readonly came: 'booked' | 'offered' | 'nothing';
}

/** The newest message of the app in somebody's chat. */
interface Look {
  readonly id: string;
  /** JSON. */
  readonly text: string;
}

const TAKE = 'contact-hour.take';
const PATIENCE_MS = 60_000;
const DAY_MS = 24 * 3_600_000;

/** Teachers of one circle on both platforms, and a supervisor with an hour on each weekday, so that there is one whatever day it is. */
export async function seedRush(database: Database, simulators: Simulators, count: number) {
  const teachers = makeTeachers(count).map((teacher) => ({ ...teacher, school: 'Noord' }));
  await seedTeachers(database, simulators, teachers, new Date());
  await letGo(database, teachers);
  return { teachers, hour: await addHours(database) };
}

/** One of the hours, with somebody who could book it. */
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
 * Everybody opens the slots and taps the first, as far as the platform: what it sends to the app is caught, signed as it is.
 * @param appUrl where the simulators find the app; is changed meanwhile
 * @throws Error when somebody never saw a slot to tap
 */
export async function makeReady(
  simulators: Simulators,
  teachers: readonly ChaosTeacher[],
  appUrl: { url: string },
): Promise<readonly ReadyTap[]> {
  await installTeams(simulators, teachers);
  await inTurns(teachers, (teacher) => askForSlots(simulators, teacher));
  const offers = await lookUntil(simulators, teachers, ({ text }) => text.includes(TAKE));
  const app = appUrl.url;
  const net = await catchRequests();
  appUrl.url = net.url;
  try {
    const taps: ReadyTap[] = [];
    for (const [index, teacher] of teachers.entries()) {
      const offer = offers[index];
      if (!offer?.text.includes(TAKE)) throw new Error('somebody never saw a slot');
      const [request] = await Promise.all([net.next(), tapFirst(simulators, teacher, offer)]);
      taps.push({ teacher, message: offer.id, request });
    }
    return taps;
  } finally {
    appUrl.url = app;
    await net.close();
  }
}

/** Lets all of them go at the same moment, and looks at what came of it. */
export async function letRush(
  simulators: Simulators,
  taps: readonly ReadyTap[],
  url: string,
): Promise<readonly RushedTap[]> {
  const answers = await sendAtOnce(
    url,
    taps.map(({ request }) => request),
  );
  const teachers = taps.map(({ teacher }) => teacher);
  const looks = await lookUntil(simulators, teachers, (look) => whatIs(look) !== 'nothing');
  return answers.map((answered, index) => {
    const look = looks[index] ?? null;
    return { ...answered, message: look?.id ?? '', look: look?.text ?? '', came: whatIs(look) };
  });
}

function whatIs(look: Look | null): RushedTap['came'] {
  if (look === null) return 'nothing';
  if (look.text.includes('Je staat genoteerd')) return 'booked';
  return look.text.includes('net weg') && look.text.includes(TAKE) ? 'offered' : 'nothing';
}

/** A few at a time: what is measured comes afterwards. */
async function inTurns<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  const next = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: 8 }, next));
}

async function askForSlots({ slack, teams }: Simulators, { platform, workspace, user }: ChaosTeacher): Promise<void> {
  if (platform === 'slack') await slack.typeMessage({ team: workspace, user }, 'contactuurtje');
  else await teams.typeMessage({ tenant: workspace, user }, 'contactuurtje');
}

async function tapFirst({ slack, teams }: Simulators, teacher: ChaosTeacher, { id, text }: Look): Promise<void> {
  const { platform, workspace, user } = teacher;
  if (platform === 'teams') {
    await teams.execute({ tenant: workspace, user, activityId: id, verb: TAKE });
    return;
  }
  const channel = slack.directChannel(workspace, user) ?? '';
  const [actionId = ''] = /contact-hour\.take#\d+/.exec(text) ?? [];
  await slack.tap({ team: workspace, user, channel, ts: id, actionId });
}

/** Looks at everybody's chat until it is so for all of them, or for long enough. @returns the last looks, in their order */
async function lookUntil(
  simulators: Simulators,
  teachers: readonly ChaosTeacher[],
  isSo: (look: Look) => boolean,
): Promise<readonly (Look | null)[]> {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const looks = lookAtAll(simulators, teachers);
    if (performance.now() > end || looks.every((look) => look !== null && isSo(look))) return looks;
    // The simulators work in this process: looking all the time would keep them from showing anything.
    await sleep(100);
  }
}

/** Of each the newest message: all chats are drawn once, whoever looks. */
function lookAtAll({ slack, teams }: Simulators, teachers: readonly ChaosTeacher[]): readonly (Look | null)[] {
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
