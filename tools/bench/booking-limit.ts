import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import pg from 'pg';
import { z } from 'zod';
import { listen } from '../../playground/listen.ts';
import { serveParent } from './serve-parent.ts';

/*
 * The limit of a burst: a bare server that checks Slack's signature, does one INSERT of the same slot under the same
 * constraints, acknowledges, and posts the tapped message to the response_url. It does not check Teams' tokens; Teams
 * gets an answer of the same size.
 */

const POOL_SIZE = 10;
const startSchema = z.object({
  databaseUrl: z.string(),
  signingSecret: z.string(),
  slot: z.object({
    hourId: z.string(),
    supervisorId: z.string(),
    teacherId: z.string(),
    begins: z.string(),
    ends: z.string(),
  }),
});
const slackPayload = z.object({
  response_url: z.string(),
  message: z.object({ text: z.string(), blocks: z.unknown() }),
});

let pool: pg.Pool | null = null;
const server = createServer();

async function start({ databaseUrl, signingSecret, slot }: z.infer<typeof startSchema>): Promise<string> {
  const connections = new pg.Pool({ connectionString: databaseUrl, max: POOL_SIZE });
  pool = connections;
  const { hourId, supervisorId, teacherId, begins, ends } = slot;
  server.on('request', async (request, response) => {
    const body = await read(request);
    const isSlack = request.url === '/slack/events';
    if (isSlack && !isSigned(request, body, signingSecret)) {
      response.writeHead(401).end();
      return;
    }
    await connections.query({
      name: 'book',
      text: `INSERT INTO "Appointment" ("hourId", "supervisorId", "teacherId", begins, ends, "createdAt")
             VALUES ($1, $2, $3, $4, $5, now()) ON CONFLICT DO NOTHING`,
      values: [hourId, supervisorId, teacherId, begins, ends],
    });
    response.end(isSlack ? '' : body);
    if (isSlack) await showAgain(new URLSearchParams(body).get('payload') ?? '');
  });
  return listen(server, 0);
}

async function read(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

function isSigned({ headers }: IncomingMessage, body: string, secret: string): boolean {
  const base = `v0:${headers['x-slack-request-timestamp']}:${body}`;
  const wanted = Buffer.from(`v0=${createHmac('sha256', secret).update(base).digest('hex')}`);
  const given = Buffer.from(String(headers['x-slack-signature']));
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

async function showAgain(payload: string): Promise<void> {
  const { response_url: url, message } = slackPayload.parse(JSON.parse(payload));
  const { text, blocks } = message;
  const body = JSON.stringify({ replace_original: true, text, blocks });
  await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
}

serveParent({ start: async (input) => ({ url: await start(startSchema.parse(input)) }) }, async () => {
  server.closeAllConnections();
  server.close();
  await pool?.end();
});
