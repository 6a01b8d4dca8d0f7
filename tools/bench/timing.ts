/** Runs work once. @returns milliseconds */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

/** Handles every item, at most `atOnce` of them at the same time. Rejects when one of them fails. */
export async function forEachOf<Item>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<unknown>,
): Promise<void> {
  const queue = items.values();
  const next = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, next));
}

/** Handles every item, at most `atOnce` of them at the same time. @returns items per second */
export async function perSecond<Item>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<unknown>,
): Promise<number> {
  return items.length / ((await timed(() => forEachOf(items, atOnce, work))) / 1_000);
}
