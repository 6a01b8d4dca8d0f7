import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { DeliveryError } from '../../src/chat/platform.ts';
import { createSentMessages } from '../../src/outbox/sent-messages.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { COMPOSERS } from './delivery-rig.ts';
import { createWorkspace, fillOutbox, NOW, notificationsFor } from './fill-outbox.ts';

let test: TestDatabase;

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

it('edits everything that somebody can act on, also when one of their accounts cannot be reached', async () => {
  const { prisma } = test.database;
  const slack = await createWorkspace(test.database, 'slack', 'T1', 1);
  const teams = await createWorkspace(test.database, 'teams', 'tenant', 1);
  const { personId } = await prisma.account.findFirstOrThrow();
  await prisma.account.updateMany({ data: { personId } });
  await fillOutbox(test.database, [...notificationsFor(slack, 'first'), ...notificationsFor(teams, 'second')]);
  await prisma.notification.updateMany({ data: { state: 'sent', sentAt: NOW, reference: 'D1:1' } });
  let closed = new DeliveryError('reconnect', 'no_token');
  const drawn: string[] = [];
  const messages = createSentMessages({
    database: test.database,
    now: () => NOW,
    composers: () => COMPOSERS,
    edit: async (platform) => {
      if (platform === 'slack') throw closed;
      drawn.push(platform);
    },
  });
  const redraw = () => messages.redraw({ id: personId, language: 'en' }, null);
  // The failure is still reported.
  await expect(redraw()).rejects.toBe(closed);
  expect(drawn).toEqual(['teams']);
  // A deleted message or a person who is gone is no failure.
  for (const fault of ['rejected', 'unreachable'] as const) {
    closed = new DeliveryError(fault, 'gone');
    await redraw();
  }
  expect(drawn).toEqual(['teams', 'teams', 'teams']);
});

it('edits the others when one of them cannot be composed', async () => {
  const { prisma } = test.database;
  await prisma.$executeRaw`TRUNCATE "Workspace", "Person" CASCADE`;
  const slack = await createWorkspace(test.database, 'slack', 'T2', 1);
  const teams = await createWorkspace(test.database, 'teams', 'tenant2', 1);
  const { personId } = await prisma.account.findFirstOrThrow();
  await prisma.account.updateMany({ data: { personId } });
  await fillOutbox(test.database, [...notificationsFor(slack, 'first'), ...notificationsFor(teams, 'second')]);
  await prisma.notification.updateMany({ data: { state: 'sent', sentAt: NOW, reference: 'D1:1' } });
  await prisma.notification.updateMany({
    where: { account: { workspace: { platform: 'slack' } } },
    data: { kind: 'broken', sentAt: new Date(NOW.getTime() - 60_000) },
  });
  const broken = new Error('a text that cannot be read');
  const drawn: string[] = [];
  const messages = createSentMessages({
    database: test.database,
    now: () => NOW,
    composers: () => ({ ...COMPOSERS, broken: () => Promise.reject(broken) }),
    edit: async (platform) => {
      drawn.push(platform);
    },
  });
  await expect(messages.redraw({ id: personId, language: 'en' }, null)).rejects.toBe(broken);
  expect(drawn).toEqual(['teams']);
});
