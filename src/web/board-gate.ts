import { createHash, timingSafeEqual } from 'node:crypto';
import type { RequestHandler } from 'express';
import { RateLimiterMemory } from 'rate-limiter-flexible';

const BOARD_USER = 'polsslag';
interface TryLimit {
  readonly points: number;
  /** Seconds. */
  readonly duration: number;
}

/** Wrong passwords a minute, from one address: somebody who guesses keeps the operator out from nowhere else. */
const WRONG_TRIES: TryLimit = { points: 10, duration: 60 };

/**
 * HTTP Basic authentication for the operator: 401 without the right password, 429 after too many wrong ones
 * from this address, 405 for anything but looking.
 */
export function createBoardGate(password: string, limit: TryLimit = WRONG_TRIES): RequestHandler {
  const expected = digest(`Basic ${Buffer.from(`${BOARD_USER}:${password}`).toString('base64')}`);
  const tries = new RateLimiterMemory(limit);
  return async (request, response, next) => {
    const given = request.headers.authorization;
    const address = request.ip ?? '';
    const made = await tries.get(address);
    if (made !== null && made.consumedPoints >= limit.points) {
      response
        .status(429)
        .set('retry-after', String(Math.ceil(made.msBeforeNext / 1_000)))
        .end();
      return;
    }
    if (given === undefined || !timingSafeEqual(digest(given), expected)) {
      // A browser asks without a password first.
      if (given !== undefined) await tries.penalty(address);
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
