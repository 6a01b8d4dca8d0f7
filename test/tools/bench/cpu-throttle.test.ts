import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { PERIOD_MS, throttleCpu } from '../../../tools/bench/cpu-throttle.ts';
import { waitUntil } from '../../wait-until.ts';

const WORK_MS = 200;

/**
 * A process that works, when it is told to, until it has used a given processor time, and reports how long that took.
 */
const WORKS = `
  const used = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1_000; };
  process.stdin.once('data', () => {
    const begun = performance.now();
    const from = used();
    while (used() - from < ${WORK_MS});
    process.stdout.write(String(performance.now() - begun));
    process.exit(0);
  });
`;

/**
 * Measures how much longer than its share the machine let a process run, in milliseconds altogether: it is stopped late
 * when a timer of this process is late too.
 */
function watchLateness(pid: number, runsForMs: number) {
  const seen = { stops: 0, lateMs: 0 };
  let run = { since: performance.now(), ourTimerMs: 0, isOver: false };
  const kill = process.kill.bind(process);
  jest.spyOn(process, 'kill').mockImplementation((of, signal) => {
    if (of !== pid) return kill(of, signal);
    if (signal === 'SIGCONT') {
      const begun = { since: performance.now(), ourTimerMs: 0, isOver: false };
      run = begun;
      setTimeout(() => {
        begun.ourTimerMs = performance.now() - begun.since;
        // Timers for the same moment have fired by then.
        setImmediate(() => {
          begun.isOver = true;
        });
      }, runsForMs);
    }
    const done = kill(of, signal);
    if (signal === 'SIGSTOP') {
      const ranMs = run.isOver ? run.ourTimerMs : performance.now() - run.since;
      if (seen.stops > 0) seen.lateMs += Math.max(0, ranMs - runsForMs);
      seen.stops += 1;
    }
    return done;
  });
  return seen;
}

/**
 * @returns how long the work took, and how much of that was run time because the machine stopped it late, in
 * milliseconds
 */
async function workFor(share: number): Promise<{ tookMs: number; lateMs: number }> {
  const child = spawn(process.execPath, ['-e', WORKS], { stdio: ['pipe', 'pipe', 'ignore'] });
  let said = '';
  child.stdout.on('data', (part) => {
    said += String(part);
  });
  const ended = once(child, 'close');
  const seen = watchLateness(child.pid ?? 0, PERIOD_MS * share);
  const letGo = throttleCpu([child.pid ?? 0], share);
  await waitUntil(() => seen.stops > 0);
  child.stdin.write('go');
  await ended;
  await letGo();
  return { tookMs: Number(said), lateMs: seen.lateMs };
}

afterEach(() => void jest.restoreAllMocks());

describe('a process that is held to a share of a core', () => {
  it('takes as much longer, and ends', async () => {
    const { tookMs, lateMs } = await workFor(0.1);
    // The extra time on a busy machine is known; of the rest the process had a tenth.
    expect((tookMs - lateMs) * 0.1 + lateMs).toBeGreaterThan(0.9 * WORK_MS);
  });

  it('runs freely once it is let go', async () => {
    const child = spawn(process.execPath, ['-e', "process.stdin.once('data', () => process.exit(0))"]);
    const letGo = throttleCpu([child.pid ?? 0], 0.5);
    await sleep(150);
    await letGo();
    child.stdin.write('go');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });
});
