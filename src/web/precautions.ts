import type { RequestHandler } from 'express';

/** More than any message of a platform, in bytes. */
const BODY_LIMIT_BYTES = 256 * 1024;

/** On every answer: no guessing of types, no address told to others, no page of ours in a frame. */
export const safeHeaders: RequestHandler = (_request, response, next) => {
  response.set({
    'content-security-policy': "frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  });
  next();
};

/** 413 for a body that says that it is too long, wherever it goes; one that does not say so is cut off by its reader. */
export const limitBody: RequestHandler = ({ headers }, response, next) => {
  if (Number(headers['content-length'] ?? 0) <= BODY_LIMIT_BYTES) return next();
  response.status(413).end();
};
