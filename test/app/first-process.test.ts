import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { builtPath } from '../built.ts';
import { createTestDatabase } from '../database.ts';
import { waitUntil } from '../wait-until.ts';

const PROGRAM = '/usr/bin/unshare';
/**
 * As in a container, the program is the first process of its namespace. Linux only, and only where the machine allows
 * it.
 */
const ALONE = [...(process.getuid?.() === 0 ? [] : ['--map-root-user']), '--pid', '--fork', '--kill-child'];
const isPossible = spawnSync(PROGRAM, [...ALONE, 'true']).status === 0;
const describeAlone = isPossible ? describe : describe.skip;

function startAlone(env: Readonly<Record<string, string>>) {
  const outer = spawn(PROGRAM, [...ALONE, process.execPath, builtPath('polsslag.js'), 'start'], {
    env: { PATH: process.env['PATH'] ?? '', PORT: '0', POLSSLAG_PLATFORMS: 'slack', ...env },
  });
  let said = '';
  const keep = (chunk: Buffer) => {
    said += chunk.toString();
  };
  outer.stdout.on('data', keep);
  outer.stderr.on('data', keep);
  const ended = new Promise<number | null>((resolve) => void outer.once('close', resolve));
  const ask = () =>
    process.kill(Number(readFileSync(`/proc/${outer.pid}/task/${outer.pid}/children`, 'utf8')), 'SIGTERM');
  return { said: () => said, ended, ask };
}

describeAlone('polsslag as the first process of a container', () => {
  it('stops when it is asked to, also while it waits for Redis, and properly once it runs', async () => {
    const { url, drop } = await createTestDatabase();
    const settings = { DATABASE_URL: url, SLACK_SIGNING_SECRET: 'a'.repeat(32) };
    const waiting = startAlone({ ...settings, REDIS_URL: 'redis://127.0.0.1:1' });
    const running = startAlone(settings);
    await waitUntil(() => waiting.said().includes('cannot be reached'));
    waiting.ask();
    // Without the signal it would give up with 69 after a while.
    expect(await waiting.ended).toBe(143);
    await waitUntil(() => running.said().includes('Polsslag listens'));
    running.ask();
    expect(await running.ended).toBe(0);
    await drop();
  });
});
