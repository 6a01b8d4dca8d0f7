/** What is done after a reply: nobody waits for it but a process that stops. */
export interface AfterReply {
  start(work: () => Promise<void>): void;
  settled(): Promise<void>;
}

/** @param onFailure told of work that failed */
export function createAfterReply(onFailure: (error: unknown) => void): AfterReply {
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
