import { createServer } from 'node:http';
import { listen } from '../../playground/listen.ts';

/** The response_urls of taps, to which replacements of messages are posted. */
export interface ResponseAddresses {
  /** The response_url of a tap. */
  of(tap: number): string;
  /**
   * Resolves when a message was posted to a tap's response_url; rejects when that takes too long. Call it before the
   * tap.
   */
  replaced(tap: number): Promise<void>;
  close(): void;
}

const TIMEOUT_MS = 20_000;

/** Serves response_urls in this process, so that the sender of a tap knows when its message was replaced. */
export async function serveResponseAddresses(): Promise<ResponseAddresses> {
  const waiting = new Map<string, () => void>();
  const server = createServer((request, response) => {
    request.resume();
    request.once('end', () => {
      response.end('ok');
      waiting.get(request.url ?? '')?.();
      waiting.delete(request.url ?? '');
    });
  });
  server.keepAliveTimeout = 120_000;
  const url = await listen(server, 0);
  return {
    of: (tap) => `${url}/respond/${tap}`,
    replaced: (tap) =>
      new Promise((resolve, reject) => {
        const late = setTimeout(() => reject(new Error('a message was not replaced in time')), TIMEOUT_MS);
        waiting.set(`/respond/${tap}`, () => {
          clearTimeout(late);
          resolve();
        });
      }),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
