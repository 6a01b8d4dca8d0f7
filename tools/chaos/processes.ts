import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ProcessOptions, readySchema } from './process-options.ts';

type Role = ProcessOptions['role'];

/** A process that has said that it is ready. */
export interface ReadyProcess {
  readonly name: string;
  readonly role: Role;
  readonly url: string;
}

/** The product's processes. One that ends is replaced, as whoever runs it would. */
export interface Processes {
  /** How many there are, ready or not. */
  readonly count: number;
  ready(): readonly ReadyProcess[];
  /** Ends it as a power cut would, and starts another one in its place. */
  kill(name: string): void;
  /** Those that ended by themselves after they were ready. */
  readonly crashed: readonly string[];
  /** Ends all of them the way an operator does; by force when that takes too long. */
  stop(): Promise<void>;
}

interface Started {
  readonly child: ChildProcess;
  readonly role: Role;
  url: string | null;
}

// Compiled when this is.
const FILE = fileURLToPath(new URL(`./worker-process${path.extname(import.meta.url)}`, import.meta.url));
/** The product promises to stop within ten seconds. */
const STOP_TIMEOUT_MS = 12_000;

/** The most processes that have loaded the program and wait to be told what to be: loading is not what is tried here. */
const SPARES = 2;

/**
 * @param settingFor what a process of this name is told
 * @param kills how many will be killed: no more are loaded than come into use
 * @param say hears who is ready
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

  // What started this process (tsx) starts the child too: its options are inherited.
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
      // Already gone from the list when it was killed on purpose.
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
  // A process stops when nobody is left who started it.
  if (child.connected) child.disconnect();
  const late = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
  await ended;
  clearTimeout(late);
}
