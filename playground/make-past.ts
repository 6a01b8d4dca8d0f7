import { addDays } from 'date-fns/addDays';
import { subWeeks } from 'date-fns/subWeeks';
import { joinPlatforms } from '../src/app/platforms.ts';
import type { Running } from '../src/app/start.ts';
import { goodMomentsOf } from '../src/calendar/store.ts';
import { createCheckInStore } from '../src/features/check-in/store.ts';
import { createLogStore } from '../src/features/intervention/log-store.ts';
import { createPeriodStore, PERIOD_KIND } from '../src/features/intervention/period-store.ts';
import { createQuestionStore } from '../src/features/intervention/question-store.ts';
import { createQuarterStore } from '../src/features/resources/quarter-store.ts';
import { createTrendStore } from '../src/features/trends/store.ts';
import { previousWeek, weekOf } from '../src/measurement/iso-week.ts';
import { quarterOf } from '../src/measurement/quarter.ts';
import { seededRandom } from '../src/measurement/random.ts';
import { createRunStore } from '../src/schedule/store.ts';
import { mondayAfter } from './calendar.ts';
import type { DemoControls } from './demo-controls.ts';
import { playPastResources } from './past-resources.ts';
import { playPastVisits } from './past-visits.ts';
import { playPastWeeks } from './past-weeks.ts';
import { installTeams, populate } from './populate.ts';
import { postPastWeek } from './post-past-weeks.ts';

/** The time that the platforms use while a past is made for them; null for the time of the clock. */
export interface PlatformTime {
  past: Date | null;
}

interface PastOptions {
  readonly seed: number;
  readonly weeks: number;
  readonly responseRate: number;
  /** When the demonstration begins. */
  readonly until: Date;
  readonly platformTime: PlatformTime;
}

/** As many posts as Slack accepts in one burst; a channel shows no more without scrolling. */
const POSTED_WEEKS = 3;
/** A post about a month may be sent for this many days. */
const NEWS_DAYS = 14;

/** Fills the platforms and the database with the partnership. */
export async function fillPlatforms({ foundation }: Running, { simulators }: DemoControls, now: Date): Promise<void> {
  await populate(foundation.database, foundation.keys, simulators, now);
  await installTeams(simulators);
}

/** Plays what the partnership did before `past.until`. */
export async function makePast(running: Running, controls: DemoControls, past: PastOptions): Promise<void> {
  const { database } = running.foundation;
  await makePastWeeks(running, controls, past);
  const month = await makePastVisits(running, past);
  await makePastResources(running, past);
  await postPastWeeks(running, controls, past);
  // This one goes through the outbox: for so few messages its pace is no problem.
  if (running.features.composers[PERIOD_KIND]) {
    await createPeriodStore(database).announce(month, past.until, addDays(past.until, NEWS_DAYS));
  }
}

async function makePastWeeks(
  { foundation }: Running,
  { truthOf }: DemoControls,
  { seed, weeks, responseRate, until }: PastOptions,
): Promise<void> {
  const { database, instruments, config } = foundation;
  const { prisma } = database;
  const about = { instrument: instruments.first, timezone: config.timezone };
  const random = seededRandom(seed + 1);
  const past = {
    planning: { database, instruments, settings: config, random },
    checkIns: createCheckInStore(database),
    publication: { ...about, store: createTrendStore(database), minimum: config.minimumGroup },
    truthOf,
    random,
    responseRate,
    // The check-ins of the past must not be sent.
    dropMessages: async () => {
      await prisma.notification.deleteMany({});
    },
    checkInsOf: async (week: string) => {
      const include = { items: { orderBy: { position: 'asc' } }, person: { select: { key: true } } } as const;
      const rows = await prisma.checkIn.findMany({ where: { week }, include, orderBy: { person: { key: 'asc' } } });
      return rows.map(({ id, person, items }) => ({ id, person: person.key, items: items.map(({ item }) => item) }));
    },
  };
  await playPastWeeks(past, until, weeks);
}

/** Makes the visits of a past month and closes that month. @returns that month */
async function makePastVisits({ foundation }: Running, { seed, responseRate, until }: PastOptions): Promise<string> {
  const { database, instruments, config } = foundation;
  const { prisma } = database;
  const people = await prisma.person.findMany({
    where: { role: 'teacher', consentedAt: { not: null } },
    select: { id: true, school: { select: { circleId: true } } },
    orderBy: { key: 'asc' },
  });
  const supervisors = await prisma.person.findMany({
    where: { role: { not: 'teacher' } },
    select: { id: true, circles: { select: { circleId: true } } },
    orderBy: { key: 'asc' },
  });
  const past = {
    log: createLogStore(database),
    questions: createQuestionStore(database),
    periods: createPeriodStore(database),
    interventions: instruments.interventions,
    timezone: config.timezone,
    minimum: config.minimumGroup,
    goodMoments: (ids: readonly string[], from: Date) => goodMomentsOf(database, config, ids, from),
    people: people.map(({ id, school }) => {
      const theirs = supervisors.filter(({ circles }) => circles.some(({ circleId }) => circleId === school?.circleId));
      return { teacher: id, supervisors: theirs.map((each) => each.id) };
    }),
    askedItems: async () => {
      const items = await prisma.intervention.findMany({
        select: { visitId: true, code: true, visit: { select: { teacherId: true } } },
        orderBy: [{ visit: { teacher: { key: 'asc' } } }, { code: 'asc' }],
      });
      return items.map(({ visitId, code, visit }) => ({ personId: visit.teacherId, visitId, code }));
    },
    dropMessages: async () => {
      await prisma.notification.deleteMany({});
    },
    random: seededRandom(seed + 2),
    responseRate,
  };
  return playPastVisits(past, until);
}

/** Makes the answers of the previous quarter about what supported teachers. */
async function makePastResources({ foundation }: Running, { seed, responseRate, until }: PastOptions): Promise<void> {
  const { database, instruments, config } = foundation;
  const { prisma } = database;
  const people = await prisma.person.findMany({
    where: { role: 'teacher', consentedAt: { not: null } },
    select: { id: true },
    orderBy: { key: 'asc' },
  });
  const closing = {
    store: createQuarterStore(database),
    instrument: instruments.resources.first,
    timezone: config.timezone,
    minimum: config.minimumGroup,
  };
  const past = {
    closing,
    teachers: people.map(({ id }) => id),
    write: async (answers: Parameters<Parameters<typeof playPastResources>[0]['write']>[0]) => {
      await prisma.resourceAnswer.createMany({ data: [...answers] });
    },
    random: seededRandom(seed + 3),
    responseRate,
  };
  await playPastResources(past, until);
}

/** Posts the latest weeks in the supervisors' channels, each at the time of its Monday. */
async function postPastWeeks(
  { features, foundation }: Running,
  { simulators }: DemoControls,
  { until, weeks, platformTime }: PastOptions,
): Promise<void> {
  const { timezone } = foundation.config;
  const platforms = joinPlatforms(foundation, simulators.connections, features.receive);
  const runs = createRunStore(foundation.database);
  let monday = mondayAfter(subWeeks(until, Math.min(weeks, POSTED_WEEKS)), timezone);
  while (monday < until) {
    platformTime.past = monday;
    const week = previousWeek(weekOf(monday, timezone));
    await postPastWeek(features, platforms, week, monday);
    // Otherwise the first hour that passes would post the last week again.
    await runs.finish('publication', week, monday);
    monday = mondayAfter(monday, timezone);
  }
  // The announcement at the start of this quarter is in the past too.
  await runs.finish('method', quarterOf(until, timezone), until);
  platformTime.past = null;
}
