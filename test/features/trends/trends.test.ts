import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readClosedSchools } from '../../../src/calendar/store.ts';
import { drawChart } from '../../../src/chart/draw-chart.ts';
import { planCheckIns } from '../../../src/features/check-in/plan-check-ins.ts';
import { createCheckInStore } from '../../../src/features/check-in/store.ts';
import { chartWeeks, composeWeek } from '../../../src/features/trends/compose-week.ts';
import { freezeWeek, publishWeek } from '../../../src/features/trends/publish-week.ts';
import { createTrendStore } from '../../../src/features/trends/store.ts';
import { countAnswers, listAnswers } from '../../../src/features/trends/week-answers-store.ts';
import { weekChart } from '../../../src/features/trends/week-chart.ts';
import { circlesDialog } from '../../../src/features/trends/week-dialogs.ts';
import { readInstruments } from '../../../src/instruments.ts';
import type { WeekAnswers } from '../../../src/measurement/circle-scores.ts';
import { correctionsFrom } from '../../../src/measurement/corrections.ts';
import { discloseWeek, parsePublishedWeek, publishedWeekJson } from '../../../src/measurement/disclosure/week.ts';
import { seededRandom } from '../../../src/measurement/random.ts';
import { createTestDatabase, type TestDatabase } from '../../database.ts';
import { addPartnership } from '../../fixtures/partnership.ts';
import { SETTINGS } from '../../fixtures/settings.ts';

const TUESDAY = new Date('2026-11-17T14:30:00Z');
const MONDAY = new Date('2026-11-23T07:00:00Z');
const WEEK = '2026-W47';

let test: TestDatabase;
let publication: Parameters<typeof freezeWeek>[0];

beforeAll(async () => {
  test = await createTestDatabase();
});
beforeEach(async () => {
  await test.empty();
  const { first } = await readInstruments([]);
  publication = { store: createTrendStore(test.database), instrument: first, timezone: 'Europe/Amsterdam', minimum: 5 };
});
afterAll(() => test.drop());

const prisma = () => test.database.prisma;

/** Plans a week whose messages arrive; the first `answering` teachers of each circle answer 2, 4, 3, 5 in turn. */
async function playWeek(circles: Record<string, number>, answering: number): Promise<void> {
  await addPartnership(test.database, circles, TUESDAY);
  const instruments = await readInstruments([]);
  await planCheckIns({ database: test.database, instruments, settings: SETTINGS, random: seededRandom(1) }, TUESDAY);
  await prisma().notification.updateMany({ data: { state: 'sent', sentAt: TUESDAY, reference: '1' } });
  await playAnswers(Object.keys(circles), answering);
}

/** The first `answering` teachers of each of these circles answer 2, 4, 3, 5 in turn. */
async function playAnswers(circles: readonly string[], answering: number): Promise<void> {
  const store = createCheckInStore(test.database);
  for (const name of circles) {
    const checkIns = await prisma().checkIn.findMany({
      where: { circle: { name } },
      include: { items: true },
      take: answering,
    });
    for (const [index, { id, items }] of checkIns.entries()) {
      for (const { item } of items) await store.addAnswer(id, item, [2, 4, 3, 5][index % 4] ?? 3, TUESDAY);
    }
  }
}

const scopesOf = (body: string | null) => JSON.parse(body ?? 'null').scopes;

describe('a holiday in the picture', () => {
  it('is shown for a school that exists, by built-in or imported holidays', async () => {
    await addPartnership(test.database, { Noord: 1 }, TUESDAY);
    const isClosed = () => readClosedSchools(prisma(), SETTINGS.lessonTime);
    const between = async () =>
      weekChart(
        ['2026-W46', '2026-W48'].map((week) => parsePublishedWeek(JSON.stringify({ week, scopes: [] }))),
        'nl',
        await isClosed(),
      ).resting.weeks;
    expect([(await isClosed())('2026-12-23'), (await isClosed())('2026-11-18')]).toEqual([true, false]);
    expect(await between()).toEqual([false, false, false]);
    const { id } = await prisma().school.findFirstOrThrow();
    await prisma().schoolHoliday.create({
      data: {
        schoolId: id,
        schoolYear: '2026-2027',
        name: 'week vrij',
        first: new Date('2026-11-16'),
        last: new Date('2026-11-22'),
      },
    });
    expect(await between()).toEqual([false, true, false]);
    // That school's own calendar replaces its region's.
    expect((await isClosed())('2026-12-23')).toBe(false);
  });
});

