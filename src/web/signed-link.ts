import { createHmac, timingSafeEqual } from 'node:crypto';

/*
 * Addresses that are opened without signing in end in a proof that only we can make: whoever was not given one cannot
 * guess it. `subject` says what the address is for, and begins with a name of its own ('picture:2026-W47:nl').
 */

/** Makes a proof that does not expire. */
export function proofOf(key: Buffer, subject: string): string {
  return createHmac('sha256', key).update(subject).digest('base64url');
}

/** Checks a proof, in constant time, so that nobody can guess it piece by piece. */
export function isProofOf(key: Buffer, subject: string, given: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(proofOf(key, subject))];
  return a.length === b.length && timingSafeEqual(a, b);
}

const TIMED = /^([0-9a-z]{1,8})-(.+)$/;
const HOUR_S = 3_600;

/** Makes a proof that is valid for an hour. It consists of letters, digits, - and _. */
export function proofForAnHour(key: Buffer, subject: string, now: Date): string {
  const until = (Math.floor(now.getTime() / 1_000) + HOUR_S).toString(36);
  return `${until}-${proofOf(key, timed(subject, until))}`;
}

/** Checks a proof made by `proofForAnHour`. @returns false when it is not valid for this subject, or has expired */
export function isProofNow(key: Buffer, subject: string, given: string, now: Date): boolean {
  const [, until, proof] = TIMED.exec(given) ?? [];
  if (until === undefined || proof === undefined || !isProofOf(key, timed(subject, until), proof)) return false;
  return now.getTime() < Number.parseInt(until, 36) * 1_000;
}

function timed(subject: string, until: string): string {
  return `${subject} until ${until}`;
}
