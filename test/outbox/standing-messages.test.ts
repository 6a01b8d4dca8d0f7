import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ChatUser } from '../../src/chat/address.ts';
import type { StandingMessages } from '../../src/chat/standing-messages.ts';
import { createNotificationStore } from '../../src/outbox/notification-store.ts';
import { createStandingMessages } from '../../src/outbox/standing-message-store.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { fakeStandingMessages } from '../fakes/standing-messages.ts';
import { createWorkspace, fillOutbox, NOW, notificationsFor, type TestWorkspace } from './fill-outbox.ts';

const KEY = 'n:0';
const ANNA: ChatUser = { platform: 'teams', workspace: 'tenant-1', user: 'U0' };
const BERT: ChatUser = { ...ANNA, user: 'U1' };

let test: TestDatabase;
let teams: TestWorkspace;
let messages: StandingMessages;

beforeAll(async () => {
  test = await createTestDatabase();
  teams = await createWorkspace(test.database, 'teams', 'tenant-1', 2);
  messages = createStandingMessages(test.database, () => NOW);
});
beforeEach(async () => {
  await test.database.prisma.notification.deleteMany();
  await fillOutbox(test.database, notificationsFor(teams, 'n'));
});
afterAll(() => test.drop());

const row = () => test.database.prisma.notification.findUniqueOrThrow({ where: { key: KEY } });
const isSentWith = (reference: string) => ({ state: 'sent', reference, reason: null });

describe('a tap on a message of the outbox', () => {
  it.each([
    ['queued', {}],
    ['sending', { attempts: 1, attemptedAt: NOW }],
    ['failed', { attempts: 5, reason: 'in_doubt' }],
    ['expired', { reason: 'not_after' }],
  ] as const)('proves that it was sent while it is %s', async (state, more) => {
    await test.database.prisma.notification.update({ where: { key: KEY }, data: { state, ...more } });
    expect(await messages.tapped(ANNA, KEY, 'm1')).toBeNull();
    expect(await row()).toMatchObject({ ...isSentWith('m1'), sentAt: NOW });
    expect(await createNotificationStore(test.database).claim(teams.lane, NOW, 10)).toHaveLength(1);
  });

  it('returns the other message, and replaces it once that is gone', async () => {
    await messages.tapped(ANNA, KEY, 'm1');
    expect(await messages.tapped(ANNA, KEY, 'm1')).toBeNull();
    expect(await messages.tapped(ANNA, KEY, 'm2')).toBe('m1');
    // After a kill in between, the next tap does it.
    expect(await messages.tapped(ANNA, KEY, 'm2')).toBe('m1');
    await messages.replaced(ANNA, KEY, 'm1', 'm2');
    expect(await row()).toMatchObject(isSentWith('m2'));
    expect(await messages.tapped(ANNA, KEY, 'm2')).toBeNull();
    await messages.replaced(ANNA, KEY, 'm1', 'm3');
    expect(await row()).toMatchObject(isSentWith('m2'));
  });

  it('has no effect for a message that was sent to somebody else, or never', async () => {
    expect(await messages.tapped(BERT, KEY, 'm1')).toBeNull();
    expect(await messages.tapped({ ...ANNA, platform: 'slack' }, KEY, 'm1')).toBeNull();
    expect(await messages.tapped(ANNA, 'n:none', 'm1')).toBeNull();
    expect(await row()).toMatchObject({ state: 'queued', reference: null });
    await messages.tapped(ANNA, KEY, 'm1');
    await messages.replaced(BERT, KEY, 'm1', 'm2');
    expect(await messages.tapped(BERT, KEY, 'm2')).toBeNull();
    expect(await row()).toMatchObject(isSentWith('m1'));
  });

  it('does not change a message that was accepted without a reference', async () => {
    await test.database.prisma.notification.update({ where: { key: KEY }, data: { state: 'sent', reference: '' } });
    expect(await messages.tapped(ANNA, KEY, 'm1')).toBeNull();
  });
});

it('works the same in the fake that replaces the outbox in other tests', async () => {
  const fake = fakeStandingMessages();
  expect(await fake.tapped(ANNA, KEY, 'm1')).toBeNull();
  expect(await fake.tapped(ANNA, KEY, 'm2')).toBe('m1');
  await fake.replaced(ANNA, KEY, 'm1', 'm2');
  expect(await fake.tapped(ANNA, KEY, 'm2')).toBeNull();
});