describe('a week', () => {
  it('that is not over is refused', async () => {
    await playWeek({ Noord: 12 }, 12);
    const sundayNight = new Date('2026-11-22T22:59:59Z');
    await expect(freezeWeek(publication, WEEK, sundayNight)).rejects.toMatchObject({ code: 'WEEK_NOT_OVER' });
    expect(await prisma().publishedWeek.count()).toBe(0);
  });

  it('in which nobody was asked has no figures and no post', async () => {
    expect(await publishWeek(publication, WEEK, MONDAY)).toBe(false);
    expect(await prisma().notification.count()).toBe(0);
  });

  it('is frozen by the first request: later answers and requests do not change a byte', async () => {
    await playWeek({ Noord: 12, Zuid: 12 }, 12);
    const first = await freezeWeek(publication, WEEK, MONDAY);
    await prisma().answer.updateMany({ data: { value: 0 } });
    expect(await freezeWeek(publication, WEEK, new Date('2027-01-01T00:00:00Z'))).toBe(first);
    expect(
      scopesOf(first).map(({ scope, published }: { scope: string; published: boolean }) => [scope, published]),
    ).toEqual([
      ['partnership', true],
      ['circle:Noord', true],
      ['circle:Zuid', true],
    ]);
  });

  it('tells nothing about a circle that was closed or renamed: nobody can be hidden there', async () => {
    await playWeek({ Noord: 12, Zuid: 12 }, 12);
    await prisma().circle.create({ data: { name: 'Oud Zuid' } });
    const names = scopesOf(await freezeWeek(publication, WEEK, MONDAY)).map(({ scope }: { scope: string }) => scope);
    expect(names).toEqual(['partnership', 'circle:Noord', 'circle:Zuid']);
  });

  it('is not compared for a circle whose name another circle also had, before or after it', async () => {
    await playWeek({ Noord: 12, Zuid: 12 }, 12);
    const played = (await freezeWeek(publication, WEEK, MONDAY)) ?? '';
    const before = ['2026-W41', '2026-W42', '2026-W43', '2026-W44', '2026-W45', '2026-W46'].map((week) => {
      return {
        week,
        body: played.replace(WEEK, week).replace('circle:Noord', 'circle:Samen').replace('circle:Zuid', 'circle:x'),
      };
    });
    const changes = async (...formerly: readonly string[]) => {
      await prisma().circle.updateMany({ data: { formerNames: [] } });
      await prisma().circle.updateMany({ where: { name: { in: [...formerly] } }, data: { formerNames: ['Samen'] } });
      const freeze = async (_week: string, body: string) => body;
      const store = { ...publication.store, freeze, publishedUpTo: async () => before };
      const scopes: { scope: string; total: { change: unknown } }[] = scopesOf(
        await freezeWeek({ ...publication, store }, WEEK, MONDAY),
      );
      return scopes.filter(({ scope }) => scope !== 'partnership').map(({ total }) => total.change !== null);
    };
    expect(await changes('Noord')).toEqual([true, false]);
    expect(await changes('Zuid')).toEqual([false, true]);
    expect(await changes('Noord', 'Zuid')).toEqual([false, false]);
  });

  it('is not compared with weeks of another circle that had the same name before', async () => {
    await playWeek({ Noord: 12, Zuid: 12 }, 12);
    const played = (await freezeWeek(publication, WEEK, MONDAY)) ?? '';
    // Noord is now called West, and the younger Zuid took its name.
    await prisma().circle.update({ where: { name: 'Noord' }, data: { name: 'West', formerNames: ['Noord'] } });
    await prisma().circle.update({ where: { name: 'Zuid' }, data: { name: 'Noord' } });
    const compared = async (before: string) => {
      const weeks = ['2026-W41', '2026-W42', '2026-W43', '2026-W44', '2026-W45', '2026-W46'];
      const publishedUpTo = async () => weeks.map((week) => ({ week, body: before.replace(WEEK, week) }));
      const freeze = async (_week: string, body: string) => body;
      const store = { ...publication.store, freeze, publishedUpTo };
      const scopes: { scope: string; total: { change: unknown } }[] = scopesOf(
        await freezeWeek({ ...publication, store }, WEEK, MONDAY),
      );
      return scopes.filter(({ total }) => total.change !== null).map(({ scope }) => scope);
    };
    const [old, young] = ['circle:Noord', 'circle:Zuid'];
    // Before the younger circle existed, and since.
    expect(await compared(played.replace(young, 'circle:x'))).toEqual(['partnership', 'circle:West']);
    const since = played.replace(old, 'circle:West').replace(young, 'circle:Noord');
    expect(await compared(since)).toEqual(['partnership', 'circle:Noord', 'circle:West']);
  });

  it('gets one post in every channel, however often it is published', async () => {
    await playWeek({ Noord: 12 }, 12);
    await freezeWeek(publication, WEEK, MONDAY);
    expect(await publishWeek(publication, WEEK, MONDAY)).toBe(true);
    expect(await publishWeek(publication, WEEK, MONDAY)).toBe(true);
    const posts = await prisma().notification.findMany({ where: { kind: 'week' } });
    expect(posts.map(({ subject, channelId }) => [subject, channelId !== null])).toEqual([
      [WEEK, true],
      [WEEK, true],
    ]);
  });

  it('is posted on the first working day after Easter Monday, at the same time; its figures are frozen on the Monday', async () => {
    await playWeek({ Noord: 12 }, 12);
    await freezeWeek(publication, WEEK, MONDAY);
    const easterMonday = new Date('2027-03-29T06:00:00Z');
    expect(await publishWeek(publication, WEEK, easterMonday)).toBe(true);
    const posts = await prisma().notification.findMany({ where: { kind: 'week' } });
    const due = { notBefore: new Date('2027-03-30T06:00:00Z'), notAfter: new Date('2027-04-02T06:00:00Z') };
    expect(posts).toMatchObject([due, due]);
  });

  it('is frozen once by two processes, and stays as one of them wrote it', async () => {
    await playWeek({ Noord: 12 }, 12);
    const bodies = await Promise.all([1, 2, 3].map(() => freezeWeek(publication, WEEK, MONDAY)));
    expect(new Set(bodies).size).toBe(1);
    expect(await prisma().itemTotal.count()).toBe(9);
  });

  it('is made without the answers to items of an instrument that was replaced', async () => {
    await playWeek({ Noord: 12 }, 12);
    const [one] = await prisma().answer.findMany({ take: 1 });
    await prisma().answer.update({ where: { id: one?.id ?? '' }, data: { item: 'OLD01' } });
    expect(scopesOf(await freezeWeek(publication, WEEK, MONDAY))[0]).toMatchObject({ published: true });
    expect(await prisma().itemTotal.count({ where: { item: 'OLD01' } })).toBe(0);
  });

  it('never shows a group of four who answered', async () => {
    await playWeek({ Noord: 12, Zuid: 12 }, 4);
    for (const scope of scopesOf(await freezeWeek(publication, WEEK, MONDAY))) {
      if (scope.scope.startsWith('circle:'))
        expect(scope).toEqual({ scope: scope.scope, published: false, reason: expect.any(String) });
    }
  });

  it('does not count somebody who withdrew before it was published', async () => {
    await playWeek({ Noord: 5 }, 5);
    await prisma().person.updateMany({ where: { key: 'Noord-0' }, data: { declinedAt: MONDAY, consentedAt: null } });
    expect(scopesOf(await freezeWeek(publication, WEEK, MONDAY))[0]).toMatchObject({ published: false });
  });
});

