import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { startTelemetry } from '../../src/app/telemetry.ts';
import { createLog } from '../../src/log.ts';
import { openQueueBackend } from '../../src/queue/backend.ts';
import { handleJob, type JobDefinition } from '../../src/queue/define-job.ts';
import { createProducer } from '../../src/queue/producer.ts';
import { startWorkers } from '../../src/queue/worker.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { listen, stopListening } from '../listen.ts';
import { waitUntil } from '../wait-until.ts';

/** A collector that accepts everything and never answers. */
let collector: Server;
let collectorUrl: string;
let asked = 0;
let test: TestDatabase;

/** The library's own limits when we set none: stopping would take an hour. */
const LIBRARY_LIMITS = { OTEL_EXPORTER_OTLP_TIMEOUT: '3600000', OTEL_BSP_EXPORT_TIMEOUT: '3600000' };

beforeAll(async () => {
  Object.assign(process.env, LIBRARY_LIMITS);
  test = await createTestDatabase();
  collector = createServer(() => {
    asked += 1;
  });
  collectorUrl = await listen(collector);
});
afterAll(async () => {
  collector.closeAllConnections();
  await stopListening(collector);
  for (const name of Object.keys(LIBRARY_LIMITS)) delete process.env[name];
  await test.drop();
});

const noteJob: JobDefinition<{ id: string }> = {
  name: 'note',
  queue: 'background',
  payload: z.strictObject({ id: z.string() }),
  schedule: null,
};

describe('telemetry with a collector that hangs', () => {
  it('keeps no job and no stopping process waiting', async () => {
    const telemetry = await startTelemetry(collectorUrl);
    const backend = openQueueBackend({ kind: 'postgres', url: test.url }, () => undefined, telemetry.queue);
    const done: string[] = [];
    const jobs = [handleJob(noteJob, async ({ id }) => void done.push(id))];
    const workers = startWorkers(backend, jobs, { log: createLog('silent') });
    await createProducer(backend).enqueue(noteJob, { id: 'a' });
    await waitUntil(() => done.length === 1);
    await workers.stop();
    await backend.close();
    await telemetry.stop();
    expect(asked).toBeGreaterThan(0);
  });
});
