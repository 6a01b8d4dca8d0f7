import { addDays } from 'date-fns/addDays';
import { z } from 'zod';
import { seedEarlierAnswers } from '../../playground/seed/seed-answers.ts';
import { seedCheckIns, vacuumAndAnalyze } from '../../playground/seed/seed-check-ins.ts';
import type { Instrument } from '../../src/measurement/instrument.ts';
import { readTaps, type TapRequest } from './ack-taps.ts';
import { startChild, whenLoaded } from './child.ts';
import { tapAll } from './load.ts';
import { type ProcessOptions, sealedBotToken } from './process-options.ts';
import { serveResponseAddresses } from './response-addresses.ts';
import { seedTeachers } from './seed.ts';
import { type Servers, withClient } from './servers.ts';
import { median, percentile, rounded } from './statistics.ts';

interface Ack {
  /** Answers per second. */
  readonly ours_rps: number;
  readonly limit_rps: number;
  readonly ratio: number;
  /** From sending a tap to its acknowledgement. */
  readonly ours_p99_ms: number;
  readonly limit_p99_ms: number;
  /** Milliseconds of processor time for each tap in the process that answers, including system calls. */
  readonly cpuMsPerTap: number;
  readonly limit_cpuMsPerTap: number;
}

interface AckSize {
  /** Taps in a round; each round measures our side and the limit. */
  readonly taps: number;
  readonly rounds: number;
}

/** The measurements of one side: a value for each round, and the latency of every tap. */
interface Measured {
  readonly rps: number[];
  readonly latencies: number[];
  readonly cpuMs: number[];
}

const DATABASE = 'bench_ack';
const WEEK = '2026-W47';
const CONNECTIONS = 16;
/** Calendar weeks of earlier answers. */
const EARLIER_WEEKS = 13;
/** Taps on each side before the first round, so that its code is compiled and its connections are open. */
const WARM_UP = [
  { taps: 20, connections: 1 },
  { taps: 180, connections: CONNECTIONS },
];
const WARM_UP_TAPS = 200;

const started = z.object({ url: z.string() });

/**
 * Fills a database and loads both sides, to measure answers per second from a signed request to a stored answer and a
 * replaced message. The limit is a bare Bolt app that does one INSERT into the same table, acknowledges and makes the
 * same outgoing call (ack-limit.ts).
 * @returns a function that measures, to be called once; it throws Error when a tap was not acknowledged or not stored
 */
export async function prepareAck(
  servers: Servers,
  instrument: Instrument,
  { taps, rounds }: AckSize,
): Promise<() => Promise<Ack>> {
  const now = new Date();
  const databaseUrl = await servers.newDatabase(DATABASE);
  const addresses = await serveResponseAddresses();
  const [ours, limit] = [startChild('ack-ours'), startChild('ack-limit')];
  const teachers = Math.ceil((2 * (WARM_UP_TAPS + rounds * taps)) / 3);
  const requests = await withClient(databaseUrl, async (client) => {
    await seedTeachers(client, { teachers, circles: 50, workspaces: 1, sealedToken: sealedBotToken() });
    await seedCheckIns(client, WEEK, 0, addDays(now, 3));
    await seedEarlierAnswers(client, EARLIER_WEEKS);
    await vacuumAndAnalyze(client);
    return readTaps(client, WEEK, instrument, addresses, now);
  });

  async function measure(): Promise<Ack> {
    const options: ProcessOptions = { databaseUrl, redisUrl: servers.redisUrl, slackUrl: addresses.of(0) };
    const sides = await Promise.all([ours, limit].map((side) => side.ask('start', options, started)));
    const cpuOf = (index: number) => (index === 0 ? ours : limit).ask('cpu', null, z.number());
    const rest = requests.values();
    const play = (index: number, amount: number, connections: number) =>
      tapAll(`${sides[index]?.url}/slack/events`, [...take(rest, amount)], connections, addresses);

    for (const index of sides.keys()) for (const each of WARM_UP) await play(index, each.taps, each.connections);
    const measured = sides.map((): Measured => ({ rps: [], latencies: [], cpuMs: [] }));
    for (let round = 0; round < rounds; round += 1) {
      for (const [index, side] of measured.entries()) {
        const before = await cpuOf(index);
        const { seconds, latencies } = await play(index, taps, CONNECTIONS);
        side.cpuMs.push(((await cpuOf(index)) - before) / taps);
        side.rps.push(taps / seconds);
        side.latencies.push(...latencies);
      }
    }
    await expectStored(databaseUrl, 2 * (WARM_UP_TAPS + rounds * taps));
    return summary(measured);
  }

  async function end(): Promise<void> {
    await Promise.all([ours.stop(), limit.stop()]);
    addresses.close();
    await servers.dropDatabase(DATABASE);
  }
  return whenLoaded([ours, limit], () => measure().finally(end));
}

function* take(requests: Iterator<TapRequest>, amount: number): Generator<TapRequest> {
  for (let taken = 0; taken < amount; taken += 1) {
    const next = requests.next();
    if (next.done) throw new Error('there are fewer open items than taps');
    yield next.value;
  }
}

async function expectStored(databaseUrl: string, expected: number): Promise<void> {
  const stored = await withClient(databaseUrl, (client) =>
    client.query<{ count: number }>('SELECT count(*)::int AS count FROM "Answer" WHERE week = $1', [WEEK]),
  );
  if (stored.rows[0]?.count !== expected)
    throw new Error(`${expected} taps, but ${stored.rows[0]?.count} answers are stored`);
}

function summary(measured: readonly Measured[]): Ack {
  const [ours, limit] = measured.map(({ rps, latencies, cpuMs }) => ({
    rps: median(rps),
    p99: percentile(latencies, 99),
    cpuMs: median(cpuMs),
  }));
  if (!ours || !limit) throw new Error('both sides are needed');
  return {
    ours_rps: Math.round(ours.rps),
    limit_rps: Math.round(limit.rps),
    ratio: rounded(ours.rps / limit.rps),
    ours_p99_ms: rounded(ours.p99),
    limit_p99_ms: rounded(limit.p99),
    cpuMsPerTap: rounded(ours.cpuMs),
    limit_cpuMsPerTap: rounded(limit.cpuMs),
  };
}