describe('a week whose messages did not arrive', () => {
  const NOTHING = { sentAt: null, reference: null };
  const sentence = async () => {
    await freezeWeek(publication, WEEK, MONDAY);
    return (await composeWeek({ store: publication.store, pictureUrl: null }, WEEK, 'nl'))?.blocks[1];
  };
  const TRUTH = {
    kind: 'text',
    text: 'Het bericht met de vragen is in week 47 bij niemand aangekomen. Daarom zijn er geen cijfers.',
  };
  const WITHHELD = {
    kind: 'text',
    text: 'Over deze week laten we geen cijfers zien, zodat niemand te herkennen is.',
  };

  it.each([
    ['ran out of time', { state: 'expired' as const, reason: 'not_after' }],
    ['were refused', { state: 'failed' as const, reason: 'channel_not_found' }],
    ['still wait beyond their time, for our own server was away', { state: 'queued' as const }],
  ])('says so when they %s', async (_how, end) => {
    await playWeek({ Noord: 12, Zuid: 4 }, 0);
    await prisma().notification.updateMany({ data: { ...NOTHING, ...end } });
    expect(await sentence()).toEqual(TRUTH);
  });

  it.each([
    ['arrived', { state: 'sent' as const, reference: '1', sentAt: TUESDAY }],
    ['may have arrived', { state: 'failed' as const, reason: 'in_doubt', inDoubt: 5 }],
    ['is under way', { state: 'sending' as const, attemptedAt: MONDAY }],
    ['can still arrive', { state: 'queued' as const, notAfter: new Date('2026-11-23T09:00:00Z') }],
  ])('looks as usual when that of one person %s', async (_how, end) => {
    await playWeek({ Noord: 12, Zuid: 4 }, 0);
    await prisma().notification.updateMany({ data: { ...NOTHING, state: 'expired' } });
    const [one] = await prisma().notification.findMany({ take: 1 });
    await prisma().notification.update({ where: { id: one?.id ?? '' }, data: end });
    expect(await sentence()).toEqual(WITHHELD);
  });

  it('looks as usual when all arrived and nobody answered', async () => {
    await playWeek({ Noord: 12 }, 0);
    expect(await sentence()).toEqual(WITHHELD);
  });

  it('looks as usual when no figure could have been shown for so few', async () => {
    await playWeek({ Noord: 4 }, 0);
    await prisma().notification.updateMany({ data: { ...NOTHING, state: 'expired' } });
    expect(await sentence()).toEqual(WITHHELD);
  });

  it('says the same whether or not somebody answered who asked for the questions by a word', async () => {
    await playWeek({ Noord: 12 }, 1);
    await prisma().notification.updateMany({ data: { ...NOTHING, state: 'expired' } });
    expect(await sentence()).toEqual(TRUTH);
  });

  it('shows the figures of those who asked for the questions by a word, when they are enough', async () => {
    await playWeek({ Noord: 12 }, 12);
    await prisma().notification.updateMany({ data: { ...NOTHING, state: 'expired' } });
    expect(await sentence()).toMatchObject({ text: expect.stringContaining('De leerkrachten zitten') });
  });
});

