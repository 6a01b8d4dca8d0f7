import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { newestLook } from '../../playground/actors.ts';
import { type Simulators, startSimulators } from '../../playground/simulators.ts';
import { openDatabase } from '../../src/database/client.ts';
import { settingSchema } from '../chaos/setting.ts';
import { type ChaosTeacher, installTeams, letGo, makeTeachers, seedTeachers } from '../chaos/teachers.ts';
import { compareBookings } from './booking-statements.ts';
import { startChild } from './child.ts';
import type { Servers } from './servers.ts';
import { percentile, rounded } from './statistics.ts';

export interface Booking {
  /** Who tap one slot at the same moment, on both platforms. */
  readonly teachers: number;
  readonly winners: number;
  /** Who see at once what is still free. */
  readonly offered: number;
  /** Who see neither. */
  readonly errors: number;
  /** From a tap to its acknowledgement. */
  readonly p99_ms: number;
  /** Bookings of distinct slots a second, against bare INSERTs under the same constraints. */
  readonly ratio: number;
}

export interface BookingSize {
  readonly teachers: number;
  readonly slots: number;
  readonly rounds: number;
}

const DATABASE = 'bench_booking';
const PATIENCE_MS = 60_000;
const DAY_MS = 24 * 3_600_000;

const started = z.object({ url: z.string() });

/**
 * Many teachers on both platforms tap the same slot at the same moment, through the signed endpoints.
 * @throws Error when somebody never saw a slot to tap
 */
export async function measureBooking(
  servers: Servers,
  { teachers: count, ...statements }: BookingSize,
): Promise<Booking> {
  const databaseUrl = await servers.newDatabase(DATABASE);
  const database = openDatabase(databaseUrl);
  const ours = startChild('booking-ours');
  const address = { url: '' };
  const open = { limits: false, postsPerSecondPerChannel: null, postsPerMinutePerWorkspace: null };
  const simulators = await startSimulators({ now: () => new Date() }, () => address.url, open);
  try {
    const teachers = makeTeachers(count).map((teacher) => ({ ...teacher, school: 'Noord' }));
    await seedTeachers(database, simulators, teachers, new Date());
    await letGo(database, teachers);
    const hour = await addHour(database);
    const setting = settingSchema.parse({
      name: 'booking',
      role: 'web',
      databaseUrl,
      redisUrl: servers.redisUrl,
      aheadMs: 0,
      logLevel: 'silent',
      connections: simulators.connections,
    });
    address.url = (await ours.ask('start', setting, started)).url;
    await installTeams(simulators, teachers);
    await inTurns(teachers, (teacher) => openSlots(simulators, teacher));
    const taps = teachers.map((teacher) => firstSlot(simulators, teacher));
    const latencies = await Promise.all(taps.map((tap) => tap()));
    const seen = await Promise.all(teachers.map((teacher) => whatCame(simulators, teacher)));
    const offered = seen.filter((look) => look.includes('net weg') && look.includes('contact-hour.take')).length;
    const winners = await database.prisma.appointment.count({ where: { endedAt: null } });
    const told = seen.filter((look) => look.includes('Je staat genoteerd')).length;
    return {
      teachers: count,
      winners,
      offered,
      errors: count - told - offered,
      p99_ms: rounded(percentile(latencies, 99)),
      ratio: await compareBookings(databaseUrl, hour, statements),
    };
  } finally {
    await ours.stop();
    await simulators.close();
    await database.close();
    await servers.dropDatabase(DATABASE);
  }
}

/** An hour of a supervisor on each day of the week that comes, so that there is one whatever day it is. */
async function addHour({ prisma }: ReturnType<typeof openDatabase>) {
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

/** A few at a time: what is measured comes afterwards. */
async function inTurns<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  const next = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: 8 }, next));
}

async function openSlots(simulators: Simulators, teacher: ChaosTeacher): Promise<void> {
  const { platform, workspace, user } = teacher;
  if (platform === 'slack') await simulators.slack.typeMessage({ team: workspace, user }, 'contactuurtje');
  else await simulators.teams.typeMessage({ tenant: workspace, user }, 'contactuurtje');
  await lookUntil(simulators, teacher, (look) => look.includes('contact-hour.take'));
}

const slackLook = z.looseObject({ channel: z.string(), message: z.looseObject({ ts: z.string() }) });
const teamsLook = z.looseObject({ id: z.string() });
const slackAction = z.string().regex(/^contact-hour\.take#\d+$/);

/** Made ready before anybody taps. @returns taps, and answers with the milliseconds until it was acknowledged */
function firstSlot(simulators: Simulators, teacher: ChaosTeacher): () => Promise<number> {
  const { platform, workspace, user } = teacher;
  const look = newestLook(simulators, teacher);
  if (platform === 'slack') {
    const { channel, message } = slackLook.parse(JSON.parse(look));
    const actionId = slackAction.parse(/contact-hour\.take#\d+/.exec(look)?.[0]);
    return () => timed(() => simulators.slack.tap({ team: workspace, user, channel, ts: message.ts, actionId }));
  }
  const { id: activityId } = teamsLook.parse(JSON.parse(look));
  const verb = 'contact-hour.take';
  return () => timed(() => simulators.teams.execute({ tenant: workspace, user, activityId, verb }));
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

/** What became of a tap, as its teacher sees it; the look as it was when nothing came of it. */
function whatCame(simulators: Simulators, teacher: ChaosTeacher): Promise<string> {
  return lookUntil(simulators, teacher, (look) => /net weg|Je staat genoteerd/.test(look)).catch(() => '');
}

async function lookUntil(
  simulators: Simulators,
  teacher: ChaosTeacher,
  isSo: (look: string) => boolean,
): Promise<string> {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const look = newestLook(simulators, teacher);
    if (isSo(look)) return look;
    if (performance.now() > end) throw new Error('a message never came');
    await sleep(20);
  }
}
