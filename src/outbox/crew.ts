/** All that goes on in a lane at the same time. */
export interface Crew {
  join(work: Promise<void>): void;
  /** Resolves when everybody is done, who joined meanwhile too. Throws the first failure. */
  done(): Promise<void>;
}

/** Whoever joins is awaited. */
export function createCrew(): Crew {
  const works: Promise<void>[] = [];
  return {
    join(work) {
      // Awaited in the end; until then a failure must only not be unhandled.
      work.catch(() => undefined);
      works.push(work);
    },
    async done() {
      for (let known = -1; known < works.length; ) {
        known = works.length;
        await Promise.allSettled(works);
      }
      await Promise.all(works);
    },
  };
}
