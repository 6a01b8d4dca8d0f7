import { localTime } from '../cli/local-time.ts';
import type { Upcoming } from '../feature.ts';
import type { Status } from './status-schema.ts';

/** People that are named; the list of all is `people list`. */
const NAMED = 20;

/** The status in lines for a terminal. @param timezone IANA name of the operator's calendar */
export function describeStatus(status: Status, next: readonly Upcoming[], timezone: string): string[] {
  const time = (iso: string) => localTime(new Date(iso), timezone);
  return [
    ...describePause(status, time),
    ...next.map(({ describe }) => describe((at) => localTime(at, timezone))),
    ...describeOutbox(status, time),
    ...describePeople(status),
  ];
}

type Time = (iso: string) => string;

function describePause({ paused }: Status, time: Time): string[] {
  if (paused === null) return [];
  const lost = paused.ranOut === 0 ? '' : ` Too late to send meanwhile: ${paused.ranOut} messages.`;
  return [`Paused since ${time(paused.since)}: nothing below happens until polsslag resume.${lost}`];
}

function describeOutbox({ waiting, failed, resting, toReconnect }: Status, time: Time): string[] {
  return [
    ...(waiting.length === 0 ? ['Messages: none waits.'] : waiting.map(describeWaiting)),
    ...(failed === 0 ? [] : [`Given up: ${failed} messages: polsslag queue failed.`]),
    ...resting.map(({ lane, until, reason, remedy }) => {
      const why = reason === null ? '' : ` (${reason}): ${remedy ?? ''}`;
      return `Resting: ${lane} until ${time(until)}${why === '' ? '.' : why}`;
    }),
    ...toReconnect.map(({ lane, people, remedy }) => `Not connected: ${lane}, with ${people} people: ${remedy}.`),
  ];
}

function describeWaiting({ lane, queued, sending, oldestDueSeconds }: Status['waiting'][number]): string {
  const late = oldestDueSeconds < 60 ? '' : `; the oldest since ${Math.round(oldestDueSeconds / 60)} minutes`;
  return `Waiting: ${lane}  ${queued} queued  ${sending} sending${late}`;
}

function describePeople({ people: { all, takingPart, notConnected } }: Status): string[] {
  const named = notConnected.slice(0, NAMED).map(({ person, name, hindrance }) => `  ${person}  ${name}  ${hindrance}`);
  const more = notConnected.length - named.length;
  return [
    `People: ${all}, of whom ${takingPart} teachers take part, and ${notConnected.length} are not connected.`,
    ...named,
    ...(more > 0 ? [`  … and ${more} more: polsslag people list --not-connected.`] : []),
  ];
}
