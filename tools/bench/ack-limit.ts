import { createServer } from 'node:http';
import bolt from '@slack/bolt';
import type { KnownBlock, MessageMetadata } from '@slack/types';
import pg from 'pg';
import { z } from 'zod';
import { listen } from '../../playground/listen.ts';
import { BOT_TOKEN, processOptionsSchema, SIGNING_SECRET } from './process-options.ts';
import { serveParent } from './serve-parent.ts';

/*
 * The limit: a bare Bolt app with the same signature check. Its handler does one INSERT into the same table,
 * acknowledges, and posts a message of the same size to the response_url.
 */

const POOL_SIZE = 10;
/** Longer than Slack's three seconds, so that on a busy machine a slow answer is measured and not lost. */
const TIMEOUT_MS = 20_000;
const valueSchema = z.object({
  person: z.string(),
  circle: z.string(),
  checkIn: z.string(),
  item: z.string(),
  value: z.string(),
});
const messageSchema = z.object({
  text: z.string(),
  blocks: z.array(z.custom<KnownBlock>()),
  metadata: z.custom<MessageMetadata>(),
});

let pool: pg.Pool | null = null;
const server = createServer();

async function start(databaseUrl: string): Promise<string> {
  const connections = new pg.Pool({ connectionString: databaseUrl, max: POOL_SIZE });
  pool = connections;
  const receiver = new bolt.ExpressReceiver({
    signingSecret: SIGNING_SECRET,
    endpoints: '/slack/events',
    unhandledRequestTimeoutMillis: TIMEOUT_MS,
  });
  const app = new bolt.App({
    receiver,
    authorize: async () => ({ botToken: BOT_TOKEN, botUserId: 'UBOT' }),
    logLevel: bolt.LogLevel.ERROR,
  });
  app.action<bolt.BlockButtonAction>({ type: 'block_actions' }, async ({ action, body, ack, respond }) => {
    const { person, circle, checkIn, item, value } = valueSchema.parse(JSON.parse(action.value ?? ''));
    await connections.query({
      name: 'answer',
      text: `INSERT INTO "Answer" ("personId", "checkInId", "circleId", item, value, week, "answeredAt", instrument, source)
             VALUES ($1, $2, $3, $4, $5, '2026-W47', $6, 'polsslag@1', 'chat')`,
      values: [person, checkIn, circle, item, Number(value), new Date()],
    });
    await ack();
    const { text, blocks, metadata } = messageSchema.parse(body.message);
    await respond({ replace_original: true, text, blocks, metadata });
  });
  server.on('request', receiver.app);
  return listen(server, 0);
}

serveParent(
  { start: async (input) => ({ url: await start(processOptionsSchema.parse(input).databaseUrl) }) },
  async () => {
    server.closeAllConnections();
    server.close();
    await pool?.end();
  },
);
