import type { Request, Response } from 'express';

/** Changes come in bursts, for example when all teachers get a message: one event for each burst is enough. */
const QUIET_MS = 60;
/**
 * While the clock moves a burst lasts seconds. Nobody can follow each change, and drawing each took the browser longer
 * than playing the week took the server.
 */
const QUIET_WHILE_MOVING_MS = 400;
const KEEP_ALIVE_MS = 15_000;

/**
 * Tells every open page, by server-sent events, to ask for the new state.
 * @param moving true while the clock moves
 * @param later calls a function after a number of milliseconds
 */
export function createChangeStream(
  moving: () => boolean,
  later: (work: () => void, ms: number) => void = (work, ms) => void setTimeout(work, ms),
) {
  const pages = new Set<Response>();
  let soon = false;

  function tell(): void {
    soon = false;
    for (const page of pages) page.write('event: change\ndata: \n\n');
  }

  return {
    changed(): void {
      if (soon || pages.size === 0) return;
      soon = true;
      later(tell, moving() ? QUIET_WHILE_MOVING_MS : QUIET_MS);
    },
    follow(request: Request, response: Response): void {
      response.set({ 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      response.flushHeaders();
      response.write('retry: 1000\n\n');
      pages.add(response);
      const keepAlive = setInterval(() => response.write(': still here\n\n'), KEEP_ALIVE_MS);
      request.on('close', () => {
        clearInterval(keepAlive);
        pages.delete(response);
      });
    },
  };
}
