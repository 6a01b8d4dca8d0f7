import { Writable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Command } from 'commander';
import type { CommandContext } from '../../src/cli/context.ts';
import { queueCommand } from '../../src/cli/queue.ts';
import { PolsslagError } from '../../src/errors.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { createWorkspace, fillOutbox, NOW, notificationsFor, type TestWorkspace } from '../outbox/fill-outbox.ts';

describe('polsslag queue', () => {
  let test: TestDatabase;
  let slack: TestWorkspace;
  let out = '';

  beforeAll(async () => {
    test = await createTestDatabase();
    slack = await createWorkspace(test.database, 'slack', 'T1', 4);
  });
  beforeEach(async () => {
    const { prisma } = test.database;
    await prisma.notification.deleteMany();
    await fillOutbox(test.database, notificationsFor(slack, 'n'));
    const failed = { state: 'failed', reason: 'invalid_blocks', attempts: 2 } as const;
    await prisma.notification.updateMany({ where: { key: { in: ['n:0', 'n:1'] } }, data: failed });
    await prisma.notification.update({ where: { key: 'n:1' }, data: { notAfter: NOW } });
  });
  afterAll(() => test.drop());

  async function run(...words: string[]): Promise<string> {
    out = '';
    const stdout = new Writable({
      write(chunk, _encoding, done) {
        out += String(chunk);
        done();
      },
    });
    const never = () => {
      throw new Error('not for this command');
    };
    const context: CommandContext = {
      stdin: process.stdin,
      stdout,
      stderr: stdout,
      now: () => NOW,
      config: never,
      checkConfiguration: never,
      openStores: async () => ({ database: test.database, close: async () => undefined }),
      openUnmigrated: never,
      sealKeys: never,
      readInstrument: never,
      readInterventions: never,
      readResources: never,
      checkSlackToken: never,
      showSlackHome: never,
      slackTime: never,
      checkTeamsCredentials: never,
    };
    const program = new Command().exitOverride().addCommand(queueCommand(context));
    await program.parseAsync(['queue', ...words], { from: 'user' });
    return out;
  }
  const idOf = async (key: string) =>
    (await test.database.prisma.notification.findUniqueOrThrow({ where: { key } })).id;
  const stateOf = async (key: string) =>
    (await test.database.prisma.notification.findUniqueOrThrow({ where: { key } })).state;

  it('counts by lane and state', async () => {
    expect(await run()).toBe('slack:T1  2 queued  0 sending  0 sent  2 failed  0 expired\n');
    const counts = { lane: 'slack:T1', queued: 2, sending: 0, sent: 0, failed: 2, expired: 0 };
    expect(JSON.parse(await run('counts', '--json'))).toEqual({ lanes: [counts], inDoubt: 0 });
  });

  it('shows what was given up and why, and nothing about people', async () => {
    const shown = await run('failed');
    expect(shown).toContain('slack:T1  person slack-T1-0  invalid_blocks  2x');
    expect(shown).toContain('too late to send\n');
    expect(shown.split('\n').filter((line) => line.startsWith('invalid_blocks: '))).toHaveLength(1);
    expect(shown).not.toMatch(/U0|Test/);
    const listed: unknown = JSON.parse(await run('failed', '--json'));
    const one = { reason: 'invalid_blocks', remedy: expect.stringContaining('report the code') };
    expect(listed).toHaveLength(2);
    expect(listed).toContainEqual(expect.objectContaining({ ...one, tooLate: false }));
    expect(listed).toContainEqual(expect.objectContaining({ ...one, tooLate: true }));
    expect(JSON.parse(await run('failed', '--json', '--limit', '1'))).toHaveLength(1);
  });

  it('does not show that somebody left questions unanswered or asked for help: neither by a kind nor by its time', async () => {
    const { prisma } = test.database;
    await prisma.notification.update({ where: { key: 'n:0' }, data: { kind: 'check-in' } });
    const shown = async () => [await run('failed'), await run('failed', '--json')];
    const told: string[][] = [];
    for (const kind of ['reminder', 'slow-down', 'help-request-taken']) {
      const createdAt = new Date(NOW.getTime() + (told.length + 1) * 3_600_000);
      await prisma.notification.update({ where: { key: 'n:1' }, data: { kind, createdAt } });
      told.push(await shown());
    }
    for (const each of told) expect(each).toEqual(told[0]);
    expect(told[0]?.[0]).toContain('  check-in  slack:T1  person slack-T1-0  invalid_blocks  2x  2026-');
    expect(told[0]?.[0]).toContain('  other  slack:T1  person slack-T1-1  invalid_blocks  2x  too late to send');
  });

  it('names the channel that a post could not reach, and what to do there', async () => {
    const { prisma } = test.database;
    const channel = await prisma.supervisorChannel.create({
      data: { workspaceId: slack.workspaceId, externalId: 'C0GONE', language: 'nl' },
    });
    await prisma.notification.updateMany({ where: { state: 'failed' }, data: { state: 'expired' } });
    const about = { state: 'failed', reason: 'not_in_channel', accountId: null, channelId: channel.id } as const;
    await prisma.notification.update({ where: { key: 'n:0' }, data: about });
    const shown = await run('failed');
    expect(shown).toContain('channel C0GONE  not_in_channel');
    expect(shown).toMatch(/\nnot_in_channel: .*invite the bot.*polsslag channel remove/);
    expect(JSON.parse(await run('failed', '--json'))).toMatchObject([{ to: { kind: 'channel', channel: 'C0GONE' } }]);
  });

  it('tries again one, or all that are not too late', async () => {
    expect(await run('retry', await idOf('n:0'))).toBe('1 queued again.\n');
    expect(await stateOf('n:0')).toBe('queued');
    expect(await run('retry', await idOf('n:1'), await idOf('n:2'))).toContain('2 left as they were');
    expect(await run('retry', '--all')).toBe('0 queued again.\n');
    expect(await stateOf('n:1')).toBe('failed');
  });

  it('discards without forgetting', async () => {
    expect(await run('discard', '--all')).toBe('2 discarded.\n');
    const row = await test.database.prisma.notification.findUniqueOrThrow({ where: { key: 'n:1' } });
    expect(row).toMatchObject({ state: 'expired', reason: 'discarded' });
  });

  it.each([[['retry']], [['discard', '--all', 'x']], [['retry', 'no-id']]])('refuses %j', async (words) => {
    await expect(run(...words)).rejects.toThrow(PolsslagError);
    expect(await stateOf('n:0')).toBe('failed');
  });
});
