import { type Random, shuffled } from '../../src/measurement/random.ts';
import { pick } from './platform-faults.ts';
import type { Processes, ReadyProcess } from './processes.ts';
import type { WaitFor } from './task-group.ts';
import type { Traffic } from './traffic.ts';

/** What these faults act on. */
interface InfrastructureFaultPorts {
  readonly processes: Processes;
  readonly traffic: Traffic;
  readonly random: Random;
  readonly pause: WaitFor;
  /** Makes the next part of the teachers due, so that something is under way. */
  releaseTeachers(step: number): Promise<void>;
  /** Makes it likely that the next requests take a moment. */
  delayPosts(): void;
  restartQueue(): Promise<void>;
  cutConnections(): Promise<unknown>;
  /** Is told what happens, one line at a time. */
  say(line: string): void;
}

/** The share of the kills that wait for a process with a request under way. */
const AIMED_SHARE = 0.75;
const WORKER_SHARE = 0.7;
/** After this time any ready process is killed. */
const AIM_TIMEOUT_MS = 15_000;

/**
 * Kills processes, restarts the queue's server and cuts connections.
 * @returns the number of kills that hit a request under way
 */
export async function injectInfrastructureFaults(kills: number, ports: InfrastructureFaultPorts): Promise<number> {
  const { random } = ports;
  const steps = Array.from({ length: Math.max(1, kills) }, (_, step) => step);
  const order = shuffled(steps, random);
  const restarts = new Set(order.slice(0, Math.max(1, Math.round(kills / 10))));
  const cuts = new Set(shuffled(steps, random).slice(0, Math.max(1, Math.round(kills / 4))));
  let hits = 0;
  for (const step of steps) {
    await ports.releaseTeachers(step);
    const besides = [
      restarts.has(step) ? afterRandomDelay(ports, ports.restartQueue, "the queue's server was restarted") : null,
      cuts.has(step) ? afterRandomDelay(ports, ports.cutConnections, "the database's connections were cut") : null,
    ];
    if (step < kills && (await killOne(hits, step, ports))) hits += 1;
    await Promise.all(besides);
  }
  return hits;
}

async function afterRandomDelay(
  { random, pause, say }: InfrastructureFaultPorts,
  work: () => Promise<unknown>,
  said: string,
): Promise<void> {
  await pause(random() * 1_500);
  await work();
  say(said);
}

/** @returns whether the process had a request under way */
async function killOne(hits: number, killed: number, ports: InfrastructureFaultPorts): Promise<boolean> {
  const { processes, traffic, random } = ports;
  // At least half of the kills must hit a request, whatever the random numbers are.
  const aimed = random() < AIMED_SHARE || hits * 2 < killed + 1;
  const role = random() < WORKER_SHARE ? 'worker' : 'web';
  const victim = (aimed ? await awaitBusyProcess(role, ports) : null) ?? (await awaitReadyProcess(role, ports));
  const hit = traffic.inFlight(victim.name) > 0;
  processes.kill(victim.name);
  ports.say(`${victim.name} was killed ${hit ? 'with a request under way' : 'while it rested'}`);
  return hit;
}

async function awaitBusyProcess(
  role: ReadyProcess['role'],
  ports: InfrastructureFaultPorts,
): Promise<ReadyProcess | null> {
  const { processes, traffic, random, pause } = ports;
  const begun = performance.now();
  for (let spent = 0; spent < AIM_TIMEOUT_MS; spent = performance.now() - begun) {
    // After half of the time, a process of the other role will do too.
    const candidates = processes.ready().filter((process) => process.role === role || spent > AIM_TIMEOUT_MS / 2);
    ports.delayPosts();
    const name = await traffic.next(new Set(candidates.map((process) => process.name)), 500);
    await pause(random() ** 2 * 200);
    const victim = candidates.find((process) => process.name === name);
    if (victim && traffic.inFlight(victim.name) > 0) return victim;
  }
  return null;
}

async function awaitReadyProcess(
  role: ReadyProcess['role'],
  { processes, random, pause }: InfrastructureFaultPorts,
): Promise<ReadyProcess> {
  for (;;) {
    await pause(100 + random() * 1_000);
    const ready = processes.ready().filter((process) => process.role === role);
    if (ready.length > 0) return pick(ready, random);
  }
}
