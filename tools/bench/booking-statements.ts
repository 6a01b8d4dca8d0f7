import pg from 'pg';
import { type Database, openDatabase } from '../../src/database/client.ts';
import { createBookingStore } from '../../src/features/contact-hour/book-store.ts';
import { median, rounded } from './statistics.ts';
import { perSecond } from './timing.ts';

/** Concurrent statements and connections: as many as a process has for taps. */
const CONCURRENCY = 10;
const MINUTE = 60_000;

interface FreeHour {
  readonly id: string;
  readonly supervisorId: string;
}

interface Wish {
  readonly teacherId: string;
  readonly begins: Date;
  readonly ends: Date;
}

/**
 * Compares bookings of slots that nobody else wants with bare INSERTs into the same table under the same constraints.
 * The difference is the cost of our statement, which also locks the hour and reads the waiting list. Both sides take
 * turns.
 * @param hour an hour whose slots are all free
 * @returns our bookings per second divided by INSERTs per second
 */
export async function compareBookings(
  url: string,
  hour: FreeHour,
  { slots, rounds }: { slots: number; rounds: number },
): Promise<number> {
  const database = openDatabase(url);
  const bare = new pg.Pool({ connectionString: url, max: CONCURRENCY });
  const { book } = createBookingStore(database.taps);
  const now = new Date();
  // Far from the slots that anybody taps.
  const first = now.getTime() + 1_000 * 24 * 60 * MINUTE;
  const teachers = await addTeachers(database, slots);
  const wishes = teachers.map((teacherId, index): Wish => {
    const begins = first + index * 15 * MINUTE;
    return { teacherId, begins: new Date(begins), ends: new Date(begins + 15 * MINUTE) };
  });
  const given = {
    supervisor: '',
    weekday: 1,
    begins: 0,
    ends: 0,
    slotMinutes: 15,
    place: '',
    firstDay: '',
    lastDay: null,
  };
  const ours = async ({ teacherId, ...slot }: Wish) => {
    const offered = { ...slot, hour: { ...given, ...hour, timezone: 'Europe/Amsterdam', revision: 0 } };
    if ((await book(offered, teacherId, now, now)) === null) throw new Error('a free slot was not booked');
  };
  const insert = async ({ teacherId, begins, ends }: Wish) => {
    await bare.query({
      name: 'book',
      text: `INSERT INTO "Appointment" ("hourId", "supervisorId", "teacherId", begins, ends, "createdAt") VALUES ($1, $2, $3, $4, $5, $6)`,
      values: [hour.id, hour.supervisorId, teacherId, begins, ends, now],
    });
  };
  try {
    const rates = { ours: [] as number[], limit: [] as number[] };
    // Emptied first, because a teacher may have only a few appointments and each slot is free only once.
    const fromNothing = async (work: (wish: Wish) => Promise<void>) => {
      await database.prisma.appointment.deleteMany();
      return perSecond(wishes, CONCURRENCY, work);
    };
    for (const warmUp of [ours, insert]) await fromNothing(warmUp);
    for (let round = 0; round < rounds; round += 1) {
      rates.limit.push(await fromNothing(insert));
      rates.ours.push(await fromNothing(ours));
    }
    return rounded(median(rates.ours) / median(rates.limit));
  } finally {
    await bare.end();
    await database.close();
  }
}

async function addTeachers({ prisma }: Database, count: number): Promise<string[]> {
  const common = { role: 'teacher', name: 'Leerkracht', language: 'nl' } as const;
  const data = Array.from({ length: count }, (_, index) => ({ ...common, key: `booker-${index}` }));
  const added = await prisma.person.createManyAndReturn({ data, select: { id: true } });
  return added.map(({ id }) => id);
}
