import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { goodMomentsOf } from '../../src/calendar/store.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { addPartnership, type TestTeacher } from '../fixtures/partnership.ts';

/** A Tuesday, 15:30 in Amsterdam. */
const TUESDAY = new Date('2026-11-24T14:30:00Z');
const SETTINGS = { lessonTime: { begin: 8 * 60 + 15, end: 15 * 60 }, timezone: 'Europe/Amsterdam' };

let test: TestDatabase;
let teachers: readonly TestTeacher[];

beforeAll(async () => {
  test = await createTestDatabase();
  teachers = await addPartnership(test.database, { Noord: 3, Zuid: 1 }, TUESDAY);
});
afterAll(() => test.drop());

describe('the good moments of people', () => {
  it('follow the rhythm of each, the clocks and the holidays of their school, and leave out who does not exist', async () => {
    const { prisma } = test.database;
    const [plain, monday, pauses, faraway] = teachers.map(({ id }) => id);
    await prisma.rhythm.createMany({
      data: [
        { personId: monday ?? '', workdays: [1] },
        { personId: pauses ?? '', pausedUntil: new Date('2026-12-03') },
      ],
    });
    await prisma.school.update({ where: { name: 'School Zuid' }, data: { timezone: 'America/Kralendijk' } });
    const school = await prisma.school.findFirstOrThrow({ where: { name: 'School Noord' } });
    const ids = [...teachers.map(({ id }) => id), randomUUID()];
    const moments = () => goodMomentsOf(test.database, SETTINGS, ids, TUESDAY);
    expect(Object.fromEntries(await moments())).toEqual({
      [plain ?? '']: TUESDAY,
      [monday ?? '']: new Date('2026-11-30T06:30:00Z'),
      [pauses ?? '']: new Date('2026-12-03T06:30:00Z'),
      [faraway ?? '']: new Date('2026-11-24T19:00:00Z'),
    });

    const holiday = { schoolId: school.id, schoolYear: '2026-2027', name: 'studiedag' };
    await prisma.schoolHoliday.create({
      data: { ...holiday, first: new Date('2026-11-24'), last: new Date('2026-11-25') },
    });
    expect((await moments()).get(plain ?? '')).toEqual(new Date('2026-11-26T06:30:00Z'));
    expect((await moments()).get(faraway ?? '')).toEqual(new Date('2026-11-24T19:00:00Z'));
  });
});
