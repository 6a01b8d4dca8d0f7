import { randomUUID } from 'node:crypto';
import { addDays } from 'date-fns/addDays';
import { z } from 'zod';
import { seedCheckIns, settle } from '../../playground/seed/seed-check-ins.ts';
import { checkInView } from '../../src/features/check-in/view.ts';
import type { Instrument } from '../../src/measurement/instrument.ts';
import { weekOf } from '../../src/measurement/iso-week.ts';
import { renderMessage, writeKey } from '../../src/platforms/slack/render.ts';
import { type Child, startChild, whenLoaded } from './child.ts';
import { type FillableQueue, openLimitQueue } from './fanout-queue.ts';
import { holdToShare } from './hold.ts';
import { fillOutbox, letGo, type Part, readHeldLanes, readSent } from './outbox.ts';
import { seedTeachers } from './seed.ts';
import { type Servers, withClient } from './servers.ts';
import { configOf, type Setting, sealedBotToken } from './setting.ts';
import { median, rounded } from './statistics.ts';

/** What one or several workers do, each a process of its own. */
interface Throughput {
  /** Notifications per second, from outbox to Slack. */
  readonly ours_per_s: number;
  readonly limit_per_s: number;
  /** Processor time of the workers' own processes: a busy machine changes it less than the rate. */
  readonly cpuMsPerMessage: number;
  readonly limit_cpuMsPerMessage: number;
}

/** By one worker. */
export interface Fanout extends Throughput {
  readonly ratio: number;
}

export interface Scaling extends Throughput {
  readonly workers: number;
  /** Of a core, that each of them has at most: 1 where they are not held to less. */
  readonly share: number;
}

export interface FanoutSize {
  /** Notifications that each worker sends before it is measured, so that neither side is still being compiled. */
  readonly warmUp: number;
  /** Notifications a round. */
  readonly notifications: number;
  /** By one worker; by more of them one round is enough. */
  readonly rounds: number;
  /** How many workers at a time, one after the other and growing; the first is 1. */
  readonly workers: readonly number[];
  /** The share of a core that one worker, and two, are held to as well, and the notifications of that round; null for no such round. */
  readonly held: { readonly share: number; readonly notifications: number } | null;
}

/** As many workers as leave, held to their share, a core to what they talk to. */
const MOST_HELD = 2;

const DATABASE = 'bench_fanout';
/** This week: otherwise the worker would plan everybody's check-ins while it is measured. */
const WEEK = weekOf(new Date(), 'Europe/Amsterdam');
/** Lanes: a workspace each, so that several workers have something to share. */
const WORKSPACES = 4;
const WITHIN_MS = 120_000;
const POLL_MS = 10;

const started = z.object({ url: z.string() });
const counted = z.object({ posts: z.number() });

interface Rig {
  readonly databaseUrl: string;
  readonly slack: Child;
  readonly queue: FillableQueue;
  /** Starts a side's worker of this number, from 0. */
  readonly start: (side: 'ours' | 'limit', index: number) => Promise<Child>;
}

/**
 * Fills an outbox and loads workers, for notifications per second from the outbox to a Slack without limits, with the queue on
 * Redis, against a bare BullMQ worker that makes the same HTTP call; by one worker and by several.
 * @returns measures, once. Throws Error when a notification was not sent exactly once, or not recorded
 */
