import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** A separate process for one side of a figure. */
export interface Child {
  readonly pid: number;
  /** Calls a task. @throws Error with the child's message when the task failed, or when the child ended */
  ask<T>(what: string, input: unknown, answer: z.ZodType<T>): Promise<T>;
  /** Stops the process; kills it when it does not end by itself. */
  stop(): Promise<void>;
}

const replySchema = z.union([
  z.object({ id: z.number(), value: z.unknown() }),
  z.object({ id: z.number(), failure: z.string() }),
]);

const STOP_TIMEOUT_MS = 12_000;

/** All children, so that none keeps running when a figure failed. */
const children = new Set<ChildProcess>();

/** @param name a file in this folder that calls `serveParent`, without its extension */
export function startChild(name: string): Child {
  // The child inherits the options of this process, such as a loader.
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

/**
 * Waits until all children have loaded, because loading would take processor time from the one that is measured.
 * @returns `work`
 */
export async function whenLoaded<T>(children: readonly Child[], work: T): Promise<T> {
  await Promise.all(children.map((child) => child.ask('ready', null, z.unknown())));
  return work;
}

/** Stops all children that are still running. */
export async function stopChildren(): Promise<void> {
  await Promise.all([...children].map(stop));
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  // A child ends when its parent disconnects.
  if (child.connected) child.disconnect();
  const timeout = new AbortController();
  const late = sleep(STOP_TIMEOUT_MS, 'late', { signal: timeout.signal }).catch(() => 'ended');
  if ((await Promise.race([ended, late])) === 'late') child.kill('SIGKILL');
  timeout.abort();
  await ended;
}
