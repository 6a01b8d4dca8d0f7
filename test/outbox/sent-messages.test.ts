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
  // Whoever hears of failures hears of it all the same.
  await expect(redraw()).rejects.toBe(closed);
  expect(drawn).toEqual(['teams']);
  // That somebody deleted a message, or is gone, is none.
  for (const fault of ['rejected', 'unreachable'] as const) {
    closed = new DeliveryError(fault, 'gone');
    await redraw();
  }
  expect(drawn).toEqual(['teams', 'teams', 'teams']);
});
