import { randomBytes, randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import type { AppAttempt, AppRequest } from './app-request.ts';

const PING_EVERY_MS = 10_000;
const CLOSE_WITHIN_MS = 200;

const ackSchema = z.object({ envelope_id: z.string(), payload: z.unknown().optional() });

interface Retry {
  attempt: number;
  reason: string;
}

export type SocketServer = ReturnType<typeof createSocketServer>;

/**
 * Socket Mode (docs.slack.dev/apis/events-api/using-socket-mode). A ticket from apps.connections.open opens one
 * WebSocket, `hello` comes first, and every envelope waits for its acknowledgement.
 */
export function createSocketServer(options: { server: Server; appId: string; baseUrl: () => string }) {
  const sockets = new Set<WebSocket>();
  const tickets = new Set<string>();
  const waiting = new Map<string, (ack: { payload?: unknown }) => void>();
  const wss = new WebSocketServer({ noServer: true });

  options.server.on('upgrade', (request, socket, head) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (url.pathname !== '/link/' || !tickets.delete(url.searchParams.get('ticket') ?? '')) {
      socket.end('HTTP/1.1 408 Request Timeout\r\n\r\n');
      return;
    }
    wss.handleUpgrade(request, socket, head, welcome);
  });

  function welcome(socket: WebSocket) {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('message', (data) => acknowledge(data));
    socket.send(helloOf(options.appId, sockets.size));
  }

  function acknowledge(data: RawData) {
    const ack = ackSchema.safeParse(parseJson(data.toString()));
    if (ack.success) waiting.get(ack.data.envelope_id)?.(ack.data);
  }

  function waitForAck(envelopeId: string, withinMs: number): Promise<{ payload?: unknown } | null> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(null), withinMs);
      timer.unref();
      waiting.set(envelopeId, (received) => {
        clearTimeout(timer);
        resolve(received);
      });
    });
  }

  const pings = setInterval(() => {
    for (const socket of sockets) socket.ping();
  }, PING_EVERY_MS);
  pings.unref();

  return {
    connected: () => sockets.size > 0,
    ticketUrl(): string {
      const ticket = randomBytes(16).toString('hex');
      tickets.add(ticket);
      return `${options.baseUrl().replace('http', 'ws')}/link/?ticket=${ticket}&app_id=${options.appId}`;
    },
    /** Sends one request as an envelope over the oldest connection, and waits for its acknowledgement. */
    async send(request: AppRequest, retry: Retry | null, ackWithinMs: number): Promise<AppAttempt> {
      const [socket] = sockets;
      if (!socket) return { status: null, problem: 'connection_failed', answer: null };
      const envelopeId = randomUUID();
      const ack = waitForAck(envelopeId, ackWithinMs);
      socket.send(envelopeOf(envelopeId, request, retry));
      const received = await ack;
      waiting.delete(envelopeId);
      if (!received) return { status: null, problem: 'http_timeout', answer: null };
      return { status: 200, problem: null, answer: received.payload ?? null };
    },
    /** Asks the app to open another connection, as Slack does every few hours. */
    refresh(): void {
      for (const socket of sockets) socket.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested' }));
    },
    close(): void {
      clearInterval(pings);
      for (const socket of sockets) {
        socket.close(1001);
        setTimeout(() => socket.terminate(), CLOSE_WITHIN_MS);
      }
      wss.close();
    },
  };
}

function helloOf(appId: string, connections: number): string {
  return JSON.stringify({
    type: 'hello',
    num_connections: connections,
    connection_info: { app_id: appId },
    debug_info: { host: 'playground', approximate_connection_time: 18_060 },
  });
}

function envelopeOf(id: string, { kind, payload }: AppRequest, retry: Retry | null): string {
  const isEvent = kind === 'events_api';
  return JSON.stringify({
    type: kind,
    envelope_id: id,
    payload,
    accepts_response_payload: !isEvent,
    ...(isEvent && { retry_attempt: retry?.attempt ?? 0, retry_reason: retry?.reason ?? '' }),
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
