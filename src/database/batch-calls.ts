import { setImmediate } from 'node:timers/promises';

/** A batch keeps nobody waiting for more than so many others, and holds so many rows at a time. */
const MAX_TOGETHER = 100;

/**
 * Makes one piece of work of what is asked for in the same turn of the event loop: thousands tap within minutes, and sending a
 * statement takes a process longer than all else in a tap.
 * @param work gives an answer to each, in their order; what it throws, all of them get
 */
export function batchCalls<Asked, Answer>(
  work: (asked: readonly Asked[]) => Promise<readonly Answer[]>,
): (asked: Asked) => Promise<Answer> {
  let waiting: { readonly asked: Asked[]; readonly answers: Promise<readonly Answer[]> } | null = null;

  async function workOff(asked: Asked[]): Promise<readonly Answer[]> {
    await setImmediate();
    if (waiting?.asked === asked) waiting = null;
    return work(asked);
  }

  return async (asked) => {
    if (!waiting || waiting.asked.length >= MAX_TOGETHER) {
      const all: Asked[] = [];
      waiting = { asked: all, answers: workOff(all) };
    }
    const { answers } = waiting;
    const place = waiting.asked.push(asked) - 1;
    const answer = (await answers)[place];
    if (answer === undefined) throw new Error('one of those that were asked for together has no answer');
    return answer;
  };
}

/**
 * Finds together what is asked for in the same turn: a batch of notifications is composed at once, and each needs a row of its own.
 * @param load finds by ids; what is missing in its answer does not exist
 */
export function batchLoader<T>(
  load: (ids: readonly string[]) => Promise<ReadonlyMap<string, T>>,
): (id: string) => Promise<T | null> {
  return batchCalls(async (ids: readonly string[]) => {
    const found = await load([...new Set(ids)]);
    return ids.map((id) => found.get(id) ?? null);
  });
}
