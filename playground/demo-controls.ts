import { setTimeout as sleep } from 'node:timers/promises';
import { addHours } from 'date-fns/addHours';
import { addMinutes } from 'date-fns/addMinutes';
import type { Running } from '../src/app/start.ts';
import { PolsslagError } from '../src/errors.ts';
import { weekOf } from '../src/measurement/iso-week.ts';
import { seededRandom } from '../src/measurement/random.ts';
import { drawTruth, type Truth } from '../src/measurement/simulated-truth.ts';
import { answerAll } from './actors.ts';
import { afternoonAfter, checkInFrom, mondayAfter, nextCheckInAfter } from './calendar.ts';
import type { MovableClock } from './movable-clock.ts';
import { type DemoPerson, PEOPLE } from './partnership.ts';
import type { Simulators } from './simulators.ts';

/** What the page, the command line and the tests can do with a demonstration. */
export interface DemoControls {
  readonly simulators: Simulators;
  readonly clock: MovableClock;
  /** The teachers who take part. */
  readonly teachers: readonly DemoPerson[];
  readonly truthOf: (person: string) => Truth;
  /** Waits until everything that is due has arrived. */
  waitUntilDelivered(): Promise<void>;
  /** Moves the clock on by an hour, runs what has become due, and waits until its messages have arrived. */
  toNextHour(): Promise<void>;
  /** The same, up to the afternoon of the next day. */
  toNextDay(): Promise<void>;
  /** Moves the clock to the next check-ins, publishing the weeks in between, and waits until they have arrived. */
  toNextCheckIn(): Promise<void>;
  /** Lets teachers answer, moves the clock to Monday 08:00 and waits until the posts have arrived. */
  toNextMonday(): Promise<void>;
}

/** The share of teachers who answer a check-in. */
export const RESPONSE_RATE = 0.85;
const REGION = 'midden';

interface DemoParts {
  readonly running: Running;
  readonly simulators: Simulators;
  readonly clock: MovableClock;
  readonly timezone: string;
  readonly seed: number;
}

/** Makes the controls. Every move of the clock first lets teachers answer the check-ins that close on the way. */
export function createDemoControls({ running, simulators, clock, timezone, seed }: DemoParts): DemoControls {
  const teachers = PEOPLE.filter((person) => person.consents);
  const random = seededRandom(seed);
  const { instruments } = running.foundation;
  const truths = new Map(teachers.map(({ key }) => [key, drawTruth(instruments.first, false, random)]));
  const truthOf = (person: string): Truth => truths.get(person) ?? (() => 3);

  /** Teachers answer before their check-in closes, which is some days before the week ends. */
  const answerWhatClosesBy = async (moment: Date) => {
    const { checkIn } = running.foundation.database.prisma;
    if ((await checkIn.count({ where: { closesAt: { gt: clock.now(), lte: moment } } })) === 0) return;
    for (const teacher of teachers) {
      if (random() < RESPONSE_RATE) await answerAll(simulators, teacher, truthOf(teacher.key));
    }
  };
  const sendCheckIns = async (at: Date) => {
    if (at > clock.now()) clock.moveTo(at);
    await running.background.scheduler.runNow('invitations');
    await running.background.scheduler.runNow('check-ins');
    await waitUntilDelivered(running, clock);
  };
  const toNextMonday = async () => {
    const monday = mondayAfter(clock.now(), timezone);
    // Without this a week that is skipped would have no check-ins, and its Monday nothing to publish.
    const next = await firstCheckIn(running, clock);
    if (next > clock.now() && next < monday) await sendCheckIns(next);
    await answerWhatClosesBy(monday);
    clock.moveTo(monday);
    await running.background.scheduler.runNow('publication');
    await waitUntilDelivered(running, clock);
  };
  const moveOn = async (to: Date) => {
    if (mondayAfter(clock.now(), timezone) <= to) await toNextMonday();
    else await answerWhatClosesBy(to);
    if (to > clock.now()) clock.moveTo(to);
    await running.background.scheduler.tick();
    await waitUntilDelivered(running, clock);
  };
  return {
    simulators,
    clock,
    teachers,
    truthOf,
    waitUntilDelivered: () => waitUntilDelivered(running, clock),
    toNextMonday,
    toNextHour: () => moveOn(addHours(clock.now(), 1)),
    toNextDay: () => moveOn(afternoonAfter(clock.now(), timezone)),
    toNextCheckIn: async () => {
      const next = await firstCheckIn(running, clock);
      while (mondayAfter(clock.now(), timezone) < next) await toNextMonday();
      await sendCheckIns(next);
    },
  };
}

/**
 * The first moment of check-ins: in this week if they have not gone out yet and somebody can still be asked, otherwise
 * in the next week that has them.
 */
async function firstCheckIn({ foundation }: Running, clock: MovableClock): Promise<Date> {
  const { config, database } = foundation;
  const now = clock.now();
  const waiting = await database.prisma.notification.findFirst({
    where: { kind: 'check-in', state: 'queued', notBefore: { gt: now } },
    orderBy: { notBefore: 'asc' },
  });
  if (waiting) return waiting.notBefore;
  const planned = await database.prisma.checkIn.count({ where: { week: weekOf(now, config.timezone) } });
  return (planned === 0 ? checkInFrom(now, REGION, config) : null) ?? nextCheckInAfter(now, REGION, config);
}

/**
 * Waits until everything that is due has been sent, including retries within a minute after a platform failed.
 * @throws PolsslagError UNAVAILABLE after two minutes
 */
async function waitUntilDelivered({ foundation }: Running, clock: MovableClock): Promise<void> {
  for (let tries = 0; tries < 2_400; tries += 1) {
    const now = clock.now();
    const left = await foundation.database.prisma.notification.count({
      where: { state: { in: ['queued', 'sending'] }, notBefore: { lte: addMinutes(now, 1) }, notAfter: { gt: now } },
    });
    if (left === 0) return;
    await sleep(50);
  }
  throw new PolsslagError('UNAVAILABLE', 'The messages did not arrive within two minutes: see the log.');
}
