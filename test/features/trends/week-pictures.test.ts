import { createServer, type Server } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import express from 'express';
import { chartWeeks } from '../../../src/features/trends/compose-week.ts';
import { createPictureStore } from '../../../src/features/trends/picture-store.ts';
import { freezeWeek } from '../../../src/features/trends/publish-week.ts';
import { createTrendStore } from '../../../src/features/trends/store.ts';
import { createWeekDrawings, PICTURE_VERSION, weekPictures } from '../../../src/features/trends/week-pictures.ts';
import { readInstruments } from '../../../src/instruments.ts';
import { createTestDatabase, type TestDatabase } from '../../database.ts';
import { addPartnership } from '../../fixtures/partnership.ts';
import { listen, stopListening } from '../../listen.ts';

const WEEK = '2026-W47';
const NOW = new Date('2026-11-17T14:30:00Z');
const MONDAY = new Date('2026-11-23T08:00:00Z');
const KEY = Buffer.alloc(32, 7);

let test: TestDatabase;
/** The drawn pictures, an entry for each drawing. */
let drawn: string[];

beforeAll(async () => {
  test = await createTestDatabase();
  const [teacher] = await addPartnership(test.database, { Noord: 1 }, NOW);
  const { prisma } = test.database;
  const circle = await prisma.circle.findFirstOrThrow();
  const times = { createdAt: NOW, closesAt: MONDAY };
  const cycle = { cycle: 0, third: 0, instrument: 'polsslag@1' };
  await prisma.checkIn.create({
    data: { personId: teacher?.id ?? '', circleId: circle.id, week: WEEK, ...cycle, ...times },
  });
  const instrument = (await readInstruments([])).first;
  const store = createTrendStore(test.database);
  await freezeWeek({ store, instrument, timezone: 'Europe/Amsterdam', minimum: 5 }, WEEK, MONDAY);
});
afterAll(() => test.drop());
beforeEach(async () => {
  drawn = [];
  await test.database.prisma.weekPicture.deleteMany();
});

/** Opens the pictures as one process has them, with drawing that is slow and counted. */
function openPictures(version = PICTURE_VERSION) {
  return createWeekDrawings({
    store: createPictureStore(test.database),
    weeksOf: (week) => chartWeeks(createTrendStore(test.database), week),
    draw: async (weeks, language) => {
      drawn.push(language);
      await new Promise((resolve) => setImmediate(resolve));
      return Buffer.from(`picture ${drawn.length} of ${weeks.length} weeks`);
    },
    now: () => MONDAY,
    version,
  });
}

describe('the picture of a frozen week', () => {
  it('is drawn once, however often and by however many at a time it is requested', async () => {
    const picture = openPictures();
    const first = await Promise.all(Array.from({ length: 16 }, () => picture(WEEK, 'nl')));
    expect(new Set(first.map(String))).toEqual(new Set(['picture 1 of 1 weeks']));
    expect(await picture(WEEK, 'nl')).toBe(first[0]);
    expect(drawn).toEqual(['nl']);
  });

  it('is drawn once for all processes, and is there after a restart', async () => {
    await openPictures()(WEEK, 'nl');
    expect(String(await openPictures()(WEEK, 'nl'))).toBe('picture 1 of 1 weeks');
    expect(drawn).toEqual(['nl']);
  });

  it('is the same for two processes that drew it at the same moment', async () => {
    const [one, other] = await Promise.all([openPictures()(WEEK, 'nl'), openPictures()(WEEK, 'nl')]);
    expect(String(one)).toBe(String(other));
  });

  it('is different in another language', async () => {
    const picture = openPictures();
    await picture(WEEK, 'nl');
    await picture(WEEK, 'en');
    expect(drawn).toEqual(['nl', 'en']);
  });

  it('is drawn again by a new version of the drawing code, and stays so beside an old version', async () => {
    await openPictures()(WEEK, 'nl');
    const anew = String(await openPictures(PICTURE_VERSION + 1)(WEEK, 'nl'));
    expect(anew).toBe('picture 2 of 1 weeks');
    await openPictures()(WEEK, 'nl');
    expect(String(await openPictures(PICTURE_VERSION + 1)(WEEK, 'nl'))).toBe(anew);
  });

  it('does not exist for a week that is not frozen', async () => {
    expect(await openPictures()('2026-W46', 'nl')).toBeNull();
    expect(drawn).toEqual([]);
  });
});

describe('its address', () => {
  let server: Server;
  let url: string;
  beforeEach(async () => {
    const pictures = openPictures();
    const serving = weekPictures.serve(KEY, ({ week, language }) => pictures(week, language));
    server = createServer(express().use(serving));
    const ours = await listen(server);
    url = weekPictures.address({ key: KEY, address: (at) => `${ours}${at}` }, { week: WEEK, language: 'nl' });
  });
  afterEach(() => stopListening(server));

  it('lets clients keep the picture forever', async () => {
    const response = await fetch(url);
    expect(response.headers.get('cache-control')).toBe('private, max-age=31536000, immutable');
    expect(await response.text()).toBe('picture 1 of 1 weeks');
    await (await fetch(url)).text();
    expect(drawn).toEqual(['nl']);
  });

  it('sends nothing to clients that have it already', async () => {
    const etag = (await fetch(url)).headers.get('etag') ?? '';
    // Otherwise Node's fetch bypasses caches.
    const asking = { 'cache-control': 'max-age=0' };
    const again = await fetch(url, { headers: { ...asking, 'if-none-match': etag } });
    expect([again.status, await again.text()]).toEqual([304, '']);
    const other = await fetch(url, { headers: { ...asking, 'if-none-match': '"another"' } });
    expect([other.status, await other.text()]).toEqual([200, 'picture 1 of 1 weeks']);
  });
});
