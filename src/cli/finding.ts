import { PolsslagError } from '../errors.ts';

/** One line of doctor. */
export interface Finding {
  readonly state: 'ok' | 'fault' | 'hint';
  /** What is so, and for a fault or hint what to do. */
  readonly text: string;
}

export const found = {
  ok: (text: string): Finding => ({ state: 'ok', text }),
  fault: (text: string): Finding => ({ state: 'fault', text }),
  hint: (text: string): Finding => ({ state: 'hint', text }),
};

/** What came of a check: `good` when it passed, or the faults that it threw, each after `what`. */
export async function examine(what: string, good: string, check: () => unknown): Promise<Finding[]> {
  try {
    await check();
    return [found.ok(`${what}: ${good}`)];
  } catch (error) {
    if (error instanceof PolsslagError) return error.faults.map((text) => found.fault(`${what}: ${text}`));
    throw error;
  }
}
