import { addHours } from 'date-fns/addHours';
import { addMinutes } from 'date-fns/addMinutes';
import { subDays } from 'date-fns/subDays';
import { subMinutes } from 'date-fns/subMinutes';
import { goodMomentsOf } from '../../calendar/store.ts';
import type { Tools } from '../../feature.ts';
import type { Appointment } from './appointment.ts';
import { holdFor } from './hold.ts';
import type { createKeepStore, Reminder } from './keep-store.ts';
import { offerTo } from './offer.ts';
import { changedDays, changedLists, remindersOf, TELL_MINUTES } from './reminders.ts';
import type { WaitingStore, WaitingTeacher } from './waiting-store.ts';

interface Keeping extends Pick<Tools, 'database' | 'settings'> {
  readonly keep: ReturnType<typeof createKeepStore>;
  readonly waiting: WaitingStore;
}

/** How far ahead reminders are planned: past the day before, also over the night. */
const HOURS_AHEAD = 30;
const TOPIC_DAYS = 7;

/** Keeps appointments consistent with hours and absences. Each step may be repeated, and interrupted at any point. */
export function createKeeper(keeping: Keeping) {
  const { keep, waiting } = keeping;

  /** The part that runs at once when somebody freed time or removed an hour. */
  async function makeRoom(now: Date): Promise<void> {
    await keep.endImpossible(now);
    const { timezone } = keeping.settings;
    // The same message as after a cancellation, so that nobody can tell the two apart.
    await keep.tellVanished(now, async (vanished, listsOf) => {
      const times = vanished.map((each) => ({ ...each, timezone }));
      return changedLists(times, now, await listsOf(changedDays(times)));
    });
    await waiting.lapse(now);
    for (const each of await waiting.inLine(now)) await offerNext(keeping, each, now);
    await tellEnded(keeping, now);
  }

  return {
    makeRoom,

    /**
     * Runs every step: ends what cannot take place, offers what was held too long to the next in line, tells people who
     * lost something, and plans all reminders.
     */
    keepAll: async (now: Date): Promise<void> => {
      await makeRoom(now);
      await planReminders(keeping, now);
      await keep.forgetOrphans(now);
      await keep.forgetTopics(subDays(now, TOPIC_DAYS));
    },

    /**
     * Runs after somebody booked, moved or cancelled: offers free time to the next in line, and sends news about near
     * appointments at once.
     * @param changed the appointments as they were and as they are
     */
    afterChange: async (changed: readonly Appointment[], freed: boolean, now: Date): Promise<void> => {
      if (freed) await makeRoom(now);
      const near = changed.filter(({ begins }) => begins > now && begins <= addHours(now, HOURS_AHEAD));
      if (near.length === 0) return;
      await planReminders(keeping, now);
      await keep.remind(changedLists(near, now, await keep.listsOf(changedDays(near), now)), now);
    },
  };
}

/** Holds the first slot for this person that they can have and did not decline before. */
async function offerNext(keeping: Keeping, { teacherId, had, toBeTold }: WaitingTeacher, now: Date): Promise<void> {
  const { database, settings, waiting } = keeping;
  const offer = await offerTo(database, settings, teacherId, now);
  const letGo = new Set(had.map(({ supervisorId, begins }) => `${supervisorId} ${new Date(begins).toISOString()}`));
  const slots =
    offer?.free.filter(({ hour, begins }) => !letGo.has(`${hour.supervisorId} ${begins.toISOString()}`)) ?? [];
  for (const slot of slots) {
    const hold = await holdFor(slot.begins, now, (from) => goodMoment(keeping, teacherId, from));
    if (hold && (await waiting.hold(slot, teacherId, hold, !toBeTold, now))) return;
  }
}

/** Tells people at a good moment that their appointment ended, or at once when that would be too late. */
async function tellEnded(keeping: Keeping, now: Date): Promise<void> {
  const untold = await keeping.keep.untold(now);
  const moments = await goodMomentsOf(
    keeping.database,
    keeping.settings,
    untold.map(({ teacherId }) => teacherId),
    now,
  );
  const reminders = untold.map(({ id, teacherId, begins }): Reminder => {
    const good = moments.get(teacherId) ?? now;
    const notBefore = good < subMinutes(begins, TELL_MINUTES) ? good : now;
    return { kind: 'contact-hour-ended', personId: teacherId, subject: id, notBefore, notAfter: begins };
  });
  await keeping.keep.remind(reminders, now);
}

/** Plans reminders; those of appointments that begin soon are planned at once, by the same rules. */
async function planReminders({ keep, database, settings }: Keeping, now: Date): Promise<void> {
  const coming = await keep.coming(now, addHours(now, HOURS_AHEAD));
  if (coming.length === 0) return;
  const people = [...new Set(coming.flatMap(({ teacherId, supervisorId }) => [teacherId, supervisorId]))];
  // From a day before they begin, at the first good moment: for a Monday that is Monday morning.
  const dayBefore = new Map<string, Date>();
  for (const begins of new Set(coming.map((each) => each.begins.getTime()))) {
    const from = addMinutes(new Date(begins), -24 * 60);
    const moments = await goodMomentsOf(database, settings, people, from < now ? now : from);
    for (const [person, at] of moments) dayBefore.set(`${person} ${begins}`, at);
  }
  await keep.remind(
    remindersOf(coming, now, (person, begins) => dayBefore.get(`${person} ${begins.getTime()}`) ?? null),
    now,
  );
}

async function goodMoment({ database, settings }: Keeping, personId: string, from: Date): Promise<Date> {
  return (await goodMomentsOf(database, settings, [personId], from)).get(personId) ?? from;
}
