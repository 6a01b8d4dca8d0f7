/** Work that goes on after a reply was sent. Only a process that is stopping waits for it. */
export interface AfterReply {
  start(work: () => Promise<void>): void;
  settled(): Promise<void>;
}

/** @param onFailure called with the error of each piece of work that failed */
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
