import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { type Database, openDatabase } from '../../src/database/client.ts';
import { createWorkspaceAccess } from '../../src/database/workspace-access.ts';
import { connectSlackWorkspace, createTenantStore } from '../../src/database/workspace-store.ts';
import { seal } from '../../src/secrets/seal.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';

const KEYS = [{ id: 'k1', key: Buffer.alloc(32, 7) }];
let test: TestDatabase;

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

const connect = (token: string) =>
  connectSlackWorkspace(test.database.prisma, {
    externalId: 'T1',
    name: 'School',
    botUser: 'U9',
    sealedToken: seal(token, KEYS),
  });

describe('a Slack workspace whose token is refused', () => {
  it('waits until it is connected again', async () => {
    const access = createWorkspaceAccess(test.database, KEYS, () => 0);
    await connect('xoxb-1');
    expect(await access.slackToken('T1')).toMatchObject({ botToken: 'xoxb-1' });
    await access.loseSlackWorkspace('T1', 'xoxb-1');
    expect(await access.slackToken('T1')).toBeNull();
    await connect('xoxb-2');
    expect(await access.slackToken('T1')).toMatchObject({ botToken: 'xoxb-2' });
  });

  it('continues when another process has reconnected it meanwhile', async () => {
    const access = createWorkspaceAccess(test.database, KEYS, () => 0);
    await connect('xoxb-2');
    await access.loseSlackWorkspace('T1', 'xoxb-1');
    expect(await access.slackToken('T1')).toMatchObject({ botToken: 'xoxb-2' });
  });
});

describe('somebody on Teams', () => {
  it('is known in their own tenant, also when it was shut out, and nobody else is', async () => {
    const [workspace, user] = ['55555555-1111-2222-3333-444444444444', 'user-1'];
    const { prisma } = test.database;
    const tenants = createTenantStore(prisma);
    await tenants.allow(workspace, null);
    const { id: workspaceId } = await prisma.workspace.findFirstOrThrow({ where: { externalId: workspace } });
    const accounts = { create: { workspaceId, externalId: user } };
    await prisma.person.create({ data: { key: 'a', name: 'A', role: 'teacher', language: 'nl', accounts } });
    await tenants.disallow(workspace);
    const { isOnTeams, isTenantAllowed } = createWorkspaceAccess(test.database, KEYS, () => 0);
    expect(await isTenantAllowed(workspace)).toBe(false);
    expect(await isOnTeams({ platform: 'teams', workspace, user })).toBe(true);
    expect(await isOnTeams({ platform: 'teams', workspace, user: 'user-2' })).toBe(false);
    expect(await isOnTeams({ platform: 'teams', workspace: 'T1', user })).toBe(false);
  });
});

describe('while the database does not answer', () => {
  const TENANT = '00000000-1111-2222-3333-444444444444';
  let lock: pg.Client;
  let now = 0;
  beforeAll(async () => {
    lock = new pg.Client({ connectionString: test.url });
    await lock.connect();
    await connect('xoxb-3');
    await createTenantStore(test.database.prisma).allow(TENANT, null);
  });
  afterAll(() => lock.end());
  const known = async (database: Database) => {
    const access = createWorkspaceAccess(database, KEYS, () => now);
    expect(await access.slackToken('T1')).toMatchObject({ botToken: 'xoxb-3' });
    expect(await access.isTenantAllowed(TENANT)).toBe(true);
    // Longer than answers are cached.
    now += 3_600_000;
    return access;
  };

  it.each([
    [
      'is away',
      async () => {
        const away = openDatabase(test.url);
        const access = await known(away);
        await away.close();
        return access;
      },
    ],
    [
      'hangs',
      async () => {
        const access = await known(test.database);
        await lock.query('BEGIN');
        await lock.query('LOCK TABLE "Workspace" IN ACCESS EXCLUSIVE MODE');
        return access;
      },
    ],
  ])(
    'people who write to us can still get an answer: what was known stays known when the database %s',
    async (_how, open) => {
      const access = await open();
      const begun = performance.now();
      try {
        expect(await access.slackToken('T1')).toMatchObject({ botToken: 'xoxb-3' });
        expect(await access.isTenantAllowed(TENANT)).toBe(true);
        expect(performance.now() - begun).toBeLessThan(10_000);
      } finally {
        await lock.query('ROLLBACK');
      }
    },
  );

  it('but not what is known to have ended', async () => {
    const away = openDatabase(test.url);
    const access = await known(away);
    await createTenantStore(test.database.prisma).disallow(TENANT);
    await test.database.prisma.workspace.updateMany({ data: { state: 'reconnect' } });
    expect([await access.slackToken('T1'), await access.isTenantAllowed(TENANT)]).toEqual([null, false]);
    await away.close();
    await expect(access.slackToken('T1')).rejects.toThrow();
    await expect(access.isTenantAllowed(TENANT)).rejects.toThrow();
  });
});
