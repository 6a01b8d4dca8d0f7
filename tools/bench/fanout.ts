import { randomUUID } from 'node:crypto';
import { addDays } from 'date-fns/addDays';
import { z } from 'zod';
import { seedCheckIns, vacuumAndAnalyze } from '../../playground/seed/seed-check-ins.ts';
import { checkInView } from '../../src/features/check-in/view.ts';
import type { Instrument } from '../../src/measurement/instrument.ts';
import { weekOf } from '../../src/measurement/iso-week.ts';
import { renderMessage, writeKey } from '../../src/platforms/slack/render.ts';
import { type Child, startChild, whenLoaded } from './child.ts';
import { throttleCpu } from './cpu-throttle.ts';
import { openLimitQueue, type PausableQueue } from './fanout-queue.ts';
import { countLeasedLanes, countSent, fillOutbox, type OutboxSlice, releaseOutbox } from './outbox.ts';
import { configOf, type ProcessOptions, sealedBotToken } from './process-options.ts';
import { seedTeachers } from './seed.ts';
import { type Servers, withClient } from './servers.ts';
import { median, rounded } from './statistics.ts';

/** The throughput of one or more workers, each in a process of its own. */
interface Throughput {
  /** Notifications per second, from outbox to Slack. */
  readonly ours_per_s: number;
  readonly limit_per_s: number;
  /**
   * Milliseconds of processor time of the workers' processes, which depends less on a busy machine than the rate does.
   */
  readonly cpuMsPerMessage: number;
  readonly limit_cpuMsPerMessage: number;
}

/** The figures for one worker. */
interface Fanout extends Throughput {
  readonly ratio: number;
}

interface Scaling extends Throughput {
  readonly workers: number;
  /** The share of a core that each worker has at most; 1 when they are not throttled. */
  readonly share: number;
}

interface FanoutSize {
  /** Notifications that each worker sends before it is measured, so that neither side is still being compiled. */
  readonly warmUp: number;
  /** Notifications in a round. */
  readonly notifications: number;
  /** The number of rounds for one worker; for more workers one round is enough. */
  readonly rounds: number;
  /** The numbers of workers to measure, increasing; the first is 1. */
  readonly workers: readonly number[];
  /**
   * Settings of extra rounds in which one worker, and then two, are throttled to a share of a core; null for no such
   * rounds.
   */
  readonly throttled: { readonly share: number; readonly notifications: number } | null;
}

/** More throttled workers would leave nothing of two cores for the servers that they use. */
const MAX_THROTTLED_WORKERS = 2;

const DATABASE = 'bench_fanout';
/** The current week: otherwise the worker would plan everybody's check-ins during the measurement. */
const WEEK = weekOf(new Date(), 'Europe/Amsterdam');
/** Each workspace is a lane; several lanes can be shared by several workers. */
const WORKSPACES = 4;
const TIMEOUT_MS = 120_000;
const POLL_MS = 10;

const started = z.object({ url: z.string() });
const counted = z.object({ posts: z.number() });

interface FanoutRig {
  readonly databaseUrl: string;
  readonly slack: Child;
  readonly queue: PausableQueue;
  /** Starts the worker with this index, from 0, on one side. */
  readonly start: (side: 'ours' | 'limit', index: number) => Promise<Child>;
}

/**
 * Fills an outbox and loads workers, to measure notifications per second from the outbox to a Slack without limits,
 * with the queue on Redis, for one worker and for more. The limit is a bare BullMQ worker that makes the same HTTP
 * call.
 * @returns a function that measures, to be called once; it throws Error when a notification was not recorded, or not
 * sent exactly once
 */
