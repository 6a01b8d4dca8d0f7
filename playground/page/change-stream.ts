import type { Request, Response } from 'express';

/** Changes come in bursts (a wave to all teachers): one sign a burst is enough. */
const QUIET_MS = 60;
/** A burst of seconds: nobody follows it change by change, and drawing each took the browser more than playing the week took us. */
const QUIET_WHILE_MOVING_MS = 400;
const KEEP_ALIVE_MS = 15_000;

/**
 * Tells every open page that there is a new state to ask for (server-sent events).
 * @param moving true while the clock moves
 * @param later does something when the burst is over
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
