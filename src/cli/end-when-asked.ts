/** What a process ends with that was asked to: 128 and the signal's number, as a shell writes it down. */
const ASKED_TO_END = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Ends this process when it is asked to, unless somebody else listens too (`untilStopped`), who does it in their own way; asked
 * twice, it ends at once. Any process does so by itself but the first one of a container: that gets no signal that it does not ask
 * for, so that a start that waited for Redis, or a long import, could only be killed.
 */
export function endWhenAsked(): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (process.listenerCount(signal) === 1) process.exit(ASKED_TO_END[signal]);
    });
  }
}