describe('a circle whose messages did not arrive', () => {
  const UNREACHED = 'Hier kreeg niemand het bericht met de vragen: Kring Zuid.';
  const WITHHELD = 'Niet apart te zien, zodat niemand te herkennen is: Kring Zuid.';
  const said = async () => {
    await freezeWeek(publication, WEEK, MONDAY);
    const [week] = await chartWeeks(publication.store, WEEK);
    return week && circlesDialog(week, 'nl').intro?.split('\n\n').slice(2);
  };
  const ofZuid = { circle: { name: 'Zuid' } };
  const inZuid = { school: { circle: { name: 'Zuid' } } };
  const expire = async (circle: string) => {
    const checkIns = await prisma().checkIn.findMany({ where: { circle: { name: circle } } });
    await prisma().notification.updateMany({
      where: { subject: { in: checkIns.map(({ id }) => id) } },
      data: { state: 'expired', reason: 'not_after', sentAt: null, reference: null },
    });
  };
  /** As in a week without plans there, because its workspace was not connected or its schools were closed. */
  const planNothing = async () => {
    await prisma().checkIn.deleteMany({ where: ofZuid });
    await prisma().person.updateMany({ data: { consentedAt: new Date('2026-09-01T12:00:00Z') } });
  };

  it('says so when they ran out of time', async () => {
    await playWeek({ Noord: 12, Oost: 12, West: 12, Zuid: 8 }, 0);
    await playAnswers(['Noord', 'Oost', 'West'], 12);
    await expire('Zuid');
    expect(await said()).toEqual(expect.arrayContaining([UNREACHED]));
  });

  it('says so when none was planned', async () => {
    await playWeek({ Noord: 12, Oost: 12, Zuid: 8 }, 12);
    await planNothing();
    expect(await said()).toEqual([UNREACHED]);
  });

  it('looks as usual when one of them may have arrived', async () => {
    await playWeek({ Noord: 12, Oost: 12, West: 12, Zuid: 8 }, 0);
    await playAnswers(['Noord', 'Oost', 'West'], 12);
    await expire('Zuid');
    const one = await prisma().checkIn.findFirstOrThrow({ where: ofZuid });
    await prisma().notification.updateMany({
      where: { subject: one.id },
      data: { state: 'failed', reason: 'in_doubt', inDoubt: 5 },
    });
    expect((await said())?.join()).not.toContain('kreeg niemand');
  });

  it('says the same whether or not somebody there answered who asked for the questions by a word', async () => {
    await playWeek({ Noord: 12, Oost: 12, West: 12, Zuid: 8 }, 0);
    await playAnswers(['Noord', 'Oost', 'West'], 12);
    await expire('Zuid');
    const silent = (await said())?.slice(-2);
    await prisma().publishedWeek.deleteMany({});
    await prisma().itemTotal.deleteMany({});
    await playAnswers(['Zuid'], 1);
    expect(silent).toContain(UNREACHED);
    expect((await said())?.slice(-2)).toEqual(silent);
  });

  it.each([
    ['are too few', () => prisma().person.deleteMany({ where: { key: 'Zuid-0' } })],
    ['pause', () => restAll({ pausedUntil: new Date('2026-11-30') })],
    ['are asked every four weeks', () => restAll({ everyWeeks: 4 })],
    [
      'are left alone, for they did not answer',
      async () => {
        for (const { id } of await prisma().person.findMany({ where: inZuid })) {
          await prisma().slowDown.create({ data: { personId: id, askedAt: new Date('2026-11-09T12:00:00Z') } });
        }
      },
    ],
    ['stopped', () => prisma().person.updateMany({ where: inZuid, data: { declinedAt: TUESDAY } })],
    ['joined by a code and nobody confirmed them', () => joinOne()],
    ['said yes in that week', () => prisma().person.updateMany({ where: inZuid, data: { consentedAt: TUESDAY } })],
  ])('looks as usual when nobody there could be asked: they %s', async (_why, rest) => {
    await playWeek({ Noord: 12, Oost: 12, Zuid: 8 }, 12);
    await planNothing();
    await rest();
    expect(await said()).toEqual([WITHHELD]);
  });

  it('looks as usual when fewer than eight of those who were asked are known', async () => {
    await playWeek({ Noord: 12, Oost: 12, West: 12, Zuid: 8 }, 0);
    await playAnswers(['Noord', 'Oost', 'West'], 12);
    await expire('Zuid');
    await joinOne();
    expect((await said())?.join()).not.toContain('kreeg niemand');
  });

  const joinOne = () => prisma().person.update({ where: { key: 'Zuid-0' }, data: { joinedAt: TUESDAY } });

  const restAll = async (data: { pausedUntil: Date } | { everyWeeks: number }) => {
    for (const { id } of await prisma().person.findMany({ where: inZuid })) {
      await prisma().rhythm.create({ data: { personId: id, ...data } });
    }
  };
});

