import { rmSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RunningCommand, runPolsslag } from '../cli/command-process.ts';
import { makeUsedDataFolder } from '../data-folder.ts';
import { createEmptyDatabase } from '../database.ts';
import { waitUntil } from '../wait-until.ts';
import { openCuttableProxy } from '../web/web-rig.ts';

let dataDir: string;
/** The processes that wait for missing servers, started at the beginning and running beside everything else. */
let waiting: {
  readonly began: number;
  readonly forDatabase: RunningCommand;
  readonly toMigrate: RunningCommand;
  readonly forQueue: RunningCommand;
};
beforeAll(() => {
  dataDir = makeUsedDataFolder('start');
  const quiet = { PORT: '0', POLSSLAG_DATA_DIR: dataDir, LOG_LEVEL: 'silent' };
  const withoutDatabase = { ...quiet, DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/nothing' };
  waiting = {
    began: performance.now(),
    forDatabase: runPolsslag(['start'], withoutDatabase),
    toMigrate: runPolsslag(['db', 'migrate'], withoutDatabase),
    forQueue: runPolsslag(['start'], { ...quiet, REDIS_URL: 'redis://127.0.0.1:1' }),
  };
});
afterAll(async () => {
  const { forDatabase, toMigrate, forQueue } = waiting;
  // When only some of these tests run, nothing has waited for them yet; one of them stops its server, which is in the
  // folder, when it ends.
  await Promise.all([forDatabase, toMigrate, forQueue].map(({ ended }) => ended));
  rmSync(dataDir, { recursive: true, force: true });
});

const addressIn = (output: string) => /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0] ?? null;

describe('polsslag start', () => {
  it('reports all faults in its settings, starts nothing and exits with 2', async () => {
    const command = runPolsslag(['start'], {
      NODE_ENV: 'production',
      PORT: '80000',
      POLSSLAG_INSTRUMENT: 'no-such-file.json',
      POLSSLAG_PLATFORMS: 'slack',
    });
    expect(await command.ended).toBe(2);
    expect(command.output().trim().split('\n')).toEqual([
      expect.stringContaining('PORT is not right'),
      expect.stringContaining('Slack has no credentials'),
      expect.stringContaining('DATABASE_URL is missing'),
      expect.stringContaining('POLSSLAG_KEYS is missing'),
      expect.stringContaining('PUBLIC_URL is missing'),
      expect.stringMatching(/^The instrument file \/.*\/no-such-file\.json cannot be read: there is no such file\.$/),
    ]);
  });

  it('never falls back to something simulated in production', async () => {
    const command = runPolsslag(['start'], { NODE_ENV: 'production' });
    expect(await command.ended).toBe(2);
    expect(command.output()).toContain('Slack has no credentials');
    expect(command.output()).toContain('Teams has no credentials');
  });

  it('keeps a simulated platform in one process', async () => {
    const command = runPolsslag(['start', '--role', 'worker'], { POLSSLAG_DATA_DIR: dataDir });
    expect(await command.ended).toBe(2);
    expect(command.output()).toContain('A simulated platform lives in one process');
  });

  it('runs until it is asked to stop, refuses unsigned requests, and then exits with 0', async () => {
    const command = runPolsslag(['start'], { PORT: '0', POLSSLAG_DATA_DIR: dataDir, LOG_LEVEL: 'silent' });
    await waitUntil(() => addressIn(command.output()) !== null);
    const url = addressIn(command.output());
    await waitUntil(async () => (await fetch(`${url}/readyz`)).status === 200);
    const post = (where: string, body: string) =>
      fetch(`${url}${where}`, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
    expect((await post('/slack/events', '{}')).status).toBe(401);
    expect((await post('/api/messages', '{"type":"message"}')).status).toBe(401);
    expect((await post('/slack/events', `"${'x'.repeat(300_000)}"`)).status).toBe(413);
    expect((await post('/api/messages', `"${'x'.repeat(300_000)}"`)).status).toBe(413);
    expect((await fetch(`${url}/pictures/2026-W47/nl/guessed.png`)).status).toBe(404);
    command.process.kill('SIGTERM');
    expect(await command.ended).toBe(0);
  });

  it('reports that it is ready before it loads the parts that take a second and that nobody needs yet', async () => {
    const preload = pathToFileURL(fileURLToPath(new URL('../fixtures/tell-what-loads.mjs', import.meta.url))).href;
    const settings = {
      PORT: '0',
      POLSSLAG_DATA_DIR: dataDir,
      LOG_LEVEL: 'silent',
      NODE_OPTIONS: `--import ${preload}`,
    };
    const command = runPolsslag(['start'], settings);
    const said = () => command.output();
    await waitUntil(() => said().includes('loads the engine') && said().includes('loads botbuilder'));
    command.process.kill('SIGTERM');
    expect(await command.ended).toBe(0);
    expect(addressIn(said())).not.toBeNull();
    const ready = said().indexOf('http://127.0.0.1');
    expect(said().slice(0, ready)).not.toContain('loads ');
  });

  it('waits a while for a database that is down, reports it in one line, and exits with 69', async () => {
    const { began, forDatabase: command } = waiting;
    expect(await command.ended).toBe(69);
    expect(performance.now() - began).toBeGreaterThan(15_000);
    expect(command.output().trim().split('\n')).toEqual([
      expect.stringContaining('The database (DATABASE_URL, or POSTGRES_HOST and its like) cannot be reached'),
    ]);
  });

  it('reports the same for a queue that is down', async () => {
    const command = waiting.forQueue;
    expect(await command.ended).toBe(69);
    expect(command.output()).toContain('The queue on Redis (REDIS_URL) cannot be reached');
  });
});

describe('polsslag db migrate', () => {
  it('waits as long for a database that is down, reports it each time, and exits with 69', async () => {
    const { began, toMigrate: command } = waiting;
    expect(await command.ended).toBe(69);
    expect(performance.now() - began).toBeGreaterThan(15_000);
    const away =
      'The database (DATABASE_URL, or POSTGRES_HOST and its like) cannot be reached: check that it runs, and that address, user and password are right.';
    expect(command.output().trim().split('\n')).toEqual([
      ...['0.5', '1', '2', '4', '8'].map((seconds) => `${away} Trying again in ${seconds} s.`),
      away,
    ]);
  });

  it('continues when the database comes up', async () => {
    const empty = await createEmptyDatabase();
    const proxy = await openCuttableProxy(empty.url);
    proxy.cut();
    const command = runPolsslag(['db', 'migrate'], { POLSSLAG_DATA_DIR: dataDir, DATABASE_URL: proxy.url });
    try {
      await waitUntil(() => command.output().includes('Trying again'));
      proxy.mend();
      expect(await command.ended).toBe(0);
      expect(command.output()).toMatch(/The database is up to date\.\n$/);
    } finally {
      await proxy.close();
      await empty.drop();
    }
  });
});
