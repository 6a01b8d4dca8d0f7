import { createHash, timingSafeEqual } from 'node:crypto';
import type { RequestHandler } from 'express';

const USER = 'polsslag';
const WINDOW_MS = 60_000;
/** Wrong passwords a minute, from everybody together: behind a proxy nobody can tell who asks. */
const WRONG_TRIES = 10;

/**
 * HTTP Basic authentication for the operator: 401 without the right password, 429 after too many wrong ones in a
 * minute, 405 for anything but looking.
 * @param now monotonic milliseconds
 */
export function createBoardGate(password: string, now: () => number = () => performance.now()): RequestHandler {
  const expected = digest(`Basic ${Buffer.from(`${USER}:${password}`).toString('base64')}`);
  let wrong: number[] = [];
  return (request, response, next) => {
    const given = request.headers.authorization;
    wrong = wrong.filter((moment) => moment > now() - WINDOW_MS);
    if (wrong.length >= WRONG_TRIES) {
      response.status(429).set('retry-after', '60').end();
      return;
    }
    if (given === undefined || !timingSafeEqual(digest(given), expected)) {
      // A browser asks without a password first.
      if (given !== undefined) wrong.push(now());
      response.status(401).set('www-authenticate', 'Basic realm="Polsslag", charset="UTF-8"').end();
      return;
    }
    if (request.method === 'GET' || request.method === 'HEAD') return next();
    response.status(405).set('allow', 'GET, HEAD').end();
  };
}

/** Of one length, whatever was given. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
