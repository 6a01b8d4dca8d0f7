import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { holdToShare } from '../../../tools/bench/hold.ts';

/** A process that works without a rest until it has used so much processor time. @returns how long it took, in milliseconds */
const WORKS = `
  const begun = performance.now();
  const used = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1_000; };
  const from = used();
  process.stdout.write('begun ');
  while (used() - from < 200);
  process.stdout.write(String(performance.now() - begun));
`;

async function workFor(share: number): Promise<number> {
  const child = spawn(process.execPath, ['-e', WORKS], { stdio: ['ignore', 'pipe', 'ignore'] });
  let said = '';
  child.stdout.on('data', (part) => {
    said += String(part);
  });
  const ended = once(child, 'exit');
  await once(child.stdout, 'data');
  const letGo = holdToShare([child.pid ?? 0], share);
  await ended;
  await letGo();
  return Number(said.split(' ')[1]);
}

describe('a process that is held to a share of a core', () => {
  it('takes as much longer, and ends', async () => {
    // Of a share of a tenth, 200 milliseconds of work take two seconds; a busy machine makes it longer only.
    expect(await workFor(0.1)).toBeGreaterThan(1_000);
  });

  it('runs freely once it is let go', async () => {
    const child = spawn(process.execPath, ['-e', "process.stdin.once('data', () => process.exit(0))"]);
    const letGo = holdToShare([child.pid ?? 0], 0.5);
    await sleep(150);
    await letGo();
    child.stdin.write('go');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });
});
