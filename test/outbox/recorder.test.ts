import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { Outcome } from '../../src/outbox/notification.ts';
import { createRecorder } from '../../src/outbox/recorder.ts';
import { createLatch } from '../fakes/latch.ts';

const NOW = new Date('2026-11-17T14:30:00Z');

function outcome(id: number): Outcome {
  const progress = { state: 'sent', notBefore: NOW, notAfter: NOW, attempts: 1, attemptedAt: NOW } as const;
  const rest = { sentAt: NOW, reference: 'm', reason: null, inDoubt: 0 };
  return {
    id: String(id),
    attempt: 1,
    progress: { ...progress, ...rest },
    unreachable: false,
    reachedAgain: false,
    elsewhere: false,
  };
}

/** A store that writes what it gets, after this number of failures. */
function store(failures = 0) {
  const batches: string[][] = [];
  let left = failures;
  return {
    batches,
    async record(outcomes: readonly Outcome[]) {
      await sleep(1);
      left -= 1;
      if (left >= 0) throw new Error('away');
      batches.push(outcomes.map(({ id }) => id));
    },
  };
}

const ids = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('the recorder', () => {
  it('writes everything once, in batches', async () => {
    const to = store();
    const recorder = createRecorder(to, 10, () => NOW, fail);
    await Promise.all(ids(95).map((id) => recorder.add(outcome(id))));
    await recorder.flush();
    expect(to.batches.flat().map(Number)).toEqual(ids(95));
    expect(to.batches.length).toBeLessThanOrEqual(11);
  });

  it('collects single outcomes into one statement, and makes nobody wait for it', async () => {
    const writing = createLatch();
    const batches: string[][] = [];
    const record = async (outcomes: readonly Outcome[]) => {
      batches.push(outcomes.map(({ id }) => id));
      await writing.until;
    };
    const recorder = createRecorder({ record }, 2, () => NOW, fail);
    await Promise.all([0, 1].map((id) => recorder.add(outcome(id))));
    const firstTwo = recorder.flush();
    await recorder.add(outcome(2));
    writing.release();
    await firstTwo;
    await recorder.add(outcome(3));
    await recorder.flush();
    expect(batches).toEqual([
      ['0', '1'],
      ['2', '3'],
    ]);
  });

  it('has recorded each outcome before the next message may be sent, where this is required', async () => {
    const to = store();
    const recorder = createRecorder(to, 1, () => NOW, fail);
    for (const id of ids(3)) {
      await recorder.add(outcome(id));
      expect(to.batches).toHaveLength(id + 1);
    }
  });

  it('loses nothing while the database is away', async () => {
    const to = store(2);
    const troubles: unknown[] = [];
    const recorder = createRecorder(
      to,
      10,
      () => NOW,
      (error) => troubles.push(error),
    );
    await recorder.add(outcome(1));
    await recorder.flush();
    expect(to.batches).toEqual([['1']]);
    expect(troubles).toHaveLength(2);
  });

  it('slows sending down when recording cannot keep up', async () => {
    let written = () => undefined as undefined;
    const blocked = new Promise<void>((resolve) => {
      written = () => {
        resolve();
        return undefined;
      };
    });
    const recorder = createRecorder({ record: () => blocked }, 2, () => NOW, fail);
    const added = ids(12).map((id) => recorder.add(outcome(id)));
    await sleep(40);
    const last = added.at(-1)?.then(() => 'added');
    expect(await Promise.race([last, sleep(20).then(() => 'waiting')])).toBe('waiting');
    written();
    await recorder.flush();
    expect(await last).toBe('added');
  });
});

function fail(error: unknown): never {
  throw error;
}
