import { addDays } from 'date-fns';
import { z } from 'zod';
import { seedEarlierAnswers } from '../../playground/seed/seed-answers.ts';
import { seedCheckIns, vacuumAndAnalyze } from '../../playground/seed/seed-check-ins.ts';
import { openDatabase } from '../../src/database/client.ts';
import { freezeWeek } from '../../src/features/trends/publish-week.ts';
import { createTrendStore } from '../../src/features/trends/store.ts';
import { CHART_WEEKS } from '../../src/features/trends/week-chart.ts';
import { weekPictures } from '../../src/features/trends/week-pictures.ts';
import type { Instrument } from '../../src/measurement/instrument.ts';
import { previousWeek } from '../../src/measurement/iso-week.ts';
import { readTaps, type TapRequest } from './ack-taps.ts';
import { startChild, whenLoaded } from './child.ts';
import { tapAll } from './load.ts';
import { PICTURE_KEY, sealedBotToken } from './process-options.ts';
import { serveResponseAddresses } from './response-addresses.ts';
import { seedTeachers } from './seed.ts';
import { type Servers, withClient } from './servers.ts';
import { percentile, rounded } from './statistics.ts';

interface PictureFigures {
  readonly fetches_per_s: number;
  /** The 99th percentile of a tap, without and with fetchers. */
  readonly alone_p99_ms: number;
  readonly beside_p99_ms: number;
  readonly ratio: number;
}

interface PictureSize {
  /** Taps in a round; each round measures once without fetchers and once with them. */
  readonly taps: number;
  readonly rounds: number;
}

const DATABASE = 'bench_picture';
const WEEK = '2026-W47';
const FETCHERS = 16;
const CONNECTIONS = 16;
const WARM_UP_TAPS = 100;

const started = z.object({ url: z.string() });

/**
 * Freezes weeks and loads the process that serves them, to measure fetches of a frozen week's picture per second by
 * clients that never pause, and how they slow down taps on the same process.
 * @returns a function that measures, to be called once; it throws Error when a picture was not answered or a tap not
 * acknowledged
 */
export async function preparePicture(
  servers: Servers,
  instrument: Instrument,
  { taps, rounds }: PictureSize,
): Promise<() => Promise<PictureFigures>> {
  const databaseUrl = await servers.newDatabase(DATABASE);
  const addresses = await serveResponseAddresses();
  const [ours, fetchers] = [startChild('ack-ours'), startChild('picture-fetchers')];
  const requests = await seed(databaseUrl, instrument, WARM_UP_TAPS + 2 * rounds * taps, addresses);

  async function measure(): Promise<PictureFigures> {
    let played = 0;
    const options = { databaseUrl, redisUrl: servers.redisUrl, slackUrl: addresses.of(0) };
    const { url } = await ours.ask('start', options, started);
    const pages = { key: PICTURE_KEY, address: (path: string) => `${url}${path}` };
    const picture = weekPictures.address(pages, { week: previousWeek(WEEK), language: 'nl' });
    const play = async (amount: number, connections = CONNECTIONS) => {
      const some = requests.slice(played, played + amount);
      played += amount;
      return (await tapAll(`${url}/slack/events`, some, connections, addresses)).latencies;
    };

    // The first tap alone, because its code is still being loaded.
    await play(1, 1);
    await play(WARM_UP_TAPS - 1);
    const [alone, beside]: [number[], number[]] = [[], []];
    let [fetches, seconds] = [0, 0];
    for (let round = 0; round < rounds; round += 1) {
      alone.push(...(await play(taps)));
      await fetchers.ask('start', { url: picture, fetchers: FETCHERS }, z.null());
      const begun = performance.now();
      beside.push(...(await play(taps)));
      fetches += await fetchers.ask('end', null, z.number());
      seconds += (performance.now() - begun) / 1_000;
    }
    const p99 = { alone: percentile(alone, 99), beside: percentile(beside, 99) };
    return {
      fetches_per_s: Math.round(fetches / seconds),
      alone_p99_ms: rounded(p99.alone),
      beside_p99_ms: rounded(p99.beside),
      ratio: rounded(p99.beside / p99.alone),
    };
  }

  async function end(): Promise<void> {
    await Promise.all([ours.stop(), fetchers.stop()]);
    addresses.close();
    await servers.dropDatabase(DATABASE);
  }
  return whenLoaded([ours, fetchers], () => measure().finally(end));
}

/** Makes frozen weeks, and open items to tap on. */
async function seed(
  databaseUrl: string,
  instrument: Instrument,
  taps: number,
  addresses: Parameters<typeof readTaps>[3],
): Promise<readonly TapRequest[]> {
  const now = new Date();
  const requests = await withClient(databaseUrl, async (client) => {
    const teachers = Math.ceil(taps / 3);
    await seedTeachers(client, { teachers, circles: 4, workspaces: 1, sealedToken: sealedBotToken() });
    await seedCheckIns(client, WEEK, 0, addDays(now, 3));
    await seedEarlierAnswers(client, CHART_WEEKS);
    await client.query('DELETE FROM "ItemTotal"');
    await vacuumAndAnalyze(client);
    return readTaps(client, WEEK, instrument, addresses, now);
  });
  const database = openDatabase(databaseUrl);
  const publication = { store: createTrendStore(database), instrument, timezone: 'Europe/Amsterdam', minimum: 5 };
  let week = WEEK;
  for (let ago = 0; ago < CHART_WEEKS; ago += 1) {
    week = previousWeek(week);
    await freezeWeek(publication, week, addDays(now, 3));
  }
  await database.close();
  return requests;
}
