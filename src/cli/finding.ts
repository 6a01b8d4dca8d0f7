import { PolsslagError } from '../errors.ts';

/** One line of `polsslag doctor`. */
export interface Finding {
  readonly state: 'ok' | 'fault' | 'hint';
  /** What was found and, for a fault or hint, what to do about it. */
  readonly text: string;
}

export const found = {
  ok: (text: string): Finding => ({ state: 'ok', text }),
  fault: (text: string): Finding => ({ state: 'fault', text }),
  hint: (text: string): Finding => ({ state: 'hint', text }),
};

/**
 * Runs a check. The finding is `good` when it passes, and otherwise one fault for each fault that it throws, each after
 * `what`.
 */
export async function examine(what: string, good: string, check: () => unknown): Promise<Finding[]> {
  try {
    await check();
    return [found.ok(`${what}: ${good}`)];
  } catch (error) {
    if (error instanceof PolsslagError) return error.faults.map((text) => found.fault(`${what}: ${text}`));
    throw error;
  }
}
