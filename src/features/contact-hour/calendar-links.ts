import type { Pages } from '../../feature.ts';
import { isProofOf, proofOf } from '../../web/signed-link.ts';
import type { Appointment } from './appointment.ts';

/** What others may see of it in a calendar: never the topic. */
interface Event extends Pick<Appointment, 'begins' | 'ends' | 'place'> {
  readonly title: string;
}

const compact = (at: Date) => at.toISOString().replaceAll(/[-:]|[.]\d{3}/g, '');

/** Addresses of prefilled forms for a new event. */
export function eventForms({ begins, ends, place, title }: Event) {
  return {
    outlook: withParameters('https://outlook.office.com/calendar/0/deeplink/compose', {
      path: '/calendar/action/compose',
      rru: 'addevent',
      subject: title,
      startdt: begins.toISOString(),
      enddt: ends.toISOString(),
      location: place,
    }),
    google: withParameters('https://calendar.google.com/calendar/render', {
      action: 'TEMPLATE',
      text: title,
      dates: `${compact(begins)}/${compact(ends)}`,
      location: place,
    }),
  };
}

function withParameters(page: string, parameters: Readonly<Record<string, string>>): string {
  const address = new URL(page);
  for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
  return address.href;
}

/**
 * The address of one appointment's file, for one of the two people. @param version a new version invalidates all
 * earlier addresses
 */
export function fileLink(appointment: string, person: string, version: number) {
  const at = (proof: string) => `/contact-hours/${appointment}/${person}/${proof}.ics`;
  return provenLink(`appointment:${appointment}:${person}:${version}`, at);
}

/** The address of the calendar with all appointments of a person. @param version as in fileLink */
export function feedLink(person: string, version: number) {
  return provenLink(`calendar:${person}:${version}`, (proof) => `/calendars/${person}/${proof}.ics`);
}

function provenLink(subject: string, at: (proof: string) => string) {
  return {
    address: (pages: Pages): string => pages.address(at(proofOf(pages.key, subject))),
    isProof: (key: Buffer, proof: string): boolean => isProofOf(key, subject, proof),
  };
}