export async function prepareFanout(
  servers: Servers,
  instrument: Instrument,
  size: FanoutSize,
): Promise<() => Promise<{ fanout: Fanout; scaling: readonly Scaling[] }>> {
  const { warmUp, notifications, rounds, workers, throttled } = size;
  const slack = startChild('slack-stub');
  // They only load here; each starts work when its turn comes.
  const most = Math.max(...workers);
  const children = {
    ours: Array.from({ length: most }, () => startChild('fanout-ours')),
    limit: Array.from({ length: most }, () => startChild('fanout-limit')),
  };
  const all = [slack, ...children.ours, ...children.limit];
  const queue = await openLimitQueue(servers.redisUrl);
  // Every notification has another recipient, because our side would wait a second between two messages to one person.
  const unthrottled = workers.length * warmUp + (rounds + workers.length - 1) * notifications;
  const teachers = unthrottled + MAX_THROTTLED_WORKERS * (throttled?.notifications ?? 0);
  const databaseUrl = await seedOutbox(servers, teachers);

  async function measure() {
    const options: ProcessOptions = {
      databaseUrl,
      redisUrl: servers.redisUrl,
      slackUrl: (await slack.ask('start', null, started)).url,
    };
    const message = messageOf(instrument, configOf(options).lessonTime.end);
    const start = async (side: 'ours' | 'limit', index: number) => {
      const worker = children[side][index];
      if (!worker) throw new Error(`there are only ${most} workers`);
      await worker.ask('start', { ...options, message }, z.unknown());
      return worker;
    };
    return measureAll({ databaseUrl, slack, queue, start }, size);
  }

  async function end(): Promise<void> {
    await Promise.all(all.map((child) => child.stop()));
    await queue.close();
    await servers.dropDatabase(DATABASE);
  }
  return whenLoaded(all, () => measure().finally(end));
}

async function measureAll(
  rig: FanoutRig,
  { warmUp, notifications, rounds, workers: steps, throttled }: FanoutSize,
): Promise<{ fanout: Fanout; scaling: readonly Scaling[] }> {
  const scaling: Scaling[] = [];
  const sides: Sides = { ours: [], limit: [], written: 0 };
  for (const workers of steps) {
    while (sides.ours.length < workers) {
      sides.ours.push(await rig.start('ours', sides.ours.length));
      sides.limit.push(await rig.start('limit', sides.limit.length));
    }
    await sendNext(rig, sides, warmUp);
    await sendLimit(rig, warmUp);
    scaling.push(await measureStep(rig, sides, { notifications, rounds: workers === 1 ? rounds : 1, share: 1 }));
    if (throttled && workers <= MAX_THROTTLED_WORKERS)
      scaling.push(await measureStep(rig, sides, { ...throttled, rounds: 1 }));
  }
  const [first] = scaling;
  if (!first) throw new Error('nothing was measured');
  const { workers: _, share: __, ...one } = first;
  return { fanout: { ...one, ratio: rounded(one.ours_per_s / one.limit_per_s) }, scaling };
}

/** The running workers, and the number of the database's notifications that are used up. */
interface Sides {
  readonly ours: Child[];
  readonly limit: Child[];
  written: number;
}

async function measureStep(
  rig: FanoutRig,
  sides: Sides,
  { notifications, rounds, share }: { readonly notifications: number; readonly rounds: number; readonly share: number },
): Promise<Scaling> {
  const { ours, limit } = sides;
  const [mine, bare] = [createSamples(ours, notifications), createSamples(limit, notifications)];
  for (let round = 0; round < rounds; round += 1) {
    await mine.take(() => withCpuShare(share, ours, () => sendNext(rig, sides, notifications)));
    await bare.take(() => withCpuShare(share, limit, () => sendLimit(rig, notifications)));
  }
  return {
    workers: ours.length,
    share,
    ours_per_s: Math.round(median(mine.rates)),
    limit_per_s: Math.round(median(bare.rates)),
    cpuMsPerMessage: rounded(median(mine.cpuMs)),
    limit_cpuMsPerMessage: rounded(median(bare.cpuMs)),
  };
}

async function withCpuShare<T>(share: number, workers: readonly Child[], work: () => Promise<T>): Promise<T> {
  if (share === 1) return work();
  const stopThrottling = throttleCpu(
    workers.map(({ pid }) => pid),
    share,
  );
  return work().finally(stopThrottling);
}

