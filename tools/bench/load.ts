import { Agent, request } from 'node:http';
import type { TapRequest } from './ack-taps.ts';
import type { ResponseAddresses } from './response-addresses.ts';

/** How long a number of taps took. */
interface LoadResult {
  readonly seconds: number;
  /** The time from sending each tap to its acknowledgement, in milliseconds. */
  readonly latencies: readonly number[];
}

/**
 * Sends every tap once, over a fixed number of connections. Like a teacher, a connection sends the next tap after the
 * previous one was acknowledged and its message replaced.
 * @throws Error when a tap is not acknowledged with 200
 */
export async function tapAll(
  url: string,
  taps: readonly TapRequest[],
  connections: number,
  addresses: ResponseAddresses,
): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const latencies: number[] = [];
  const queue = taps.values();
  async function work(): Promise<void> {
    for (const tap of queue) {
      const replaced = addresses.replaced(tap.number);
      const begun = performance.now();
      await send(url, tap, agent);
      latencies.push(performance.now() - begun);
      await replaced;
    }
  }
  const begun = performance.now();
  await Promise.all(Array.from({ length: connections }, work));
  const seconds = (performance.now() - begun) / 1_000;
  agent.destroy();
  return { seconds, latencies };
}

function send(url: string, { headers, body }: TapRequest, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      { method: 'POST', agent, headers: { ...headers, 'content-length': Buffer.byteLength(body) } },
      (response) => {
        response.resume();
        response.once('error', reject);
        response.once('end', () => {
          if (response.statusCode === 200) resolve();
          else reject(new Error(`a tap was answered with ${response.statusCode}`));
        });
      },
    );
    sent.once('error', reject);
    sent.end(body);
  });
}
