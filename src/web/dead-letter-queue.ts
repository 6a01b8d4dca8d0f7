import { BaseAdapter } from '@bull-board/api/dist/queueAdapters/base.js';
import type { JobCounts, JobStatus, QueueJob, QueueMetrics, Status } from '@bull-board/api/dist/types.js';
import type { DeadLetter, DeadLetterStore } from '../outbox/dead-letters.ts';

/** The oldest are shown. */
const SHOWN = 1_000;

/**
 * Messages that were given up, as one more queue on the board: they are rows of the outbox, not jobs. Bull Board takes
 * a subclass only. It can be looked at; `polsslag queue` acts on it.
 */
export class DeadLetterQueue extends BaseAdapter {
  readonly #store: Pick<DeadLetterStore, 'failed'>;

  constructor(store: Pick<DeadLetterStore, 'failed'>) {
    super('bull', { readOnlyMode: true, allowRetries: false, description: 'Messages that were given up, and why' });
    this.#store = store;
  }

  getName(): string {
    return 'dead-letters';
  }
  getStatuses(): Status[] {
    return ['latest', 'failed'];
  }
  getJobStatuses(): JobStatus[] {
    return ['failed'];
  }
  async getJobCounts(): Promise<JobCounts> {
    return { ...NO_JOBS, failed: (await this.#store.failed(SHOWN)).length };
  }
  async getJobs(_statuses: JobStatus[], start = 0, end = SHOWN - 1): Promise<QueueJob[]> {
    return (await this.#store.failed(Math.min(end + 1, SHOWN))).slice(start).map(asJob);
  }
  async getJob(id: string): Promise<QueueJob | null> {
    const found = (await this.#store.failed(SHOWN)).find((letter) => letter.id === id);
    return found ? asJob(found) : null;
  }
  async getJobLogs(): Promise<string[]> {
    return [];
  }
  async getMetrics(): Promise<QueueMetrics> {
    return { meta: { count: 0, prevTS: 0, prevCount: 0 }, data: [], count: 0 };
  }
  async getRedisInfo(): Promise<null> {
    return null;
  }
  async isPaused(): Promise<boolean> {
    return false;
  }
  async getJobSchedulers(): Promise<[]> {
    return [];
  }
  async getJobSchedulersCount(): Promise<number> {
    return 0;
  }
  async getGlobalConcurrency(): Promise<null> {
    return null;
  }

  async clean(): Promise<never> {
    return refuse();
  }
  async addJob(): Promise<never> {
    return refuse();
  }
  async pause(): Promise<never> {
    return refuse();
  }
  async resume(): Promise<never> {
    return refuse();
  }
  async empty(): Promise<never> {
    return refuse();
  }
  async obliterate(): Promise<never> {
    return refuse();
  }
  async promoteAll(): Promise<never> {
    return refuse();
  }
  async removeJobScheduler(): Promise<never> {
    return refuse();
  }
  async updateJobScheduler(): Promise<never> {
    return refuse();
  }
  async runJobSchedulerNow(): Promise<never> {
    return refuse();
  }
  async setGlobalConcurrency(): Promise<never> {
    return refuse();
  }
}

const NO_JOBS: JobCounts = {
  latest: 0,
  active: 0,
  waiting: 0,
  'waiting-children': 0,
  prioritized: 0,
  completed: 0,
  failed: 0,
  delayed: 0,
  paused: 0,
};

function asJob({ id, kind, lane, reason, attempts, createdAt, notAfter }: DeadLetter): QueueJob {
  return {
    opts: {},
    getState: async () => 'failed',
    promote: refuse,
    remove: refuse,
    retry: refuse,
    toJSON: () => ({
      id,
      name: kind,
      data: { lane, notAfter: notAfter.toISOString() },
      failedReason: reason,
      attemptsMade: attempts,
      timestamp: createdAt.getTime(),
      progress: 0,
      stacktrace: null,
      returnvalue: null,
      opts: {},
    }),
  };
}

async function refuse(): Promise<never> {
  throw new Error('The board is for looking only: use polsslag queue.');
}
