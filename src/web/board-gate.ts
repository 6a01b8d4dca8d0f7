import { createHash, timingSafeEqual } from 'node:crypto';
import type { RequestHandler } from 'express';
import { RateLimiterMemory } from 'rate-limiter-flexible';

const BOARD_USER = 'polsslag';
interface TryLimit {
  readonly points: number;
  /** Seconds. */
  readonly duration: number;
}

/**
 * How many wrong passwords a minute are allowed from one address; counting by address keeps a guesser from locking out
 * the operator.
 */
const WRONG_TRIES: TryLimit = { points: 10, duration: 60 };

/**
 * HTTP Basic authentication for the operator: 401 without the right password, 429 after too many wrong ones from this
 * address, and 405 for methods other than GET and HEAD.
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
      // A browser first asks without a password, which is no wrong try.
      if (given !== undefined) await tries.penalty(address);
      response.status(401).set('www-authenticate', 'Basic realm="Polsslag", charset="UTF-8"').end();
      return;
    }
    if (request.method === 'GET' || request.method === 'HEAD') return next();
    response.status(405).set('allow', 'GET, HEAD').end();
  };
}

/** Hashed to a fixed length, as timingSafeEqual needs. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
