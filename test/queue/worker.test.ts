import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { z } from 'zod';
import type { QueueBackend } from '../../src/queue/backend.ts';
import { handleJob } from '../../src/queue/define-job.ts';
import { startWorkers } from '../../src/queue/worker.ts';

const failing = {
  name: 'failing',
  queue: 'background',
  payload: z.strictObject({}),
  schedule: { everyMs: 50 },
} as const;

/** A queue whose server is away: each of its connections reports that over and over. */
const AWAY: Pick<QueueBackend, 'worker'> = {
  worker: (_name, _handler, { onError }) => {
    const timer = setInterval(() => onError(Object.assign(new Error('away'), { code: 'ECONNREFUSED' })), 50);
    return { rest: () => undefined, close: async () => clearInterval(timer) };
  },
};

it('does not fill the log while the server of the queue is away: each trouble is told once', async () => {
  const lines: string[] = [];
  const write = (trouble: unknown, what?: string) => void lines.push(JSON.stringify([what, trouble]));
  const fails = handleJob(failing, () => Promise.reject(new Error('it has no queue')));
  const workers = startWorkers(AWAY, [fails], { log: { info: write, warn: write, error: write } });
  await sleep(1_000);
  await workers.stop();
  expect(lines.toSorted()).toEqual([
    '["job failed",{"job":"failing","code":"Error"}]',
    '["queue trouble",{"code":"ECONNREFUSED"}]',
  ]);
});
