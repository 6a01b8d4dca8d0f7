import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { pino } from 'pino';
import { z } from 'zod';
import { openQueueBackend } from '../../src/queue/backend.ts';
import { handleJob, type JobDefinition } from '../../src/queue/define-job.ts';
import { createProducer } from '../../src/queue/producer.ts';
import { startWorkers } from '../../src/queue/worker.ts';
import { createEmptyDatabase } from '../database.ts';
import { waitUntil } from '../wait-until.ts';

const noteJob: JobDefinition<{ id: string }> = {
  name: 'note',
  queue: 'background',
  payload: z.strictObject({ id: z.string() }),
  schedule: null,
};
const WAITING = `FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid() AND wait_event_type = 'Lock'`;

describe('a queue whose connections are cut while it starts', () => {
  it('keeps the process alive, and works once the database is back', async () => {
    const test = await createEmptyDatabase();
    const holder = new pg.Client({ connectionString: test.url });
    const watcher = new pg.Client({ connectionString: test.url });
    await Promise.all([holder.connect(), watcher.connect()]);
    // Processes that make the queue's schema wait for this transaction.
    await holder.query('BEGIN');
    await holder.query('CREATE SCHEMA bullmq');

    const seen: string[] = [];
    const backend = openQueueBackend({ kind: 'postgres', url: test.url }, () => undefined);
    const producer = createProducer(backend);
    const note = handleJob(noteJob, async ({ id }) => void seen.push(id));
    const workers = startWorkers(backend, [note], { log: pino({ level: 'silent' }) });
    const first = producer.enqueue(noteJob, { id: 'cut' }).catch(() => 'refused');
    try {
      await waitUntil(async () => Number((await watcher.query(`SELECT count(*) ${WAITING}`)).rows[0].count) >= 2);
      await watcher.query(`SELECT pg_terminate_backend(pid) ${WAITING}`);
      expect(await first).toBe('refused');
      await holder.query('ROLLBACK');

      await waitUntil(
        async () =>
          await backend.ping().then(
            () => true,
            () => false,
          ),
      );
      await producer.enqueue(noteJob, { id: 'back' });
      await waitUntil(() => seen.includes('back'));
    } finally {
      await workers.stop();
      await backend.close();
      await Promise.all([holder.end(), watcher.end()]);
      await test.drop();
    }
  });
});
