import { Agent, createServer, type IncomingHttpHeaders, request } from 'node:http';
import { listen, stopListening } from '../../playground/listen.ts';

/** A signed request from a platform to the app. */
export interface SignedRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The answer to a request. */
export interface SignedResponse {
  /** 0 when the connection failed. */
  readonly status: number;
  readonly answer: string;
  /** Milliseconds from sending the request to the end of the answer. */
  readonly ms: number;
}

/** An answer to a tap that Teams accepts; Slack needs none. */
const TEAMS_ACK = JSON.stringify({
  statusCode: 200,
  type: 'application/vnd.microsoft.activity.message',
  value: 'caught',
});
/** Headers that belong to a connection and not to the request. */
const HOP_BY_HOP_HEADERS = new Set(['connection', 'host', 'content-length', 'transfer-encoding', 'expect']);

/** Serves in the place of the app, and keeps the requests that arrive. */
export async function captureRequests() {
  const captured: SignedRequest[] = [];
  const waiting: ((request: SignedRequest) => void)[] = [];
  const server = createServer((incoming, response) => {
    const pieces: Buffer[] = [];
    incoming.on('data', (piece: Buffer) => pieces.push(piece));
    incoming.once('end', () => {
      const one = {
        path: incoming.url ?? '/',
        headers: endToEndHeaders(incoming.headers),
        body: Buffer.concat(pieces).toString(),
      };
      const next = waiting.shift();
      if (next) next(one);
      else captured.push(one);
      response.end(one.headers['x-slack-signature'] === undefined ? TEAMS_ACK : '');
    });
  });
  const url = await listen(server, 0);
  return {
    url,
    next: (): Promise<SignedRequest> => {
      const known = captured.shift();
      return known ? Promise.resolve(known) : new Promise((resolve) => waiting.push(resolve));
    },
    close: () => stopListening(server),
  };
}

function endToEndHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const kept = Object.entries(headers).filter(([name]) => !HOP_BY_HOP_HEADERS.has(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, String(value)]));
}

/** Sends all requests at the same moment, each over its own connection. */
export async function sendConcurrently(
  url: string,
  requests: readonly SignedRequest[],
): Promise<readonly SignedResponse[]> {
  const agent = new Agent({ keepAlive: false, maxSockets: Number.POSITIVE_INFINITY });
  const answers = await Promise.all(requests.map((each) => send(url, each, agent)));
  agent.destroy();
  return answers;
}

function send(url: string, { path, headers, body }: SignedRequest, agent: Agent): Promise<SignedResponse> {
  const begun = performance.now();
  return new Promise((resolve) => {
    const over = (status: number, answer: string) => resolve({ status, answer, ms: performance.now() - begun });
    const options = { method: 'POST', agent, headers: { ...headers, 'content-length': Buffer.byteLength(body) } };
    const sent = request(new URL(path, url), options, (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.once('error', () => over(0, ''));
      response.once('end', () => over(response.statusCode ?? 0, Buffer.concat(pieces).toString()));
    });
    sent.once('error', () => over(0, ''));
    sent.end(body);
  });
}
