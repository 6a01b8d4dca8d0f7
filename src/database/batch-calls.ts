import { setImmediate } from 'node:timers/promises';

/** The largest batch, so that one call waits for a limited number of others and rows. */
const MAX_TOGETHER = 100;

/**
 * Combines calls made in the same turn of the event loop into one piece of work: thousands of people tap within
 * minutes, and sending a statement is the most expensive part of a tap.
 * @param work gives the answers in the order of the calls; when it throws, every caller gets the error
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
 * Loads together what is asked for in the same turn of the event loop: a batch of notifications is composed at once,
 * and each needs a row of its own.
 * @param load finds rows by id; an id missing from its result does not exist
 */
export function batchLoader<T>(
  load: (ids: readonly string[]) => Promise<ReadonlyMap<string, T>>,
): (id: string) => Promise<T | null> {
  return batchCalls(async (ids: readonly string[]) => {
    const found = await load([...new Set(ids)]);
    return ids.map((id) => found.get(id) ?? null);
  });
}
