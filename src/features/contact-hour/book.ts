import { z } from 'zod';
import type { Reply } from '../../chat/event.ts';
import type { Handlers, Submission, Tap } from '../../chat/router.ts';
import { replaceBy, say, sentenceView } from '../../chat/sentence.ts';
import { hasErrors, tooLongIn } from '../../chat/too-long.ts';
import type { Tools } from '../../feature.ts';
import type { Person } from '../../people/person.ts';
import { withPerson } from '../../people/with-person.ts';
import { commonTexts } from '../../text/common-texts.ts';
import { ACTIONS } from './actions.ts';
import { type Appointment, changeableUntil } from './appointment.ts';
import type { BookingStore } from './book-store.ts';
import { appointmentView, calendarDialog, chooseAgainView, offerView, topicDialog } from './book-view.ts';
import type { createCalendarStore } from './calendar-store.ts';
import { hasEnough, type Offer, type OfferedSlot, offerTo } from './offer.ts';
import { contactHourTexts } from './texts.ts';
import type { WaitingStore } from './waiting-store.ts';

interface Booking extends Pick<Tools, 'database' | 'settings' | 'people' | 'pages' | 'secrets' | 'now'> {
  readonly store: BookingStore;
  readonly waiting: WaitingStore;
  readonly calendars: ReturnType<typeof createCalendarStore>;
  /** Called with the appointments that changed, and whether time became free. */
  readonly onChange: (changed: readonly Appointment[], freed: boolean) => Promise<void>;
}

const taken = z.object({
  hour: z.uuid(),
  seen: z.iso.datetime().transform((at) => new Date(at)),
  sequence: z.coerce.number().int().min(0).max(1_000_000).optional(),
  at: z.iso.datetime().transform((at) => new Date(at)),
  moving: z.uuid().optional(),
});
const looked = z.object({ from: z.coerce.number().int().min(0).max(10_000), moving: z.uuid().optional() });
const named = z.object({ appointment: z.uuid() });
const answered = z.object({ answer: z.enum(['yes', 'no']) });

/** The handlers for teachers' actions on contact hours. */
export function bookHandlers(booking: Booking): Handlers {
  const withTeacher = (event: Tap | Submission, answer: (person: Person) => Promise<Reply>) =>
    withPerson(booking.people, event.from, answer);
  const overview = (event: Pick<Tap, 'from'>, reply: typeof say) =>
    withPerson(booking.people, event.from, (person) => showOffer(booking, person, reply));
  return {
    commands: { 'contact-hour': (event) => overview(event, say) },
    idempotentTaps: {
      // The tapped message is kept, because it may be the thanks after a check-in.
      [ACTIONS.open]: (event) => overview(event, say),
      [ACTIONS.take]: async (event) => (await take(booking, event)) ?? overview(event, replaceBy),
      [ACTIONS.look]: (event) => withTeacher(event, (person) => turnPage(booking, person, event)),
      [ACTIONS.topic]: (event) => withTeacher(event, (person) => openTopic(booking, person, event)),
      [ACTIONS.calendar]: (event) => withTeacher(event, (person) => openCalendar(booking, person, event)),
    },
    taps: {
      [ACTIONS.cancel]: (event) => withTeacher(event, (person) => cancel(booking, person, event)),
      [ACTIONS.wait]: (event) => withTeacher(event, (person) => wait(booking, person, event)),
      [ACTIONS.accept]: (event) => withTeacher(event, (person) => acceptOffer(booking, person, event)),
      [ACTIONS.decline]: (event) => withTeacher(event, (person) => decline(booking, person, event)),
    },
    repeatedTaps: Object.fromEntries(
      [ACTIONS.cancel, ACTIONS.wait, ACTIONS.accept, ACTIONS.decline].map((action) => [
        action,
        (event: Tap) => overview(event, replaceBy),
      ]),
    ),
    overwritingSubmissions: {
      [ACTIONS.topic]: (event) => withTeacher(event, (person) => keepTopic(booking, person, event)),
    },
  };
}

async function showOffer(booking: Booking, person: Person, reply: typeof say, first?: string): Promise<Reply> {
  const offer = await offerFor(booking, person);
  if (!offer) return reply(sentenceView(contactHourTexts(person.language).notATeacher));
  return reply(offerView(offer, shownTo(booking, person), first === undefined ? {} : { first }));
}

async function turnPage(booking: Booking, person: Person, event: Tap): Promise<Reply> {
  const asked = looked.safeParse(event.data);
  const offer = await offerFor(booking, person);
  if (!offer || !asked.success) return showOffer(booking, person, replaceBy);
  const { from, moving: id = null } = asked.data;
  const moving = changing(booking, offer, id);
  const isTooLate = id !== null && moving === null && offer.free.length > 0;
  const first = isTooLate ? { first: contactHourTexts(person.language).notMovable } : {};
  return replaceBy(offerView(offer, shownTo(booking, person), { from, moving, ...first }));
}

/**
 * The id of the appointment being moved, when it is the teacher's and can still be changed: data of a tap may be old or
 * forged.
 */
