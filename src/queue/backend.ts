import {
  createPostgresBackend,
  type Job,
  type PostgresConnectionOptions,
  type PostgresQueueBackend,
  Queue,
  type Telemetry,
  Worker,
} from 'bullmq';
import pTimeout from 'p-timeout';
import type pg from 'pg';
import { PolsslagError } from '../errors.ts';
import { QUEUE_NAMES } from './define-job.ts';
import { keepWorker } from './keep-worker.ts';
import { openRedis, type RedisClient, tryRedis } from './redis.ts';
import { createRests } from './rests.ts';

type QueueName = (typeof QUEUE_NAMES)[number];

/** Where the queue is stored. `url` for Redis: one node, or several nodes of a cluster separated by commas. */
export interface QueueSettings {
  readonly kind: 'redis' | 'postgres';
  readonly url: string;
}

/** A job carries only ids and counts, by name. */
export type JobPayload = { readonly [key: string]: string | number };

type JobQueue =
  | Queue<JobPayload, void, string>
  | Queue<JobPayload, void, string, JobPayload, void, string, PostgresQueueBackend, PostgresConnectionOptions>;

/** A running worker of one queue. */
interface QueueWorker {
  /** Takes no new jobs for this long, in milliseconds, so that other workers do; jobs under way go on. */
  rest(milliseconds: number): void;
  /** Takes no more jobs, and waits for those under way. */
  close(): Promise<void>;
}

interface WorkerSettings {
  /** Jobs at a time. */
  readonly concurrency: number;
  readonly onError: (error: Error) => void;
}

