import type { Pages } from '../../feature.ts';
import { isProofOf, proofOf } from '../../web/signed-link.ts';
import type { Appointment } from './appointment.ts';

/** What others may read of it in a calendar: never the topic. */
interface Event extends Pick<Appointment, 'begins' | 'ends' | 'place'> {
  readonly title: string;
}

const compact = (at: Date) => at.toISOString().replaceAll(/[-:]|[.]\d{3}/g, '');

/** Opens Outlook's form for a new event, filled in. */
export function outlookAddress({ begins, ends, place, title }: Event): string {
  const address = new URL('https://outlook.office.com/calendar/0/deeplink/compose');
  const parameters = {
    path: '/calendar/action/compose',
    rru: 'addevent',
    subject: title,
    startdt: begins.toISOString(),
    enddt: ends.toISOString(),
    location: place,
  };
  for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
  return address.href;
}

/** The same of Google's. */
export function googleAddress({ begins, ends, place, title }: Event): string {
  const address = new URL('https://calendar.google.com/calendar/render');
  const parameters = {
    action: 'TEMPLATE',
    text: title,
    dates: `${compact(begins)}/${compact(ends)}`,
    location: place,
  };
  for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
  return address.href;
}

/** Of one appointment, for one of the two. @param version another one ends every address that was given before */
export function fileAddress(pages: Pages, appointment: string, person: string, version: number): string {
  const proof = proofOf(pages.key, fileSubject(appointment, person, version));
  return pages.address(`/contact-hours/${appointment}/${person}/${proof}.ics`);
}

export function isFileProof(key: Buffer, appointment: string, person: string, version: number, proof: string): boolean {
  return isProofOf(key, fileSubject(appointment, person, version), proof);
}

/** All appointments of one person. @param version as above */
export function feedAddress(pages: Pages, person: string, version: number): string {
  return pages.address(`/calendars/${person}/${proofOf(pages.key, feedSubject(person, version))}.ics`);
}

export function isFeedProof(key: Buffer, person: string, version: number, proof: string): boolean {
  return isProofOf(key, feedSubject(person, version), proof);
}

function fileSubject(appointment: string, person: string, version: number): string {
  return `appointment:${appointment}:${person}:${version}`;
}

function feedSubject(person: string, version: number): string {
  return `calendar:${person}:${version}`;
}
