import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ProcessOptions, readySchema } from './process-options.ts';

type Role = ProcessOptions['role'];

/** A process that has reported that it is ready. */
export interface ReadyProcess {
  readonly name: string;
  readonly role: Role;
  readonly url: string;
}

/** The product's processes. Each one that ends is replaced, as an operator would. */
export interface Processes {
  /** The number of processes, ready or not. */
  readonly count: number;
  ready(): readonly ReadyProcess[];
  /** Kills a process like a power cut, and starts another in its place. */
  kill(name: string): void;
  /** The processes that ended by themselves after they were ready. */
  readonly crashed: readonly string[];
  /** Stops all processes as an operator does, and kills those that take too long. */
  stop(): Promise<void>;
}

interface Started {
  readonly child: ChildProcess;
  readonly role: Role;
  url: string | null;
}

// This file is compiled when this one is.
const FILE = fileURLToPath(new URL(`./worker-process${path.extname(import.meta.url)}`, import.meta.url));
/** The product promises to stop within ten seconds. */
const STOP_TIMEOUT_MS = 12_000;

/** The most processes that are loaded in advance and wait for their options, because the run does not test loading. */
const SPARES = 2;

/**
 * Starts the product's processes.
 * @param roles one for each process
 * @param settingFor returns the options of a process by its name and role
 * @param kills how many processes will be killed, so that no more are loaded than are needed
 * @param say is told which process is ready
 */
export function startProcesses(
  roles: readonly Role[],
  settingFor: (name: string, role: Role) => ProcessOptions,
  { kills, say }: { readonly kills: number; say(line: string): void },
): Processes {
  const running = new Map<string, Started>();
  const spares: ChildProcess[] = [];
  const crashed: string[] = [];
  let count = 0;
  let stopping = false;

  // The child inherits the options of this process, such as a loader.
  const load = () => fork(FILE, { stdio: ['ignore', 2, 2, 'ipc'] });

  function start(role: Role): void {
    count += 1;
    const name = `${role}-${count}`;
    const child = spares.shift() ?? load();
    const started: Started = { child, role, url: null };
    running.set(name, started);
    child.send(settingFor(name, role));
    child.once('message', (message) => {
      started.url = readySchema.parse(message).url;
      say(`${name} is ready`);
    });
    child.once('exit', () => {
      // A process that was killed on purpose is not in the list any more.
      if (!running.delete(name) || stopping) return;
      if (started.url !== null) crashed.push(name);
      say(`${name} ended by itself`);
      start(role);
    });
    const toCome = roles.length + kills - count;
    while (spares.length < Math.min(SPARES, toCome)) spares.push(load());
  }

  for (const role of roles) start(role);
  return {
    count: roles.length,
    crashed,
    ready: () =>
      [...running].flatMap(([name, { role, url }]): ReadyProcess[] => (url === null ? [] : [{ name, role, url }])),
    kill(name) {
      const victim = running.get(name);
      if (!victim) return;
      running.delete(name);
      victim.child.kill('SIGKILL');
      start(victim.role);
    },
    async stop() {
      stopping = true;
      const children = [...running.values()].map(({ child }) => child);
      await Promise.all([...children, ...spares].map(stopChild));
    },
  };
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  // A process stops when its parent disconnects.
  if (child.connected) child.disconnect();
  const late = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
  await ended;
  clearTimeout(late);
}
