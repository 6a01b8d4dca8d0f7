import { rmSync } from 'node:fs';
import { afterEach, expect, it } from '@jest/globals';
import { startRedis } from '../../tools/servers/redis-server.ts';
import { makeTemporaryFolder } from '../../tools/servers/temporary-folder.ts';
import { createTestDatabase } from '../database.ts';
import { fakeChatPlatform } from '../fakes/chat-platform.ts';
import { describeWithRedis } from '../redis.ts';
import { waitUntil } from '../wait-until.ts';
import { startDelivery } from './delivery-rig.ts';
import { createWorkspace, fillOutbox, notificationsFor, statesOf } from './fill-outbox.ts';

const PEOPLE = 20;

describeWithRedis('delivery while Redis is away', () => {
  const closers: (() => unknown)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });

  it('continues from the database, each message once, and uses the queue again when Redis is back', async () => {
    const folder = makeTemporaryFolder('without-queue');
    closers.push(() => rmSync(folder, { recursive: true, force: true }));
    const test = await createTestDatabase();
    closers.push(() => test.drop());
    const redis = await startRedis(folder);
    closers.push(redis.close);
    const slack = await createWorkspace(test.database, 'slack', 'T1', PEOPLE);
    const teams = await createWorkspace(test.database, 'teams', 'tenant-1', PEOPLE);
    const platforms = { slack: fakeChatPlatform('slack'), teams: fakeChatPlatform('teams') };
    for (let count = 0; count < 2; count += 1) {
      closers.push(startDelivery(test.database, { kind: 'redis', url: redis.url }, platforms).stop);
    }
    const writeAndAwait = async (name: string, sent: number) => {
      await fillOutbox(test.database, [
        ...notificationsFor(slack, `${name}-s`),
        ...notificationsFor(teams, `${name}-t`),
      ]);
      const isAllSent = async (lane: string) => (await statesOf(test.database, lane))['sent'] === sent;
      await waitUntil(async () => (await isAllSent(slack.lane)) && (await isAllSent(teams.lane)));
    };
    await writeAndAwait('before', PEOPLE);
    await redis.close();
    await writeAndAwait('away', 2 * PEOPLE);
    await redis.restart();
    await writeAndAwait('back', 3 * PEOPLE);
    for (const { delivered } of [platforms.slack, platforms.teams]) {
      expect(new Set(delivered.map(({ key }) => key)).size).toBe(3 * PEOPLE);
      expect(delivered).toHaveLength(3 * PEOPLE);
    }
  });
});
