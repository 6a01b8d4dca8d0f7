import { setImmediate } from 'node:timers/promises';

/**
 * Makes one query of what is asked for in the same turn of the event loop: a batch of notifications is composed at once, and each needs
 * a row of its own; thousands tap within minutes, and sending a statement takes a process longer than all else in a tap.
 * @param load finds by ids; what is missing in its answer does not exist
 */
export function loadTogether<T>(
  load: (ids: readonly string[]) => Promise<ReadonlyMap<string, T>>,
): (id: string) => Promise<T | null> {
  let waiting: { ids: Set<string>; found: Promise<ReadonlyMap<string, T>> } | null = null;

  async function loadWaiting(ids: ReadonlySet<string>): Promise<ReadonlyMap<string, T>> {
    await setImmediate();
    waiting = null;
    return load([...ids]);
  }

  return async (id) => {
    if (!waiting) {
      const ids = new Set<string>();
      waiting = { ids, found: loadWaiting(ids) };
    }
    waiting.ids.add(id);
    return (await waiting.found).get(id) ?? null;
  };
}