/** BullMQ on Redis or on PostgreSQL, used in the same way. */
export interface QueueBackend {
  readonly kind: QueueSettings['kind'];
  /** The queue with this name; always the same object. */
  queue(name: QueueName): JobQueue;
  worker(
    name: QueueName,
    handler: (job: string, payload: unknown) => Promise<void>,
    settings: WorkerSettings,
  ): QueueWorker;
  /** Resolves when the queue works. @throws PolsslagError UNAVAILABLE, or the client's error, when it does not */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** The braces put all keys in one hash slot, so that BullMQ's scripts run on a Redis Cluster. */
const KEY_PREFIX = '{polsslag}';
/** Where BullMQ keeps its tables in PostgreSQL. */
const SCHEMA = 'bullmq';
/** How long the server may take to answer `ping`, in milliseconds. */
const TIMEOUT_MS = 2_000;
/** How long Redis may take to answer when a worker ends, in milliseconds. After that it counts as away. */
const END_ANSWER_MS = 1_000;
/**
 * How long a statement of the queue, or opening a connection, may take in milliseconds. After that it is abandoned,
 * because the other end may be gone.
 */
const ANSWER_MS = 30_000;
/**
 * In milliseconds. After a crash, a worker's jobs go to another one within the sum of the first two. A worker whose
 * server was away tries again after the third.
 */
const WAITS = { lockDuration: 10_000, stalledInterval: 5_000, runRetryDelay: 1_000 };

/**
 * Opens the queue without waiting for its server.
 * @param onError told of lost connections, which are restored automatically
 * @param telemetry OpenTelemetry through bullmq-otel, when that is configured
 */
export function openQueueBackend(
  settings: QueueSettings,
  onError: (error: Error) => void,
  telemetry?: Telemetry,
): QueueBackend {
  const traced = telemetry ? { telemetry } : {};
  return settings.kind === 'redis'
    ? openRedisBackend(settings.url, onError, traced)
    : openPostgresBackend(settings.url, onError, traced);
}

interface Traced {
  readonly telemetry?: Telemetry;
}

function openRedisBackend(url: string, onError: (error: Error) => void, traced: Traced): QueueBackend {
  // Producers must learn quickly that the server is away; workers wait for it as long as it takes.
  const forQueues = openRedis(url, 1, onError);
  let forWorkers: RedisClient | null = null;
  // Workers share a connection and end together. If the connection is lost while they do, BullMQ would wait for a new
  // one for as long as Redis is away, and ioredis never says that it gave up the attempt.
  const ending = new AbortController();
  const queues = keepQueues(
    (name) => new Queue(name, { connection: forQueues, prefix: KEY_PREFIX, ...traced }),
    onError,
  );
  return {
    kind: 'redis',
    queue: queues.get,
    worker(name, handler, { concurrency, onError: report }) {
      forWorkers ??= openRedis(url, null, onError, { ending: ending.signal });
      const connection = forWorkers;
      const options = { connection, prefix: KEY_PREFIX, concurrency, ...WAITS, ...traced };
      const underWay = new Set<Promise<void>>();
      const worker = new Worker(
        name,
        processor(
          () => queues.get(name),
          (job, payload) => {
            const work = handler(job, payload).finally(() => underWay.delete(work));
            underWay.add(work);
            return work;
          },
        ),
        options,
      );
      worker.on('error', report);
      const rests = createRests(() => worker, report);
      return {
        rest: rests.rest,
        close: async () => {
          rests.end();
          ending.abort();
          // While Redis is away BullMQ would wait for it even with no job under way, so only our own jobs are waited
          // for. Redis is asked, because a connection that was just cut still counts as ready.
          const isThere = connection.status === 'ready' && (await answers(connection));
          if (!isThere) await Promise.allSettled(underWay);
          await worker.close(!isThere);
        },
      };
    },
    ping: async () => {
      await answerWithin(TIMEOUT_MS, tryRedis(forQueues, KEY_PREFIX));
    },
    async close() {
      // A queue that never reached its server would wait for it even now; closing the connection ends that.
      await answerWithin(TIMEOUT_MS, queues.close()).catch(onError);
      forQueues.disconnect();
      forWorkers?.disconnect();
    },
  };
}

/** Whether Redis answers within `END_ANSWER_MS`. */
function answers(connection: RedisClient): Promise<boolean> {
  return answerWithin(END_ANSWER_MS, connection.ping()).then(
    () => true,
    () => false,
  );
}

function openPostgresBackend(url: string, onError: (error: Error) => void, traced: Traced): QueueBackend {
  const onConnect = async (client: pg.ClientBase) => {
    // Without a listener, losing a connection that BullMQ has borrowed would end the process.
    client.on('error', onError);
    await client.query(`SELECT set_config('search_path', '${SCHEMA}', false)`);
  };
  const limits = { query_timeout: ANSWER_MS, connectionTimeoutMillis: ANSWER_MS, keepAlive: true };
  const connectionString = withOwnOptionsOnly(url);
  const connection = { connectionString, schema: SCHEMA, migrate: true, max: 3, onConnect, ...limits };
  const queues = keepQueues((name) => {
    const queue = new Queue(name, { connection, ...traced }, createPostgresBackend);
    queue.waitUntilReady().catch(() => queues.drop(name, queue));
    return queue;
  }, onError);
  return {
    kind: 'postgres',
    queue: queues.get,
    worker(name, handler, { concurrency, onError: report }) {
      const options = { connection, concurrency, ...WAITS, ...traced };
      const start = () => {
        const worker = new Worker(
          name,
          processor(() => queues.get(name), handler),
          options,
          createPostgresBackend,
        );
        worker.on('error', report);
        return worker;
      };
      const kept = keepWorker(start, onError);
      const rests = createRests(kept.current, report);
      return {
        rest: rests.rest,
        close: () => {
          rests.end();
          return kept.close();
        },
      };
    },
    ping: async () => {
      const counts = QUEUE_NAMES.map((name) => queues.get(name).getJobCounts('waiting'));
      await answerWithin(TIMEOUT_MS, Promise.all(counts));
    },
    close: () => answerWithin(TIMEOUT_MS, queues.close()).catch(onError),
  };
}

/**
 * BullMQ asks for its schema while it connects, and a pooler such as PgBouncer refuses whoever does. The options in an
 * address replace those that BullMQ gives, also when they are empty.
 */
function withOwnOptionsOnly(url: string): string {
  const address = new URL(url);
  if (!address.searchParams.has('options')) address.searchParams.set('options', '');
  return address.href;
}

/**
 * Wraps the handler. It also removes repeated jobs that an earlier version scheduled: the queue would repeat them
 * forever.
 */
function processor(queue: () => JobQueue, handler: (job: string, payload: unknown) => Promise<void>) {
  return async ({ name, data, repeatJobKey }: Job<unknown, void, string>): Promise<void> => {
    if (repeatJobKey !== undefined) await queue().removeJobScheduler(repeatJobKey);
    await handler(name, data);
  };
}

function keepQueues<Q extends JobQueue>(open: (name: QueueName) => Q, onError: (error: Error) => void) {
  const queues = new Map<QueueName, Q>();
  return {
    get(name: QueueName): Q {
      const known = queues.get(name);
      if (known) return known;
      const queue = open(name);
      queue.on('error', onError);
      queues.set(name, queue);
      return queue;
    },
    /** The next caller gets a new queue. */
    drop(name: QueueName, queue: Q): void {
      if (queues.get(name) === queue) queues.delete(name);
      queue.close().catch(onError);
    },
    async close(): Promise<void> {
      await Promise.all([...queues.values()].map((queue) => queue.close()));
    },
  };
}

/**
 * Gives up waiting, but does not cancel the work: BullMQ waits for an absent server as long as it takes.
 * @throws PolsslagError UNAVAILABLE when the time is over
 */
export function answerWithin<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  const message = new PolsslagError(
    'UNAVAILABLE',
    'The queue does not answer: check that its server runs, and that its address is right.',
  );
  return pTimeout(work, { milliseconds, message });
}