describe('the answers of a week', () => {
  /** Changes the value of every answer, and deletes some. */
  async function shuffle(seed: number): Promise<void> {
    const random = seededRandom(seed);
    for (const { id } of await prisma().answer.findMany({ orderBy: { id: 'asc' } })) {
      if (random() < 0.1) await prisma().answer.delete({ where: { id } });
      else await prisma().answer.update({ where: { id }, data: { value: Math.floor(7 * random()) } });
    }
  }

  const disclosed = (answers: WeekAnswers) =>
    publishedWeekJson(
      discloseWeek({
        week: WEEK,
        answers,
        circles: ['Noord', 'Oost', 'Zuid'],
        instrument: publication.instrument,
        corrections: correctionsFrom(publication.instrument, []),
        minimum: 5,
        previous: [],
      }),
    );

  it('given in chat are counted in the database, and give the same figures as one by one', async () => {
    await playWeek({ Noord: 14, Zuid: 11, Oost: 4 }, 20);
    await prisma().person.updateMany({ where: { key: 'Noord-3' }, data: { declinedAt: MONDAY, consentedAt: null } });
    for (const seed of [1, 2, 3]) {
      await shuffle(seed);
      const counted = await countAnswers(prisma(), WEEK, publication.instrument);
      const listed = await listAnswers(prisma(), WEEK, publication.instrument);
      if (counted === null) throw new Error('expected to be counted');
      expect(disclosed(counted)).toBe(disclosed(listed));
      expect(counted.circles.map(({ people }) => people)).toEqual(
        ['Noord', 'Oost', 'Zuid'].map(
          (name) => new Set(listed.flatMap(({ person, circle }) => (circle === name ? [person] : []))).size,
        ),
      );
    }
  });

  it.each([
    ['imported', { checkInId: null, source: 'import' as const }],
    ['given to an instrument that was replaced', { instrument: 'polsslag@0' }],
    ['given to an item that is no more', { item: 'OLD01' }],
  ])('are read one by one when some were %s', async (_how, change) => {
    await playWeek({ Noord: 6 }, 6);
    const [one] = await prisma().answer.findMany({ take: 1 });
    expect(await publication.store.answersOf(WEEK, publication.instrument)).toHaveProperty('counts');
    await prisma().answer.update({ where: { id: one?.id ?? '' }, data: change });
    expect(await publication.store.answersOf(WEEK, publication.instrument)).toHaveLength('item' in change ? 17 : 18);
  });

  it('make a week when all were imported, although nobody was asked', async () => {
    await playWeek({ Noord: 6 }, 6);
    await prisma().answer.updateMany({ data: { checkInId: null, source: 'import' } });
    await prisma().checkIn.deleteMany();
    expect(scopesOf(await freezeWeek(publication, WEEK, MONDAY))[0]).toMatchObject({ published: true });
  });
});

