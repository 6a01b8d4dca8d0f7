import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import type { Appointment } from './appointment.ts';
import { hourDataTexts } from './own-data-texts.ts';
import { contactHourTexts } from './texts.ts';

/** The person the calendar is for; they see the other person's name. */
interface CalendarReader {
  readonly id: string;
  readonly language: string;
}

/** The title of an appointment in a reader's calendar. */
function titleFor(appointment: Appointment, { id, language }: CalendarReader): string {
  const texts = contactHourTexts(language);
  return appointment.teacherId === id
    ? texts.eventForTeacher(appointment.supervisor)
    : texts.eventForSupervisor(appointment.teacher);
}

/**
 * Writes appointments as iCalendar (RFC 5545), never with their topics. An appointment keeps its UID when it changes;
 * SEQUENCE and STATUS tell its present state.
 */
export function calendarFile(appointments: readonly Appointment[], reader: CalendarReader, now: Date): string {
  const calendar = ical({
    name: hourDataTexts(reader.language).stored.appointments.title,
    prodId: { company: 'Polsslag', product: 'Contact hours', language: reader.language.toUpperCase() },
    method: ICalCalendarMethod.PUBLISH,
    ttl: 15 * 60,
  });
  for (const appointment of appointments) {
    const { id, begins, ends, place, sequence, endedAt } = appointment;
    calendar.createEvent({
      id: `${id}@polsslag`,
      start: begins,
      end: ends,
      stamp: now,
      summary: titleFor(appointment, reader),
      location: place,
      sequence,
      status: endedAt === null ? ICalEventStatus.CONFIRMED : ICalEventStatus.CANCELLED,
    });
  }
  return calendar.toString();
}
