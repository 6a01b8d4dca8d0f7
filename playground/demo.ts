import { setTimeout as sleep } from 'node:timers/promises';
import { TZDate } from '@date-fns/tz';
import { addMinutes } from 'date-fns/addMinutes';
import { subWeeks } from 'date-fns/subWeeks';
import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { type Running, startPolsslag } from '../src/app/start.ts';
import { createMovableClock, type MovableClock } from '../src/clock.ts';
import type { Config } from '../src/config.ts';
import { claimDataFolder } from '../src/database/claim-data-folder.ts';
import { openStores } from '../src/database/open-stores.ts';
import { PolsslagError } from '../src/errors.ts';
import type { Feature } from '../src/feature.ts';
import { requireFreePort } from '../src/free-port.ts';
import { seededRandom } from '../src/measurement/random.ts';
import { drawTruth, type Truth } from '../src/measurement/simulated-truth.ts';
import { answerAll } from './actors.ts';
import { beginAgain } from './begin-again.ts';
import { mondayAfter, nextCheckInAfter, tuesdayOf } from './calendar.ts';
import { makePast, type PlatformTime } from './make-past.ts';
import { type DemoPerson, PEOPLE } from './partnership.ts';
import { clearDemonstration } from './populate.ts';
import { type Simulators, startSimulators } from './simulators.ts';

export interface DemoOptions {
  /** Its database is emptied first, unless it holds a real deployment. */
  readonly config: Config;
  readonly log: Logger;
  /** The real time: the demonstration plays in the week before it, so that its week can be asked for afterwards. */
  readonly now: Date;
  readonly seed: number;
  /** Weeks that have been published already, for the chart. */
  readonly pastWeeks: number;
  /**
   * Given: it begins with its first check-ins sent, and that is kept in the data folder, to begin with it the next time.
   * `say` hears why that was not possible.
   */
  readonly kept?: { readonly say: (line: string) => void };
  /** What it does; everything, unless given. */
  readonly features?: readonly Feature[];
  /** Makes what is mounted at the root; none without a page. */
  readonly page?: (demo: DemoControls) => Promise<RequestHandler>;
}

/** What the page, the command line and the tests can do with a demonstration. */
export interface DemoControls {
  readonly simulators: Simulators;
  readonly clock: MovableClock;
  /** Those who take part. */
  readonly teachers: readonly DemoPerson[];
  readonly truthOf: (person: string) => Truth;
  /** Moves the clock to the next check-ins, publishing on the way, and waits until they have arrived. */
  toNextCheckIn(): Promise<void>;
  /** Lets colleagues answer, moves the clock to Monday 08:00 and waits until the posts have arrived. */
  toNextMonday(): Promise<void>;
}

export interface Demo extends DemoControls {
  readonly url: string;
  readonly running: Running;
  stop(): Promise<void>;
}

/** The share of teachers who answer a check-in. */
const RESPONSE_RATE = 0.85;
const REGION = 'midden';

/** Starts the whole product on simulated platforms with the demonstration partnership. */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const { config } = options;
  // Before anything is opened or emptied: both may belong to a demonstration that is going on.
  await requireFreePort(config.host, config.port);
  const folder = await claimDataFolder(config.dataDir, 'alone');
  const opened = [folder.letGo];
  const stop = async () => {
    for (const close of opened.splice(0).reverse()) await close();
  };
  try {
    return { ...(await openDemo(options, opened)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** @param opened takes what must be closed again, in the order in which it was opened */
async function openDemo(options: DemoOptions, opened: (() => Promise<void>)[]): Promise<Omit<Demo, 'stop'>> {
  const { config, log, now, seed, pastWeeks } = options;
  const { timezone } = config;
  const start = tuesdayOf(subWeeks(new TZDate(now, timezone), 1), timezone);
  const clock = createMovableClock(start);
  const platformTime: PlatformTime = { past: null };
  const stores = await openStores(config, { dataDir: config.dataDir }, (line) => log.warn(line));
  opened.push(stores.close);
  await clearDemonstration(stores.database, now);

  const address = { url: '' };
  const simulators = await startSimulators({ now: () => platformTime.past ?? clock.now() }, () => address.url);
  opened.push(simulators.close);
  const page = { router: null as RequestHandler | null };
  const running = await startPolsslag(config, {
    role: 'all',
    connections: simulators.connections,
    log,
    clock,
    calendar: false,
    ...(options.features && { features: options.features }),
    extraRouters: [(request, response, next) => (page.router ? page.router(request, response, next) : next())],
  });
  opened.push(running.stop);
  address.url = running.url;
  const controls = createControls({ running, simulators, clock, timezone, seed });
  const past = { seed, weeks: pastWeeks, responseRate: RESPONSE_RATE, until: start, platformTime };
  const make = () => makePast(running, controls, past);
  if (!options.kept) await make();
  else await beginAgain({ running, controls, start, seed, pastWeeks, say: options.kept.say, make });
  if (options.page) page.router = await options.page(controls);
  return { ...controls, url: address.url, running };
}

interface Parts {
  readonly running: Running;
  readonly simulators: Simulators;
  readonly clock: MovableClock;
  readonly timezone: string;
  readonly seed: number;
}

function createControls({ running, simulators, clock, timezone, seed }: Parts): DemoControls {
  const teachers = PEOPLE.filter((person) => person.consents);
  const random = seededRandom(seed);
  const { instruments } = running.foundation;
  const truths = new Map(teachers.map(({ key }) => [key, drawTruth(instruments.first, false, random)]));
  const truthOf = (person: string): Truth => truths.get(person) ?? (() => 3);

  const toNextMonday = async () => {
    for (const teacher of teachers) {
      if (random() < RESPONSE_RATE) await answerAll(simulators, teacher, truthOf(teacher.key));
    }
    clock.moveTo(mondayAfter(clock.now(), timezone));
    await running.background.scheduler.runNow('publication');
    await delivered(running, clock);
  };
  return {
    simulators,
    clock,
    teachers,
    truthOf,
    toNextMonday,
    toNextCheckIn: async () => {
      const next = await firstCheckIn(running, clock, timezone);
      while (mondayAfter(clock.now(), timezone) < next) await toNextMonday();
      if (next > clock.now()) clock.moveTo(next);
      await running.background.scheduler.runNow('invitations');
      await running.background.scheduler.runNow('check-ins');
      await delivered(running, clock);
    },
  };
}

/** Now, when this week's check-ins have not gone out and it is time; otherwise the next moment for them. */
async function firstCheckIn(running: Running, clock: MovableClock, timezone: string): Promise<Date> {
  const now = clock.now();
  const planned = await running.foundation.database.prisma.checkIn.count({ where: { closesAt: { gt: now } } });
  const due = tuesdayOf(now, timezone);
  return planned === 0 && due <= now ? now : nextCheckInAfter(now, timezone, REGION);
}

/** Waits until everything that is due has been sent, with what was put off for a moment because a platform failed. */
async function delivered({ foundation }: Running, clock: MovableClock): Promise<void> {
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
