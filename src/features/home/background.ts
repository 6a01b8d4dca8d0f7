/** What is done after a reply: nobody waits for it but a process that stops. */
export interface Background {
  start(work: () => Promise<void>): void;
  settled(): Promise<void>;
}

/** @param onFailure told of work that failed */
export function createBackground(onFailure: (error: unknown) => void): Background {
  const underway = new Set<Promise<void>>();
  return {
    start(work) {
      const over = work()
        .catch(onFailure)
        .finally(() => underway.delete(over));
      underway.add(over);
    },
    async settled() {
      await Promise.all(underway);
    },
  };
}
