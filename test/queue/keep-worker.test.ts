import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { keepWorker } from '../../src/queue/keep-worker.ts';

/** Workers, of which the first `broken` never get ready. */
function fakeWorkers(broken: number) {
  const log: string[] = [];
  let count = 0;
  return {
    log,
    start: () => {
      count += 1;
      const number = count;
      log.push(`started ${number}`);
      return {
        waitUntilReady: async () => {
          if (number <= broken) throw new Error('the server was away');
        },
        close: async () => {
          log.push(`closed ${number}`);
        },
      };
    },
  };
}

describe('keeping a worker', () => {
  it('starts another one until one gets ready, and closes those that did not', async () => {
    const { log, start } = fakeWorkers(2);
    const kept = keepWorker(start, () => undefined, 1);
    while (log.length < 5) await sleep(1);
    await kept.close();
    expect(log).toEqual(['started 1', 'closed 1', 'started 2', 'closed 2', 'started 3', 'closed 3']);
  });

  it('leaves one that is ready alone', async () => {
    const { log, start } = fakeWorkers(0);
    const kept = keepWorker(start, () => undefined, 1);
    await sleep(20);
    expect(log).toEqual(['started 1']);
    await kept.close();
  });

  it('starts no more once it is closed', async () => {
    const { log, start } = fakeWorkers(Number.POSITIVE_INFINITY);
    const kept = keepWorker(start, () => undefined, 5);
    await kept.close();
    const before = [...log];
    await sleep(30);
    expect(log).toEqual(before);
  });

  it('says what goes wrong when a broken one is closed', async () => {
    const said: string[] = [];
    const { start } = fakeWorkers(1);
    let first = true;
    const kept = keepWorker(
      () => {
        const worker = start();
        if (!first) return worker;
        first = false;
        return { ...worker, close: () => Promise.reject(new Error('no pool')) };
      },
      (error) => said.push(error.message),
      1,
    );
    while (said.length === 0) await sleep(1);
    await kept.close();
    expect(said).toEqual(['no pool']);
  });
});
