import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { z } from 'zod';

/** The queue of the bare worker. */
export const LIMIT_QUEUE = 'bench-limit';

export const limitJobSchema = z.object({
  channel: z.string(),
  metadata: z.object({ event_type: z.string(), event_payload: z.object({ key: z.string() }) }),
});
type LimitJob = z.infer<typeof limitJobSchema>;

/** A bare queue that can be filled while its workers are paused. */
export interface PausableQueue {
  fill(jobs: readonly LimitJob[]): Promise<void>;
  resume(): Promise<void>;
  close(): Promise<void>;
}

/** Opens a plain BullMQ queue. */
export async function openLimitQueue(redisUrl: string): Promise<PausableQueue> {
  const connection = new Redis(redisUrl);
  const queue = new Queue<LimitJob>(LIMIT_QUEUE, { connection });
  return {
    fill: async (jobs) => {
      await queue.pause();
      await queue.addBulk(jobs.map((data) => ({ name: 'send', data })));
    },
    resume: () => queue.resume(),
    close: async () => {
      await queue.close();
      connection.disconnect();
    },
  };
}
