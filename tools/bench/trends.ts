import pg from 'pg';
import { answerCheckIns, seedEarlierAnswers } from '../../playground/seed/seed-answers.ts';
import { seedCheckIns, vacuumAndAnalyze } from '../../playground/seed/seed-check-ins.ts';
import { type Database, openDatabase } from '../../src/database/client.ts';
import { freezeWeek, publishWeek } from '../../src/features/trends/publish-week.ts';
import { createTrendStore } from '../../src/features/trends/store.ts';
import { correctionsFrom } from '../../src/measurement/corrections.ts';
import { discloseWeek, parsePublishedWeek } from '../../src/measurement/disclosure/week.ts';
import type { Instrument } from '../../src/measurement/instrument.ts';
import { previousWeek } from '../../src/measurement/iso-week.ts';
import { sealedBotToken } from './process-options.ts';
import { seedTeachers } from './seed.ts';
import { type Servers, withClient } from './servers.ts';
import { median, rounded } from './statistics.ts';
import { timed } from './timing.ts';
import { figuresByHand } from './trends-limit.ts';

type Publication = Parameters<typeof freezeWeek>[0];

interface Trends {
  readonly ours_ms: number;
  readonly limit_ms: number;
  readonly ratio: number;
  /** The part of ours_ms that decides what may be disclosed. */
  readonly gate_ms: number;
  /** The number of answers in the database of the published week. */
  readonly answers: number;
  /** Our time with ten times the years of answers, divided by our time with one. */
  readonly growth: number;
}

interface TrendsSize {
  /** Calendar weeks of earlier answers. */
  readonly weeks: number;
  /** Rounds before the first that counts. */
  readonly warmUp: number;
  readonly rounds: number;
}

const WEEK = '2026-W47';
const MONDAY = new Date('2026-11-23T07:00:00Z');
/** With three answers each in four of five weeks, these give a million answers in five years. */
const TEACHERS = 1_600;
const CIRCLES = 16;
const COMPARED_WEEKS = 12;

/** A database with answers, in which the same week is published again and again. */
interface Side {
  readonly database: Database;
  readonly client: pg.Client;
  readonly publication: Publication;
  readonly answers: number;
}

/**
 * Fills databases, to measure publishing a week. The limit is one hand-written query for the same figures. A second
 * database has ten times the years of answers and the same week.
 * @returns a function that measures, to be called once
 */
export async function prepareTrends(
  servers: Servers,
  instrument: Instrument,
  { weeks, ...size }: TrendsSize,
): Promise<() => Promise<Trends>> {
  const url = await servers.newDatabase('bench_trends');
  const tenUrl = await servers.newDatabase('bench_trends_ten');
  // Both are filled at once, because nothing is measured yet.
  const [one, ten] = await Promise.all([openSide(url, instrument, weeks), openSide(tenUrl, instrument, 10 * weeks)]);
  return () => measureTrends(one, ten, size);
}

async function measureTrends(one: Side, ten: Side, { warmUp, rounds }: Omit<TrendsSize, 'weeks'>): Promise<Trends> {
  try {
    const times = { ours: [] as number[], limit: [] as number[], ten: [] as number[], gate: [] as number[] };
    for (let round = -warmUp; round < rounds; round += 1) {
      const ours = await publishAgain(one);
      const limit = await timed(() => figuresByHand(one.client, WEEK));
      const tenfold = await publishAgain(ten);
      const gate = await timeGate(one);
      if (round < 0) continue;
      times.ours.push(ours);
      times.limit.push(limit);
      times.ten.push(tenfold);
      times.gate.push(gate);
    }
    return {
      ours_ms: rounded(median(times.ours)),
      limit_ms: rounded(median(times.limit)),
      ratio: rounded(median(times.ours) / median(times.limit)),
      gate_ms: rounded(median(times.gate)),
      answers: one.answers,
      growth: rounded(median(times.ten) / median(times.ours)),
    };
  } finally {
    for (const { database, client } of [one, ten]) {
      await client.end();
      await database.close();
    }
  }
}

async function openSide(url: string, instrument: Instrument, weeks: number): Promise<Side> {
  await withClient(url, async (loading) => {
    const sealedToken = sealedBotToken();
    await seedTeachers(loading, { teachers: TEACHERS, circles: CIRCLES, workspaces: 1, sealedToken });
    await seedCheckIns(loading, WEEK, 0, MONDAY);
    await seedEarlierAnswers(loading, weeks);
    await answerCheckIns(loading, WEEK);
    await vacuumAndAnalyze(loading);
  });
  const database = openDatabase(url);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const store = createTrendStore(database);
  const publication = { store, instrument, timezone: 'Europe/Amsterdam', minimum: 5 };
  await publishEarlierWeeks(client, publication);
  const counted = await client.query<{ answers: number }>('SELECT count(*)::int AS answers FROM "Answer"');
  return { database, client, publication, answers: counted.rows[0]?.answers ?? 0 };
}

/** Freezes the weeks that the published one is compared with, by our own code. */
async function publishEarlierWeeks(client: pg.Client, publication: Publication): Promise<void> {
  let week = WEEK;
  for (let ago = 0; ago < COMPARED_WEEKS; ago += 1) {
    week = previousWeek(week);
    await client.query('DELETE FROM "ItemTotal" WHERE week = $1', [week]);
    await freezeWeek(publication, week, MONDAY);
  }
}

/** @returns milliseconds */
async function publishAgain({ client, publication }: Side): Promise<number> {
  await client.query('DELETE FROM "PublishedWeek" WHERE week = $1', [WEEK]);
  await client.query('DELETE FROM "ItemTotal" WHERE week = $1', [WEEK]);
  return timed(async () => {
    if (!(await publishWeek(publication, WEEK, MONDAY))) throw new Error('the week was not published');
  });
}

/** Measures how long freezing takes in the module that decides what may be disclosed. @returns milliseconds */
async function timeGate({ publication }: Side): Promise<number> {
  const { store, instrument, minimum } = publication;
  const [answers, circles, past, before] = await Promise.all([
    store.answersOf(WEEK, instrument),
    store.circles(WEEK),
    store.itemPast(WEEK),
    store.publishedUpTo(previousWeek(WEEK), COMPARED_WEEKS),
  ]);
  const corrections = correctionsFrom(instrument, past);
  const previous = before.map(({ body }) => parsePublishedWeek(body)).reverse();
  const begun = performance.now();
  discloseWeek({
    week: WEEK,
    answers,
    circles: circles.map(({ name }) => name),
    askedCircles: new Set(circles.filter(({ asked }) => asked).map(({ name }) => name)),
    instrument,
    corrections,
    minimum,
    previous,
  });
  return performance.now() - begun;
}
