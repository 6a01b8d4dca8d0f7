import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { type ChaosFigures, isKept } from '../../../tools/chaos/figures.ts';
import { builtPath } from '../../built.ts';
import { makeUsedDataFolder } from '../../data-folder.ts';
import { redisUrl } from '../../redis.ts';

const [TEACHERS, KILLS] = [40, 3];

const whole = z.int().min(0);
const printed = z.strictObject({
  teachers: whole,
  kills: whole,
  inFlightAtKill: whole,
  delivered: whole,
  duplicates: z.strictObject({ slack: whole, teams: whole }),
  inDoubt: whole,
  doubtsPerKill: z.number().min(0),
  doubledAfterAnswer: z.literal(0),
  lost: whole,
  answersLost: whole,
  longestStallMs: whole,
});

function chaos(words: readonly string[]): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [builtPath('chaos.js'), ...words], {
      env: { PATH: process.env['PATH'] ?? '' },
    });
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk) => {
      out += String(chunk);
    });
    child.stderr.on('data', (chunk) => {
      err += String(chunk);
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, err }));
  });
}

async function survives(queue: string): Promise<void> {
  const numbers = ['--teachers', String(TEACHERS), '--kills', String(KILLS), '--seed', '7', '--minutes', '9'];
  // Making and migrating a server's folder takes about five seconds of processor time.
  const dataDir = makeUsedDataFolder('chaos');
  const { code, out, err } = await chaos(['--json', ...numbers, '--queue', queue, '--data-dir', dataDir]);
  rmSync(dataDir, { recursive: true, force: true });
  // Includes the figures, so that a failure shows which one is wrong.
  expect({ code, err, out: code === 0 ? '' : out }).toEqual({ code: 0, err: '', out: '' });
  const figures = printed.parse(JSON.parse(out));
  expect(figures).toMatchObject({ teachers: TEACHERS, kills: KILLS, delivered: TEACHERS, lost: 0, answersLost: 0 });
  expect(figures.duplicates.slack).toBe(0);
  expect(figures.duplicates.teams).toBeLessThanOrEqual(figures.inDoubt);
  expect(figures.inFlightAtKill).toBeGreaterThanOrEqual(KILLS / 2);
}

const itWithRedis = redisUrl ? it : it.skip;

describe('a wave while everything goes wrong', () => {
  itWithRedis('reaches everybody once and loses no answer, with the queue on Redis', () => survives('redis'));
  it('reaches everybody once and loses no answer, with the queue on PostgreSQL', () => survives('postgres'));

  it('says what is wrong with its words', async () => {
    const { code, out, err } = await chaos(['--json', '--teachers', 'many', '--queue', 'kafka']);
    expect([code, out]).toEqual([1, '']);
    expect(err.trim().split('\n')).toEqual(['--teachers must be a whole number', '--queue is redis or postgres']);
  });

  it('names every word that it takes when asked for help, and does nothing else', async () => {
    const { code, out, err } = await chaos(['--help']);
    expect([code, err]).toEqual([0, '']);
    for (const word of ['json', 'teachers', 'kills', 'seed', 'queue', 'minutes', 'data-dir', 'log'])
      expect(out).toContain(`\n  --${word} `);
  });
});

describe('the verdict on a run', () => {
  const good: ChaosFigures = {
    teachers: 4,
    kills: 2,
    inFlightAtKill: 1,
    delivered: 4,
    duplicates: { slack: 0, teams: 1 },
    inDoubt: 1,
    doubtsPerKill: 0.5,
    doubledAfterAnswer: 0,
    lost: 0,
    answersLost: 0,
    longestStallMs: 80,
  };

  it('is that it held when nothing was lost and Teams repeated no more than is in doubt', () => {
    expect(isKept(good)).toBe(true);
  });

  it.each([
    ['a message was lost', { lost: 1 }],
    ['an answer was lost', { answersLost: 1 }],
    ['Slack got a message twice', { duplicates: { slack: 1, teams: 0 } }],
    ['Teams got one twice that nobody doubted', { inDoubt: 0 }],
    ['somebody who has answered has it twice', { doubledAfterAnswer: 1 }],
    ['too few kills hit a request', { inFlightAtKill: 0 }],
  ])('is that it did not when %s', (_, change) => {
    expect(isKept({ ...good, ...change })).toBe(false);
  });
});
