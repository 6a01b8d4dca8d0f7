import { z } from 'zod';
import { startSimulators } from '../../playground/simulators.ts';
import { openDatabase } from '../../src/database/client.ts';
import { processOptionsSchema } from '../chaos/process-options.ts';
import { compareBookings } from './booking-statements.ts';
import { type BurstTap, prepareTaps, seedBurst, sendBurst } from './burst.ts';
import { startChild, whenLoaded } from './child.ts';
import type { Servers } from './servers.ts';
import { sendConcurrently } from './signed-requests.ts';
import { percentile, rounded } from './statistics.ts';

interface BookingFigures {
  /** The number of teachers, on both platforms, who tap one slot at the same moment. */
  readonly teachers: number;
  readonly winners: number;
  /** Those who see the remaining free slots at once. */
  readonly offered: number;
  /** Those who see neither. */
  readonly errors: number;
  /** From sending a tap to its acknowledgement. */
  readonly p99_ms: number;
  /** The same for the same taps at the same moment on a bare server (booking-limit.ts). */
  readonly limit_p99_ms: number;
  /** Milliseconds of processor time for each tap in the process that answers, including the replies. */
  readonly cpuMsPerTap: number;
  /** Bookings of different slots per second, divided by bare INSERTs under the same constraint. */
  readonly ratio: number;
}

interface BookingSize {
  readonly teachers: number;
  readonly slots: number;
  readonly rounds: number;
}

const DATABASE = 'bench_booking';
const YEAR_MS = 365 * 24 * 3_600_000;

const started = z.object({ url: z.string() });

/**
 * Prepares an hour and loads both sides, to measure a burst: many teachers on both platforms tap the same slot at the
 * same moment, through the signed endpoints.
 * @returns a function that measures, to be called once; it throws Error when somebody never saw a slot to tap
 */
export async function prepareBooking(
  servers: Servers,
  { teachers: count, ...statements }: BookingSize,
): Promise<() => Promise<BookingFigures>> {
  const databaseUrl = await servers.newDatabase(DATABASE);
  const database = openDatabase(databaseUrl);
  const [ours, limit] = [startChild('booking-ours'), startChild('booking-limit')];
  const address = { url: '' };
  const open = { limits: false, postsPerSecondPerChannel: null, postsPerMinutePerWorkspace: null };
  const simulators = await startSimulators({ now: () => new Date() }, () => address.url, open);
  const { teachers, hour } = await seedBurst(database, simulators, count);

  async function measure(): Promise<BookingFigures> {
    const options = processOptionsSchema.parse({
      name: 'booking',
      role: 'web',
      databaseUrl,
      redisUrl: servers.redisUrl,
      aheadMs: 0,
      logLevel: 'silent',
      connections: simulators.connections,
    });
    const { url } = await ours.ask('start', options, started);
    address.url = url;
    const taps = await prepareTaps(simulators, teachers, address);
    const far = { begins: new Date(Date.now() + YEAR_MS), ends: new Date(Date.now() + YEAR_MS + 60_000) };
    const slot = { hourId: hour.id, supervisorId: hour.supervisorId, teacherId: hour.teacherId, ...far };
    const signingSecret = simulators.connections.slack?.signingSecret;
    const bare = await limit.ask('start', { databaseUrl, signingSecret, slot }, started);
    const requests = taps.map(({ request }) => request);
    const least = await sendConcurrently(bare.url, requests);
    await database.prisma.appointment.deleteMany();

    const before = await ours.ask('cpu', null, z.number());
    const outcomes = await sendBurst(simulators, taps, url);
    const cpuMs = (await ours.ask('cpu', null, z.number())) - before;
    const winners = await database.prisma.appointment.count({ where: { endedAt: null } });
    const came = (what: BurstTap['came']) => outcomes.filter((outcome) => outcome.came === what).length;
    return {
      teachers: count,
      winners,
      offered: came('offered'),
      errors: came('nothing'),
      p99_ms: p99(outcomes),
      limit_p99_ms: p99(least),
      cpuMsPerTap: rounded(cpuMs / count),
      ratio: await compareBookings(databaseUrl, hour, statements),
    };
  }

  async function end(): Promise<void> {
    await Promise.all([ours.stop(), limit.stop()]);
    await simulators.close();
    await database.close();
    await servers.dropDatabase(DATABASE);
  }
  return whenLoaded([ours, limit], () => measure().finally(end));
}

function p99(answers: readonly { readonly ms: number }[]): number {
  return rounded(
    percentile(
      answers.map(({ ms }) => ms),
      99,
    ),
  );
}
