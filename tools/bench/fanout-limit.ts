import { WebClient } from '@slack/web-api';
import { Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { z } from 'zod';
import { webClientOptions } from '../../src/platforms/slack/client.ts';
import type { renderMessage } from '../../src/platforms/slack/render.ts';
import { LIMIT_QUEUE, limitJobSchema } from './fanout-queue.ts';
import { BOT_TOKEN, processOptionsSchema } from './process-options.ts';
import { serveParent } from './serve-parent.ts';

/*
 * The limit: a bare BullMQ worker that makes the same HTTP call with the same client, transport and settings (such as
 * the time-out). It has no database, no rate limits and no recovery from crashes, and the message is rendered
 * beforehand.
 */

const CONCURRENCY = 50;
const startSchema = processOptionsSchema.extend({ message: z.custom<ReturnType<typeof renderMessage>>() });

let worker: Worker | null = null;
let connection: Redis | null = null;

async function start(input: unknown): Promise<void> {
  const { redisUrl, slackUrl, message } = startSchema.parse(input);
  const log = pino({ level: 'silent' });
  const client = new WebClient(
    BOT_TOKEN,
    webClientOptions({ slackApiUrl: `${slackUrl}/api/`, timeoutMs: 10_000, log }),
  );
  connection = new Redis(redisUrl, { maxRetriesPerRequest: null });
  worker = new Worker(
    LIMIT_QUEUE,
    async ({ data }) => {
      const { channel, metadata } = limitJobSchema.parse(data);
      await client.chat.postMessage({ ...message, channel, metadata, unfurl_links: false, unfurl_media: false });
    },
    { connection, concurrency: CONCURRENCY, removeOnComplete: { count: 0 } },
  );
  await worker.waitUntilReady();
}

serveParent({ start }, async () => {
  await worker?.close();
  connection?.disconnect();
});
