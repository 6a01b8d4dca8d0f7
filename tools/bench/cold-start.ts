import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openEmbedded } from '../../src/database/embedded.ts';
import { makeTemporaryFolder } from '../servers/temporary-folder.ts';
import { median, rounded } from './statistics.ts';

interface ColdStart {
  readonly ours_ms: number;
  readonly limit_ms: number;
  readonly ratio: number;
  /** Seconds that our start takes longer than PostgreSQL's. */
  readonly above_s: number;
}

const PROGRAM = fileURLToPath(new URL(`./cold-start-ours${path.extname(import.meta.url)}`, import.meta.url));
const TIMEOUT_MS = 60_000;

/**
 * Makes a data folder in which `start` has run before. That is no part of the figure, so it can be done beside other
 * work.
 * @returns its path; the folder is deleted when this process ends
 */
export async function makeStartedFolder(): Promise<string> {
  const dataDir = makeTemporaryFolder('bench-start');
  process.once('exit', () => rmSync(dataDir, { recursive: true, force: true }));
  await startOurs(dataDir);
  return dataDir;
}

/**
 * Measures the time from launching `start` on the embedded default until `/readyz` answers yes. The limit is starting
 * the same PostgreSQL alone on the same folder. An earlier start has made the folder, as on every day but the first.
 * @param dataDir from `makeStartedFolder`
 * @param rounds each is one start of our side and one of PostgreSQL
 */
export async function measureColdStart(dataDir: string, rounds: number): Promise<ColdStart> {
  const ours: number[] = [];
  const limit: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    limit.push(await startPostgres(dataDir));
    ours.push(await startOurs(dataDir));
  }
  const [oursMs, limitMs] = [median(ours), median(limit)];
  return {
    ours_ms: Math.round(oursMs),
    limit_ms: Math.round(limitMs),
    ratio: rounded(oursMs / limitMs),
    above_s: rounded((oursMs - limitMs) / 1_000),
  };
}

/** Starts PostgreSQL. @returns milliseconds */
async function startPostgres(dataDir: string): Promise<number> {
  const begun = performance.now();
  const server = await openEmbedded(dataDir);
  const ms = performance.now() - begun;
  await server.close();
  return ms;
}

/** Starts our side. @returns milliseconds */
async function startOurs(dataDir: string): Promise<number> {
  const begun = performance.now();
  const child = spawn(process.execPath, [...process.execArgv, PROGRAM, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // A benchmark that is interrupted leaves no process behind.
  const end = () => child.kill('SIGTERM');
  process.once('exit', end);
  try {
    const url = await readAddress(child);
    while (!(await isReady(url))) {
      if (performance.now() - begun > TIMEOUT_MS) throw new Error('our side was not ready in time');
      await sleep(10);
    }
    return performance.now() - begun;
  } finally {
    process.off('exit', end);
    await stop(child);
  }
}

/** Reads the address in the line that `start` prints when it listens. */
async function readAddress(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('our side has no output');
  for await (const line of createInterface({ input: child.stdout })) {
    const [address] = /http:\/\/[\d.:]+\d/.exec(line) ?? [];
    if (address) return address;
  }
  throw new Error('our side did not start: see its output above');
}

async function isReady(url: string): Promise<boolean> {
  const response = await fetch(`${url}/readyz`).catch(() => null);
  await response?.body?.cancel();
  return response?.ok ?? false;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), TIMEOUT_MS);
  await ended;
  clearTimeout(late);
}