describe('the post', () => {
  it('tells the figures, how many took part, and what the picture shows', async () => {
    await playWeek({ Noord: 12, Zuid: 12 }, 12);
    await freezeWeek(publication, WEEK, MONDAY);
    const pictureUrl = (week: string) => `https://example.org/${week}.png`;
    const view = await composeWeek({ store: publication.store, pictureUrl }, WEEK, 'nl');
    const text = JSON.stringify(view);
    expect(text).toContain('Zo was week 47');
    expect(text).toContain('20 tot 49 leerkrachten');
    expect(text).toContain('Per kring');
    expect(view?.blocks.find(({ kind }) => kind === 'picture')).toMatchObject({
      url: 'https://example.org/2026-W47.png',
      alt: expect.stringMatching(/^Lijngrafiek van 0 tot 6\. Totaal: week 47 \d,\d\./),
    });
  });

  it('has no picture when none can be fetched, and does not exist for a week that was not frozen', async () => {
    await playWeek({ Noord: 12 }, 12);
    expect(await composeWeek({ store: publication.store, pictureUrl: null }, WEEK, 'nl')).toBeNull();
    await freezeWeek(publication, WEEK, MONDAY);
    const view = await composeWeek({ store: publication.store, pictureUrl: null }, WEEK, 'nl');
    expect(view?.blocks.some(({ kind }) => kind === 'picture')).toBe(false);
  });

  it('has no picture for weeks without figures', async () => {
    await playWeek({ Noord: 4 }, 4);
    await freezeWeek(publication, WEEK, MONDAY);
    const pictureUrl = (week: string) => `https://example.org/${week}.png`;
    const view = await composeWeek({ store: publication.store, pictureUrl }, WEEK, 'nl');
    expect(JSON.stringify(view)).toContain('Over deze week laten we geen cijfers zien');
    expect(view?.blocks.some(({ kind }) => kind === 'picture')).toBe(false);
  });

  it('has a chart that is a PNG within Teams’ limits', async () => {
    await playWeek({ Noord: 12 }, 12);
    await freezeWeek(publication, WEEK, MONDAY);
    const png = await drawChart(weekChart(await chartWeeks(publication.store, WEEK), 'nl', () => false));
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect(png.readUInt32BE(16)).toBe(720);
    expect(png.length).toBeLessThan(1_000_000);
  });
});
