import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { startTelemetry } from '../../src/app/telemetry.ts';
import { createLog } from '../../src/log.ts';
import { openQueueBackend } from '../../src/queue/backend.ts';
import { handleJob, type JobDefinition } from '../../src/queue/define-job.ts';
import { createProducer } from '../../src/queue/producer.ts';
import { startWorkers } from '../../src/queue/worker.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { until } from '../fakes/until.ts';
import { listen, stop } from '../platforms/teams/channel.ts';

/** A collector that was there once. */
let nowhere: string;
let test: TestDatabase;

beforeAll(async () => {
  test = await createTestDatabase();
  const server = createServer();
  nowhere = await listen(server);
  await stop(server);
});
afterAll(async () => {
  await test.drop();
});

const noteJob: JobDefinition<{ id: string }> = {
  name: 'note',
  queue: 'background',
  payload: z.strictObject({ id: z.string() }),
  schedule: null,
};

describe('telemetry without its collector', () => {
  it('keeps no job and no stopping process waiting', async () => {
    const telemetry = await startTelemetry(nowhere);
    const backend = openQueueBackend({ kind: 'postgres', url: test.url }, () => undefined, telemetry.queue);
    const done: string[] = [];
    const jobs = [handleJob(noteJob, async ({ id }) => void done.push(id))];
    const workers = startWorkers(backend, jobs, { log: createLog('silent') });
    await createProducer(backend).enqueue(noteJob, { id: 'a' });
    await until(() => done.length === 1);
    await workers.stop();
    await backend.close();
    // The library's own limit is ten seconds, ours two.
    const begun = performance.now();
    await telemetry.stop();
    expect(performance.now() - begun).toBeLessThan(8_000);
  });
});