function changing({ now }: Booking, { own }: Offer, id: string | null): string | null {
  const found = own.find((each) => each.id === id && each.heldUntil === null);
  return found && now() <= changeableUntil(found) ? found.id : null;
}

/**
 * Books the tapped slot. When many people tap the same slot one of them gets it, and the others see at once what is
 * free. It is harmless twice, so that a burst of taps need not be remembered: one statement tells who taps and what is
 * free.
 */
async function take(booking: Booking, event: Tap): Promise<Reply | null> {
  const { database, settings, now } = booking;
  const asked = taken.safeParse(event.data);
  const offer = await offerTo(database, settings, event.from, now());
  if (!offer || !asked.success) return null;
  const { hour, at, seen, moving: id = null, sequence = 0 } = asked.data;
  const has = hasIt(offer, hour, at);
  if (has) return replaceBy(appointmentView(has, shownTo(booking, offer.person)));
  const slot = offer.free.find((each) => each.hour.id === hour && each.begins.getTime() === at.getTime());
  const moving = changing(booking, offer, id);
  if (!slot || (id !== null && moving === null)) return gone(booking, offer, moving, at);
  return moving === null ? book(booking, offer, slot, seen) : move(booking, offer, slot, { id: moving, sequence });
}

async function book(booking: Booking, { person }: Offer, slot: OfferedSlot, seen: Date): Promise<Reply> {
  const id = await booking.store.book(slot, person.id, seen, booking.now());
  if (id === null) {
    const offer = await offerFor(booking, person);
    // When tapped twice at the same time, the other tap was theirs too.
    const has = offer && hasIt(offer, slot.hour.id, slot.begins);
    return has ? replaceBy(appointmentView(has, shownTo(booking, person))) : gone(booking, offer, null, slot.begins);
  }
  const appointment = newAppointment(id, slot, person);
  await booking.onChange([appointment], false);
  return replaceBy(appointmentView(appointment, shownTo(booking, person)));
}

async function move(
  booking: Booking,
  { person, own }: Offer,
  slot: OfferedSlot,
  which: Pick<Appointment, 'id' | 'sequence'>,
): Promise<Reply> {
  const { store, now } = booking;
  const before = own.find(({ id }) => id === which.id);
  const isMoved = before && (await store.move(which, slot, person.id, hourFrom(now())));
  const appointment = isMoved ? await store.find(which.id) : null;
  if (!before || !appointment) return gone(booking, await offerFor(booking, person), which.id, slot.begins);
  await booking.onChange([before, appointment], true);
  const { moved, topicStayed } = contactHourTexts(person.language);
  const said = before.hasTopic && !appointment.hasTopic ? [moved, topicStayed] : [moved];
  return replaceBy(appointmentView(appointment, shownTo(booking, person), said));
}

async function cancel(booking: Booking, person: Person, event: Tap): Promise<Reply> {
  const { store, now } = booking;
  const texts = contactHourTexts(person.language);
  const found = await ownOf(booking, person, event);
  if (!found) return replaceBy(chooseAgainView(texts.ended, person.language));
  const withdrawn = await store.withdraw(found.id, person.id, now(), hourFrom(now()));
  if (!withdrawn) return replaceBy(appointmentView(found, shownTo(booking, person)));
  await booking.onChange([found], true);
  return replaceBy(chooseAgainView(texts.cancelled, person.language));
}

async function wait(booking: Booking, person: Person, event: Tap): Promise<Reply> {
  const asked = answered.safeParse(event.data);
  const offer = await offerFor(booking, person);
  if (!asked.success || !offer?.hasHours) return showOffer(booking, person, replaceBy);
  if (asked.data.answer === 'yes' && hasEnough(offer)) return showOffer(booking, person, replaceBy);
  if (asked.data.answer === 'yes') {
    await booking.waiting.join(person.id, booking.now());
    return showOffer(booking, person, replaceBy);
  }
  await booking.waiting.leave(person.id);
  return showOffer(booking, person, replaceBy, contactHourTexts(person.language).waitsNoMore);
}

/** Accepts the slot that was held for the teacher. */
async function acceptOffer(booking: Booking, person: Person, event: Tap): Promise<Reply> {
  const { store, waiting, now } = booking;
  const asked = named.safeParse(event.data);
  const taken = asked.success && (await waiting.accept(asked.data.appointment, person.id, now()));
  const appointment = taken ? await store.find(asked.data.appointment) : null;
  if (!appointment) return notAccepted(booking, person, event);
  await booking.onChange([appointment], false);
  return replaceBy(appointmentView(appointment, shownTo(booking, person)));
}

/**
 * Tells why a held slot was not booked: it is no longer held, or the teacher has too many other appointments, which the
 * view shows.
 */
async function notAccepted(booking: Booking, person: Person, event: Tap): Promise<Reply> {
  const found = await ownOf(booking, person, event);
  const offer = await offerFor(booking, person);
  const isKept = found !== null && offer !== null && hasEnough(offer) && offer.own.some(({ id }) => id === found.id);
  return isKept
    ? showOffer(booking, person, replaceBy)
    : showOffer(booking, person, replaceBy, contactHourTexts(person.language).notHeld);
}

