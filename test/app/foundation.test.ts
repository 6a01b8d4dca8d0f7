import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BullMQOtel } from 'bullmq-otel';
import pino from 'pino';
import { openFoundation } from '../../src/app/foundation.ts';
import { readConfig } from '../../src/config.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { listen, stopListening } from '../listen.ts';
import { waitUntil } from '../wait-until.ts';

/** Each span is sent as soon as it ends. */
const ONE_AT_A_TIME = { OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '1' };
const NAME = 'foundation_that_fails';

let test: TestDatabase;
let spans = 0;
const collector = createServer((_request, response) => {
  spans += 1;
  response.setHeader('content-type', 'application/json').end('{}');
});

beforeAll(async () => {
  Object.assign(process.env, ONE_AT_A_TIME);
  test = await createTestDatabase();
});
afterAll(async () => {
  for (const name of Object.keys(ONE_AT_A_TIME)) delete process.env[name];
  await stopListening(collector);
  await test.drop();
});

describe('a foundation whose queue cannot be opened', () => {
  it('leaves no connection to the database, and no traces that are still sent', async () => {
    const url = new URL(test.url);
    url.searchParams.set('application_name', NAME);
    const config = {
      ...readConfig({ DATABASE_URL: url.href, OTEL_EXPORTER_OTLP_ENDPOINT: await listen(collector) }),
      // The name of a user that cannot be decoded.
      redisUrls: ['redis://%E0@127.0.0.1:1', 'redis://127.0.0.1:1'],
    };
    await expect(openFoundation(config, null, pino({ level: 'silent' }))).rejects.toThrow(URIError);
    await waitUntil(async () => {
      const [row] = await test.database.prisma.$queryRaw<{ count: number }[]>`
        SELECT count(*)::int AS count FROM pg_stat_activity WHERE application_name = ${NAME}`;
      return row?.count === 0;
    });
    new BullMQOtel({ tracerName: NAME }).tracer.startSpan('late').end();
    await sleep(300);
    expect(spans).toBe(0);
  });
});