export async function prepareFanout(
  servers: Servers,
  instrument: Instrument,
  size: FanoutSize,
): Promise<() => Promise<{ fanout: Fanout; scaling: readonly Scaling[] }>> {
  const { warmUp, notifications, rounds, workers, held } = size;
  const slack = startChild('slack-stand-in');
  // Each is started when its turn comes.
  const most = Math.max(...workers);
  const children = {
    ours: Array.from({ length: most }, () => startChild('fanout-ours')),
    limit: Array.from({ length: most }, () => startChild('fanout-limit')),
  };
  const all = [slack, ...children.ours, ...children.limit];
  const queue = await openLimitQueue(servers.redisUrl);
  // Nobody gets two messages: our side would keep a second between them.
  const unheld = workers.length * warmUp + (rounds + workers.length - 1) * notifications;
  const teachers = unheld + MOST_HELD * (held?.notifications ?? 0);
  const databaseUrl = await seedOutbox(servers, teachers);

  async function measure() {
    const setting: Setting = {
      databaseUrl,
      redisUrl: servers.redisUrl,
      slackUrl: (await slack.ask('start', null, started)).url,
    };
    const message = messageOf(instrument, configOf(setting).lessonTime.end);
    const start = async (side: 'ours' | 'limit', index: number) => {
      const worker = children[side][index];
      if (!worker) throw new Error(`there are only ${most} workers`);
      await worker.ask('start', { ...setting, message }, z.unknown());
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
  rig: Rig,
  { warmUp, notifications, rounds, workers: steps, held }: FanoutSize,
): Promise<{ fanout: Fanout; scaling: readonly Scaling[] }> {
  const scaling: Scaling[] = [];
  const sides: Sides = { ours: [], limit: [], written: 0 };
  for (const workers of steps) {
    while (sides.ours.length < workers) {
      sides.ours.push(await rig.start('ours', sides.ours.length));
      sides.limit.push(await rig.start('limit', sides.limit.length));
    }
    await send(rig, sides, warmUp);
    await sendLimit(rig, warmUp);
    scaling.push(await measureStep(rig, sides, { notifications, rounds: workers === 1 ? rounds : 1, share: 1 }));
    if (held && workers <= MOST_HELD) scaling.push(await measureStep(rig, sides, { ...held, rounds: 1 }));
  }
  const [first] = scaling;
  if (!first) throw new Error('nothing was measured');
  const { workers: _, share: __, ...one } = first;
  return { fanout: { ...one, ratio: rounded(one.ours_per_s / one.limit_per_s) }, scaling };
}

/** The workers that run, and how many notifications of the database are used up. */
interface Sides {
  readonly ours: Child[];
  readonly limit: Child[];
  written: number;
}

async function measureStep(
  rig: Rig,
  sides: Sides,
  { notifications, rounds, share }: { readonly notifications: number; readonly rounds: number; readonly share: number },
): Promise<Scaling> {
  const { ours, limit } = sides;
  const [mine, bare] = [createSamples(ours, notifications), createSamples(limit, notifications)];
  for (let round = 0; round < rounds; round += 1) {
    await mine.take(() => heldTo(share, ours, () => send(rig, sides, notifications)));
    await bare.take(() => heldTo(share, limit, () => sendLimit(rig, notifications)));
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

async function heldTo<T>(share: number, workers: readonly Child[], work: () => Promise<T>): Promise<T> {
  if (share === 1) return work();
  const stopHolding = holdToShare(
    workers.map(({ pid }) => pid),
    share,
  );
  return work().finally(stopHolding);
}

/** @returns notifications per second */
function send(rig: Rig, sides: Sides, amount: number): Promise<number> {
  const skip = sides.written;
  sides.written += amount;
  return sendOurs(rig, sides.ours, { skip, amount });
}

/** What one side did, round by round. */
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
  { databaseUrl, slack }: Rig,
  [worker, ...others]: readonly Child[],
  part: Part,
): Promise<number> {
  if (!worker) throw new Error('no worker was started');
  const before = await readPosts(slack);
  return withClient(databaseUrl, async (client) => {
    await fillOutbox(client, WEEK, part);
    await until(async () => (await readHeldLanes(client, 1 + others.length)) === 0);
    const begun = performance.now();
    await letGo(client);
    await worker.ask('enqueue', null, z.unknown());
    await until(async () => (await readPosts(slack)) >= before + part.amount);
    await until(async () => (await readSent(client)) === part.amount);
    const seconds = (performance.now() - begun) / 1_000;
    await expectPosts(slack, before, part.amount);
    return part.amount / seconds;
  });
}

/** @returns notifications per second */
async function sendLimit({ slack, queue }: Rig, notifications: number): Promise<number> {
  const before = await readPosts(slack);
  await queue.fill(
    Array.from({ length: notifications }, (_, index) => ({
      channel: `U${index}`,
      metadata: writeKey(`check-in:${randomUUID()}`),
    })),
  );
  const begun = performance.now();
  await queue.letGo();
  await until(async () => (await readPosts(slack)) >= before + notifications);
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

async function until(done: () => Promise<boolean>): Promise<void> {
  const giveUpAt = performance.now() + WITHIN_MS;
  while (!(await done())) {
    if (performance.now() > giveUpAt) throw new Error('the notifications were not sent in time');
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** A database with an open check-in for as many teachers as there are notifications. */
async function seedOutbox(servers: Servers, teachers: number): Promise<string> {
  const databaseUrl = await servers.newDatabase(DATABASE);
  await withClient(databaseUrl, async (client) => {
    await seedTeachers(client, { teachers, circles: 80, workspaces: WORKSPACES, sealedToken: sealedBotToken() });
    await seedCheckIns(client, WEEK, 0, addDays(new Date(), 3));
    await settle(client);
  });
  return databaseUrl;
}

/** The message of a check-in, as our side composes it for each teacher; after school it has a button less. */
function messageOf(instrument: Instrument, lessonsEnd: number) {
  const items = instrument.items.slice(0, 3).map(({ code }) => ({ item: code, value: null, skipped: false }));
  const checkIn = { id: '00000000-0000-4000-8000-000000000000', personId: '', week: WEEK, language: 'nl', items };
  return renderMessage(
    checkInView({ ...checkIn, closesAt: new Date(8.64e15), takesPart: true }, instrument, new Date(), [], lessonsEnd),
  );
}
