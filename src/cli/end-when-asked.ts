/** The exit codes of a process ended by a signal: 128 plus the signal's number, as shells report it. */
const ASKED_TO_END = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Ends this process on SIGINT or SIGTERM, unless something else listens too (`untilStopped`) and stops it in its own
 * way; a second signal ends it at once. The first process of a container needs this: the kernel delivers it no signal
 * without a handler, so that a start waiting for Redis, or a long import, could only be killed.
 */
export function endWhenAsked(): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (process.listenerCount(signal) === 1) process.exit(ASKED_TO_END[signal]);
    });
  }
}
