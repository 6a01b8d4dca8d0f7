import { Agent, get } from 'node:http';
import { z } from 'zod';
import { serveParent } from './serve-parent.ts';

/*
 * Fetches the week's picture again and again, in a process of its own so that it does not slow down the sender of the
 * taps.
 */

const startSchema = z.object({ url: z.string(), fetchers: z.number() });
const counts = { fetches: 0 };
let fetching: Promise<unknown> = Promise.resolve();
let isOver = false;

async function fetchOn(url: string, agent: Agent): Promise<void> {
  while (!isOver) {
    await fetchOnce(url, agent);
    counts.fetches += 1;
  }
}

function fetchOnce(url: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = get(url, { agent }, (response) => {
      response.resume();
      response.once('error', reject);
      response.once('end', () => {
        if (response.statusCode === 200) resolve();
        else reject(new Error(`a picture was answered with ${response.statusCode}`));
      });
    });
    sent.once('error', reject);
  });
}

serveParent(
  {
    start: async (input) => {
      const { url, fetchers } = startSchema.parse(input);
      const agent = new Agent({ keepAlive: true, maxSockets: fetchers });
      Object.assign(counts, { fetches: 0 });
      isOver = false;
      fetching = Promise.all(Array.from({ length: fetchers }, () => fetchOn(url, agent))).finally(() =>
        agent.destroy(),
      );
      // A failure is reported to the caller of `end`.
      fetching.catch(() => undefined);
    },
    end: async () => {
      isOver = true;
      await fetching;
      return counts.fetches;
    },
  },
  async () => {
    isOver = true;
  },
);
