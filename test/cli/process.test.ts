import { spawn } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeTemporaryFolder } from '../../tools/servers/temporary-folder.ts';
import { builtPath } from '../built.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { type CommandRunner, createCommandRunner } from './command-runner.ts';

let test: TestDatabase;
let files: CommandRunner;

beforeAll(async () => {
  test = await createTestDatabase();
  files = createCommandRunner(test);
});
afterAll(async () => {
  files.removeFiles();
  await test.drop();
});

/** Runs the command as an operator does, with only PATH from this process's environment. */
function polsslag(words: readonly string[], env: Record<string, string> = { DATABASE_URL: test.url }, stdin = '') {
  return new Promise<{ code: number | null; out: string; err: string }>((resolve, reject) => {
    const child = spawn(process.execPath, [builtPath('polsslag.js'), ...words], {
      env: { PATH: process.env['PATH'] ?? '', ...env },
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
    // A command that refuses its arguments does not read its input.
    child.stdin.on('error', () => undefined);
    child.stdin.end(stdin);
  });
}

describe('the polsslag command', () => {
  it('imports, and reports it in plain text', async () => {
    const file = files.file('schools.csv', ['school,circle,region,timezone', 'De Zon,Zuid,zuid,Europe/Amsterdam']);
    expect(await polsslag(['import', 'schools', file])).toEqual({
      code: 0,
      out: 'Schools: 1 new, 0 unchanged.\n',
      err: '',
    });
  });

  it('exits with 2 and every fault of the configuration, without a stack trace', async () => {
    const { code, out, err } = await polsslag(['channel', 'list'], { DATABASE_URL: 'mysql://geheim', PORT: 'x' });
    expect([code, out]).toEqual([2, '']);
    expect(err.trim().split('\n')).toEqual([
      expect.stringMatching(/^DATABASE_URL is not right/),
      expect.stringMatching(/^PORT is not right/),
    ]);
    expect(err).not.toContain('geheim');
  });

  it('knows no simulated platforms, which are not in the built product', async () => {
    const { code, out, err } = await polsslag(['start']);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(
      /^Slack has no credentials, and a simulated one is no part of what was built: set SLACK_SIGNING_SECRET .*\nTeams has no credentials, and a simulated one is no part of what was built: set MICROSOFT_APP_ID/,
    );
    expect((await polsslag(['demo'])).code).toBe(2);
  });

  it('refuses a bot token when Slack cannot be asked, without showing the token', async () => {
    const env = {
      DATABASE_URL: test.url,
      SLACK_SIGNING_SECRET: 'a'.repeat(32),
      SLACK_API_URL: 'http://127.0.0.1:1/api/',
    };
    const { code, out, err } = await polsslag(['slack', 'add'], env, 'xoxb-geheim\n');
    expect([code, out]).toEqual([69, '']);
    expect(err).toMatch(/^Slack could not be asked about the token/);
    expect(err).not.toContain('geheim');
  });

  it('exits normally when its reader closes the pipe, and reports when nothing can be written', async () => {
    const run = (line: string) =>
      new Promise<{ code: number | null; err: string }>((resolve) => {
        const env = { PATH: process.env['PATH'] ?? '', DATABASE_URL: test.url };
        const child = spawn(
          'bash',
          ['--norc', '-o', 'pipefail', '-c', `"${process.execPath}" "${builtPath('polsslag.js')}" ${line}`],
          { env },
        );
        let err = '';
        child.stderr.on('data', (chunk) => {
          err += String(chunk);
        });
        child.on('close', (code) => resolve({ code, err }));
      });
    // Nobody reads any more when the first line comes.
    expect(await run('holidays list | true')).toEqual({ code: 0, err: '' });
    if (existsSync('/dev/full')) {
      expect(await run('holidays list > /dev/full')).toEqual({
        code: 1,
        err: 'What was to be printed cannot be written: the disk is full.\n',
      });
      // It also ends when it cannot print anything.
      const { code } = await run('nonsense > /dev/full 2> /dev/full');
      expect([1, 2]).toContain(code);
    }
  });

  it('keeps an embedded database in --data-dir, given before or after the command', async () => {
    const folder = makeTemporaryFolder('data');
    const dataDir = path.join(folder, 'data');
    const tenant = '00000000-1111-2222-3333-444444444444';
    try {
      expect((await polsslag(['teams', 'allow', tenant, '--data-dir', dataDir], {})).code).toBe(0);
      expect(existsSync(dataDir)).toBe(true);
      const listed = await polsslag(['--data-dir', dataDir, 'teams', 'list'], {});
      expect(listed).toEqual({ code: 0, out: `${tenant}  ${tenant}  allowed  0 people  0 channels\n`, err: '' });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