async function decline(booking: Booking, person: Person, event: Tap): Promise<Reply> {
  const { declined, notHeld } = contactHourTexts(person.language);
  const asked = named.safeParse(event.data);
  const left = asked.success && (await booking.waiting.decline(asked.data.appointment, person.id, booking.now()));
  if (left) await booking.onChange([], true);
  return showOffer(booking, person, replaceBy, left ? declined : notHeld);
}

/** The tapped appointment, when it is theirs and has not ended. */
async function ownOf({ store }: Booking, { id }: Person, event: Tap): Promise<Appointment | null> {
  const asked = named.safeParse(event.data);
  const found = asked.success ? await store.find(asked.data.appointment) : null;
  return found && found.teacherId === id && found.endedAt === null ? found : null;
}

async function openCalendar(booking: Booking, person: Person, event: Tap): Promise<Reply> {
  const found = await ownOf(booking, person, event);
  if (!found) return say(sentenceView(contactHourTexts(person.language).ended));
  const owner = await booking.calendars.owner(person.id);
  return { kind: 'dialog', dialog: calendarDialog(found, shownTo(booking, person), owner?.version ?? 0) };
}

async function openTopic(booking: Booking, person: Person, event: Tap): Promise<Reply> {
  const { store, secrets } = booking;
  const found = await ownOf(booking, person, event);
  if (!found) return say(sentenceView(contactHourTexts(person.language).ended));
  const sealed = await store.topicOf(found.id, person.id);
  const topic = sealed === null ? null : secrets.unsealed(sealed);
  const dialog = topicDialog(found.id, topic, person.language);
  // The teacher is told that the old text is lost, and can write a new one.
  const isGone = sealed !== null && topic === null;
  const intro = isGone ? `${commonTexts(person.language).keyGone} ${dialog.intro}` : dialog.intro;
  return { kind: 'dialog', dialog: { ...dialog, intro } };
}

async function keepTopic({ store, secrets, now }: Booking, person: Person, event: Submission): Promise<Reply> {
  const texts = contactHourTexts(person.language);
  const asked = named.safeParse(event.data);
  const written = z.string().optional().safeParse(event.values['topic']);
  if (!asked.success || !written.success) return { kind: 'close', note: texts.ended };
  const dialog = topicDialog(asked.data.appointment, null, person.language);
  const tooLong = tooLongIn(dialog, event.values, person.language);
  if (hasErrors(tooLong)) return { kind: 'errors', dialog, fields: tooLong };
  const { data: topic = null } = written;
  const kept = await store.keepTopic(
    asked.data.appointment,
    person.id,
    topic === null ? null : secrets.seal(topic),
    now(),
  );
  if (!kept) return { kind: 'close', note: texts.ended };
  return { kind: 'close', note: topic === null ? texts.topicGone : texts.topicKept };
}

/** Tells why a slot is not available, and which others are. */
function gone(booking: Booking, offer: Offer | null, moving: string | null, at: Date): Reply {
  if (!offer) return { kind: 'none' };
  const { past, busy, gone: taken } = contactHourTexts(offer.person.language);
  // The view says that they have enough, in place of the slots.
  if (moving === null && at > booking.now() && hasEnough(offer)) {
    return replaceBy(offerView(offer, shownTo(booking, offer.person)));
  }
  const isBusy = offer.own.some(({ id, heldUntil, begins, ends }) => {
    return id !== moving && heldUntil === null && begins <= at && at < ends;
  });
  const first = at <= booking.now() ? past : isBusy ? busy : taken;
  return replaceBy(offerView(offer, shownTo(booking, offer.person), { first, moving }));
}

function hasIt({ own }: Offer, hour: string, at: Date): Appointment | null {
  const found = own.find((each) => each.hourId === hour && each.begins.getTime() === at.getTime());
  return found && found.heldUntil === null ? found : null;
}

function newAppointment(id: string, { hour, begins, ends }: OfferedSlot, person: Pick<Person, 'id'>): Appointment {
  const { supervisorId, supervisor, place, timezone } = hour;
  const who = { supervisorId, supervisor, teacherId: person.id, teacher: '' };
  const state = {
    teacherIsLeaving: false,
    sequence: 0,
    hasTopic: false,
    heldUntil: null,
    offered: false,
    endedAt: null,
    endedBy: null,
  };
  return { id, hourId: hour.id, ...who, begins, ends, place, timezone, ...state };
}

function offerFor({ database, settings, now }: Booking, person: Pick<Person, 'id'>): Promise<Offer | null> {
  return offerTo(database, settings, person.id, now());
}

function shownTo({ pages, now }: Booking, person: Pick<Person, 'id' | 'language'>) {
  return { language: person.language, personId: person.id, pages, now: now() };
}

/** Appointments that begin before this moment can no longer be changed. */
function hourFrom(now: Date): Date {
  return new Date(now.getTime() + 3_600_000);
}