/** Sends the next notifications through our side. @returns notifications per second */
function sendNext(rig: FanoutRig, sides: Sides, amount: number): Promise<number> {
  const skip = sides.written;
  sides.written += amount;
  return sendOurs(rig, sides.ours, { skip, amount });
}

/** Collects the rates and processor times of one side, a value for each round. */
function createSamples(workers: readonly Child[], notifications: number) {
  const rates: number[] = [];
  const cpuMs: number[] = [];
  return {
    rates,
    cpuMs,
    take: async (round: () => Promise<number>) => {
      const before = await cpuOf(workers);
      rates.push(await round());
      cpuMs.push(((await cpuOf(workers)) - before) / notifications);
    },
  };
}

async function cpuOf(children: readonly Child[]): Promise<number> {
  const each = await Promise.all(children.map((child) => child.ask('cpu', null, z.number())));
  return each.reduce((sum, ms) => sum + ms, 0);
}

/** @returns notifications per second */
async function sendOurs(
  { databaseUrl, slack }: FanoutRig,
  [worker, ...others]: readonly Child[],
  part: OutboxSlice,
): Promise<number> {
  if (!worker) throw new Error('no worker was started');
  const before = await readPosts(slack);
  return withClient(databaseUrl, async (client) => {
    await fillOutbox(client, WEEK, part);
    await waitUntil(async () => (await countLeasedLanes(client, 1 + others.length)) === 0);
    const begun = performance.now();
    await releaseOutbox(client);
    await worker.ask('enqueue', null, z.unknown());
    await waitUntil(async () => (await readPosts(slack)) >= before + part.amount);
    await waitUntil(async () => (await countSent(client)) === part.amount);
    const seconds = (performance.now() - begun) / 1_000;
    await expectPosts(slack, before, part.amount);
    return part.amount / seconds;
  });
}

/** @returns notifications per second */
async function sendLimit({ slack, queue }: FanoutRig, notifications: number): Promise<number> {
  const before = await readPosts(slack);
  await queue.fill(
    Array.from({ length: notifications }, (_, index) => ({
      channel: `U${index}`,
      metadata: writeKey(`check-in:${randomUUID()}`),
    })),
  );
  const begun = performance.now();
  await queue.resume();
  await waitUntil(async () => (await readPosts(slack)) >= before + notifications);
  const seconds = (performance.now() - begun) / 1_000;
  await expectPosts(slack, before, notifications);
  return notifications / seconds;
}

async function readPosts(slack: Child): Promise<number> {
  return (await slack.ask('counts', null, counted)).posts;
}

async function expectPosts(slack: Child, before: number, expected: number): Promise<void> {
  const posts = await readPosts(slack);
  if (posts - before !== expected) throw new Error(`${expected} notifications, but ${posts - before} posts`);
}

async function waitUntil(done: () => Promise<boolean>): Promise<void> {
  const giveUpAt = performance.now() + TIMEOUT_MS;
  while (!(await done())) {
    if (performance.now() > giveUpAt) throw new Error('the notifications were not sent in time');
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** Makes a database with an open check-in for as many teachers as there will be notifications. */
async function seedOutbox(servers: Servers, teachers: number): Promise<string> {
  const databaseUrl = await servers.newDatabase(DATABASE);
  await withClient(databaseUrl, async (client) => {
    await seedTeachers(client, { teachers, circles: 80, workspaces: WORKSPACES, sealedToken: sealedBotToken() });
    await seedCheckIns(client, WEEK, 0, addDays(new Date(), 3));
    await vacuumAndAnalyze(client);
  });
  return databaseUrl;
}

/** The message of a check-in as our side composes it for each teacher; after school it has one button less. */
function messageOf(instrument: Instrument, lessonsEnd: number) {
  const items = instrument.items.slice(0, 3).map(({ code }) => ({ item: code, value: null, skipped: false }));
  const checkIn = { id: '00000000-0000-4000-8000-000000000000', personId: '', week: WEEK, language: 'nl', items };
  return renderMessage(
    checkInView({ ...checkIn, closesAt: new Date(8.64e15), takesPart: true }, instrument, new Date(), [], lessonsEnd),
  );
}
