import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** A process of its own for one side of a figure. */
export interface Child {
  readonly pid: number;
  /** Has it do something. @throws Error with what the child said when it failed, or when it ended */
  ask<T>(what: string, input: unknown, answer: z.ZodType<T>): Promise<T>;
  /** Ends it, by force when it does not end by itself. */
  stop(): Promise<void>;
}

const replySchema = z.union([
  z.object({ id: z.number(), value: z.unknown() }),
  z.object({ id: z.number(), failure: z.string() }),
]);

const STOP_TIMEOUT_MS = 12_000;

/** All that were started, so that none goes on when a figure failed. */
const children = new Set<ChildProcess>();

/** @param name a file of this folder that calls `serveParent`, without its ending */
export function startChild(name: string): Child {
  // What started this process starts the child too: its options are inherited.
  const file = fileURLToPath(new URL(`./${name}${path.extname(import.meta.url)}`, import.meta.url));
  const child = fork(file, { stdio: ['ignore', 2, 2, 'ipc'] });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${name} did not start`);
  children.add(child);
  child.once('exit', () => children.delete(child));
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let lastId = 0;
  child.on('message', (message) => {
    const reply = replySchema.parse(message);
    const asker = waiting.get(reply.id);
    waiting.delete(reply.id);
    if ('failure' in reply) asker?.reject(new Error(`${name}: ${reply.failure}`));
    else asker?.resolve(reply.value);
  });
  child.once('exit', () => {
    for (const { reject } of waiting.values()) reject(new Error(`${name} ended`));
    waiting.clear();
  });
  return {
    pid,
    async ask(what, input, answer) {
      lastId += 1;
      const id = lastId;
      const value = await new Promise<unknown>((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        child.send({ id, what, input }, (error) => error && reject(new Error(`${name} ended`)));
      });
      return answer.parse(value);
    },
    stop: () => stop(child),
  };
}

/** Whoever has not loaded yet would take the machine from the one that is measured. @returns `work`, when all have loaded */
export async function whenLoaded<T>(children: readonly Child[], work: T): Promise<T> {
  await Promise.all(children.map((child) => child.ask('ready', null, z.unknown())));
  return work;
}

/** Ends what is still running. */
export async function stopChildren(): Promise<void> {
  await Promise.all([...children].map(stop));
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  // A child ends when nobody is left to work for.
  if (child.connected) child.disconnect();
  const timeout = new AbortController();
  const late = sleep(STOP_TIMEOUT_MS, 'late', { signal: timeout.signal }).catch(() => 'ended');
  if ((await Promise.race([ended, late])) === 'late') child.kill('SIGKILL');
  timeout.abort();
  await ended;
}
