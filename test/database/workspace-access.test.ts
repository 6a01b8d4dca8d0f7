import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createWorkspaceAccess } from '../../src/database/workspace-access.ts';
import { connectSlackWorkspace } from '../../src/database/workspace-store.ts';
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

  it('goes on when another process has connected it again in the meantime', async () => {
    const access = createWorkspaceAccess(test.database, KEYS, () => 0);
    await connect('xoxb-2');
    await access.loseSlackWorkspace('T1', 'xoxb-1');
    expect(await access.slackToken('T1')).toMatchObject({ botToken: 'xoxb-2' });
  });
});
