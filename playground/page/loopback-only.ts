import type { RequestHandler } from 'express';

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * Answers 403 to a request that does not come from the playground's own page on this machine. Another Host means that a
 * domain name was pointed at this machine (DNS rebinding); another Origin or Sec-Fetch-Site means that another site
 * makes the request.
 */
export const loopbackOnly: RequestHandler = (request, response, next) => {
  const { host = '', origin } = request.headers;
  const ownOrigin = origin === undefined || origin === `http://${host}`;
  const site = request.get('sec-fetch-site') ?? 'none';
  // Following a link to the page is fine; loading it as part of another site is not.
  const ownSite = site === 'none' || site === 'same-origin' || request.get('sec-fetch-mode') === 'navigate';
  if (LOOPBACK.has(hostName(host)) && ownOrigin && ownSite) return next();
  response.status(403).type('text').send('The playground answers only to its own page on this machine.');
};

function hostName(host: string): string {
  return URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : '';
}
