import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { countOutbox } from '../../src/outbox/outbox-count-store.ts';
import { pause, resume } from '../../src/outbox/pause-store.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { type CuttableProxy, openCuttableProxy, type Rig, startRig } from './web-rig.ts';

const NOW = new Date('2026-11-17T14:30:00Z');
const HOUR_MS = 3_600_000;

let test: TestDatabase;
let proxy: CuttableProxy;
let rig: Rig;

beforeAll(async () => {
  test = await createTestDatabase();
  const { prisma } = test.database;
  const row = (key: string, lane: string, state: 'queued' | 'sending' | 'sent' | 'failed', notBefore: Date) => ({
    key,
    kind: 'test',
    subject: key,
    lane,
    state,
    notBefore,
    notAfter: new Date(NOW.getTime() + 24 * HOUR_MS),
    createdAt: NOW,
  });
  const [anHourAgo, inAnHour] = [new Date(NOW.getTime() - HOUR_MS), new Date(NOW.getTime() + HOUR_MS)];
  await prisma.notification.createMany({
    data: [
      row('a', 'slack:T1', 'queued', anHourAgo),
      row('b', 'slack:T1', 'queued', NOW),
      row('c', 'slack:T1', 'sending', NOW),
      row('d', 'teams:t', 'queued', inAnHour),
      row('e', 'slack:T2', 'sent', anHourAgo),
      row('f', 'slack:T2', 'failed', anHourAgo),
    ],
  });
  await prisma.workspace.create({ data: { platform: 'slack', externalId: 'T9', name: 'T9', state: 'reconnect' } });
  proxy = await openCuttableProxy(test.url);
  const slack = { signingSecret: 'secret', appToken: null, botToken: null, apiUrl: null };
  const options = { connections: { slack, teams: null } };
  rig = await startRig({ DATABASE_URL: proxy.url, METRICS_PORT: '0' }, options);
});
afterAll(async () => {
  proxy.mend();
  await rig.stop();
  await proxy.close();
  await test.drop();
});

describe('the load of the outbox', () => {
  it('counts what waits per lane, the busiest first, and leaves out what is done', async () => {
    expect(await countOutbox(test.database.prisma, NOW, 10)).toEqual({
      lanes: [
        { lane: 'slack:T1', queued: 2, sending: 1, oldestDueSeconds: 3_600, failing: null },
        { lane: 'teams:t', queued: 1, sending: 0, oldestDueSeconds: 0, failing: null },
      ],
      failed: 1,
      toReconnect: 1,
      paused: false,
    });
  });

  it('says whether the deployment is paused', async () => {
    const { prisma } = test.database;
    await pause(prisma, NOW);
    expect(await countOutbox(prisma, NOW, 0)).toMatchObject({ paused: true });
    await resume(prisma, NOW);
    expect(await countOutbox(prisma, NOW, 0)).toMatchObject({ paused: false });
  });

  it('stops at so many lanes', async () => {
    expect((await countOutbox(test.database.prisma, NOW, 1)).lanes.map(({ lane }) => lane)).toEqual(['slack:T1']);
  });
});

describe('the metrics of a process', () => {
  const metrics = async () => (await fetch(`${rig.running.metricsUrl}/metrics`)).text();

  it('show the lanes, and stay when the database goes', async () => {
    const before = await metrics();
    expect(before).toContain('polsslag_lane_messages{platform="slack",lane="slack:T1",state="queued"} 2');
    expect(before).toContain('polsslag_dead_letters 1');
    expect(before).toContain('polsslag_paused 0');
    proxy.cut();
    expect((await fetch(`${rig.running.metricsUrl}/metrics`)).status).toBe(200);
  });

  it('stand on a port of their own only, and nowhere unless one is named', async () => {
    for (const headers of [{}, { 'x-forwarded-for': '192.0.2.1' }]) {
      expect((await fetch(`${rig.url}/metrics`, { headers })).status).toBe(404);
    }
    expect((await fetch(`${rig.running.metricsUrl}/readyz`)).status).toBe(404);
    proxy.mend();
    const other = await startRig({ DATABASE_URL: test.url });
    expect(other.running.metricsUrl).toBeNull();
    expect((await fetch(`${other.url}/metrics`)).status).toBe(404);
    await other.stop();
  });

  it('time what is refused apart from what is taken', async () => {
    await fetch(`${rig.url}/slack/events`, { method: 'POST', body: '{}' });
    expect(await metrics()).toContain('polsslag_acknowledgement_seconds_count{platform="slack",status="4xx"} 1');
  });
});
