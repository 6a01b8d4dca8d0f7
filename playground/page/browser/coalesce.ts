/**
 * Does the work when asked, never twice at the same time: however often it is asked meanwhile, once more afterwards.
 * @param work throws nothing
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
