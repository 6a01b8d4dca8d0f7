/**
 * Returns a function that runs `work`, never twice at the same time. Calls during a run, however many, cause one more
 * run after it.
 * @param work must not reject
 */
export function coalesce(work: () => Promise<void>): () => Promise<void> {
  let underWay = false;
  let wanted = false;
  return async () => {
    wanted = true;
    if (underWay) return;
    underWay = true;
    while (wanted) {
      wanted = false;
      await work();
    }
    underWay = false;
  };
}
