import { createServer, type Server } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import express from 'express';
import { pino } from 'pino';
import { startSlackSimulator } from '../../playground/slack/simulator.ts';
import type { ReceiveEvent } from '../../src/chat/event.ts';
import { openDatabase } from '../../src/database/client.ts';
import { createSeenEventStore } from '../../src/database/seen-event-store.ts';
import { invitationView } from '../../src/features/onboarding/view.ts';
import type { Receiver } from '../../src/platforms/adapter.ts';
import { createSlackReceiver } from '../../src/platforms/slack/receive.ts';
import { BOT_SCOPES } from '../../src/platforms/slack/scopes.ts';
import { createSlackPlatform } from '../../src/platforms/slack/send.ts';
import { createTeamsReceiver } from '../../src/platforms/teams/receive.ts';
import { secretsWith } from '../../src/secrets/seal.ts';
import { sha256 } from '../../src/sha256.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { LONG_TIMEOUT_RECEIVER, LONG_TIMEOUTS_SLACK, LONG_TIMEOUTS_TEAMS } from '../fakes/long-timeouts.ts';
import { fakeStandingMessages } from '../fakes/standing-messages.ts';
import { addPartnership, TEAM, TENANT, type TestTeacher } from '../fixtures/partnership.ts';
import { listen, stopListening } from '../listen.ts';
import { mount } from '../platforms/mount.ts';
import { startConnectorStub } from '../platforms/teams/connector-stub.ts';
import { openFeatures } from './open-features.ts';

const NOW = new Date('2026-11-17T14:30:00Z');
const PERSON = '0b6f1c1e-5f0e-4b52-9a57-3a2c6a1e7d11';
const log = pino({ level: 'silent' });
const { mark, marks } = secretsWith([{ id: 'test', key: Buffer.alloc(32, 1) }]);

let test: TestDatabase;
let teacher: TestTeacher;
let receive: ReceiveEvent;
let server: Server;

beforeAll(async () => {
  test = await createTestDatabase();
  const [first] = await addPartnership(test.database, { Noord: 1 }, NOW);
  if (!first) throw new Error('no teacher');
  teacher = first;
  const tenant = await test.database.prisma.workspace.findFirstOrThrow({ where: { externalId: TENANT } });
  await test.database.prisma.account.create({
    data: { personId: teacher.id, workspaceId: tenant.id, externalId: PERSON },
  });
  receive = await open();
});
afterAll(() => test.drop());

/** Opens the features as one process has them. */
async function open(database = test.database): Promise<ReceiveEvent> {
  return (await openFeatures(database, () => NOW)).receive;
}

async function serve(receiver: Receiver): Promise<string> {
  const app = express();
  mount(app, receiver);
  server = createServer(app);
  return listen(server);
}

const takesPart = async () => {
  const { consentedAt, declinedAt } = await test.database.prisma.person.findUniqueOrThrow({
    where: { id: teacher.id },
  });
  return consentedAt !== null && declinedAt === null;
};

/** Closed after each test, also after one that fails. */
const opened: { close(): Promise<void> }[] = [];

describe('a "yes" that somebody captured and sends again after a "no"', () => {
  beforeEach(() =>
    test.database.prisma.person.update({ where: { id: teacher.id }, data: { consentedAt: null, declinedAt: null } }),
  );
  afterEach(async () => {
    for (const each of opened.splice(0)) await each.close();
    await stopListening(server);
  });

  it('changes nothing on Slack, and the message shows the present state', async () => {
    let appUrl = '';
    const slack = await startSlackSimulator({
      signingSecret: 'secret',
      appUrl: () => appUrl,
      scopes: BOT_SCOPES,
      postsPerSecondPerChannel: null,
      ...LONG_TIMEOUTS_SLACK,
    });
    opened.push(slack);
    const { botToken } = slack.addWorkspace({ team: TEAM, name: 'School' });
    slack.addUser({ team: TEAM, user: teacher.user, name: 'Anna' });
    const common = {
      slackApiUrl: `${slack.url}/api/`,
      tokenFor: async () => ({ botToken, botUserId: null }),
      isOurs: async () => true,
      onWorkspaceLost: async () => undefined,
      log,
    };
    const receiver = createSlackReceiver({
      ...common,
      ...LONG_TIMEOUT_RECEIVER,
      connection: { mode: 'http', signingSecret: 'secret' },
      receive,
    });
    appUrl = await serve(receiver);
    const to = { kind: 'person', workspace: TEAM, user: teacher.user, conversation: null } as const;
    const fewest = { together: 5, beside: 8 };
    const person = {
      id: '1',
      name: 'Naam',
      role: 'teacher',
      language: 'nl',
      takesPart: false,
      decided: false,
    } as const;
    const { reference } = await createSlackPlatform(common).send({
      key: 'invitation:1',
      to,
      view: invitationView(person, { fewest, privacyUrl: null, language: { kind: 'divider' } }),
    });
    const [channel = '', ts = ''] = reference.split(':');
    const who = { team: TEAM, user: teacher.user };

    const yes = await slack.tap({ ...who, channel, ts, actionId: 'people.consent#0' });
    expect([yes.status, await takesPart()]).toEqual([200, true]);
    await slack.typeMessage(who, 'stop');
    expect(await takesPart()).toBe(false);
    expect((await slack.redeliver(yes)).status).toBe(200);
    await receiver.stop();
    expect(await takesPart()).toBe(false);
    const message = slack.state().workspaces[0]?.conversations[0]?.messages.find((one) => one.ts === ts);
    expect(JSON.stringify(message)).toContain('je krijgt geen vragen');
  });

  it('changes nothing on Teams within the life of its token', async () => {
    const connector = await startConnectorStub();
    const receiver = createTeamsReceiver({
      messages: fakeStandingMessages(),
      credentials: connector.credentials,
      receive,
      isTenantAllowed: async () => true,
      isOurs: async () => false,
      onServiceUrl: async () => undefined,
      log,
      ...LONG_TIMEOUTS_TEAMS,
    });
    const appUrl = await serve(receiver);
    const token = await connector.sign();
    const post = async (more: object) => {
      const response = await fetch(`${appUrl}/api/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({
          channelId: 'msteams',
          serviceUrl: connector.url,
          from: { id: '29:u', aadObjectId: PERSON },
          recipient: { id: '28:bot-app' },
          conversation: { id: 'a:1', conversationType: 'personal', tenantId: TENANT },
          ...more,
        }),
      });
      return { status: response.status, text: await response.text() };
    };
    const yes = {
      type: 'invoke',
      id: 'f:1',
      name: 'adaptiveCard/action',
      replyToId: '100',
      value: { action: { type: 'Action.Execute', verb: 'people.consent', data: { answer: 'yes' } } },
    };
    expect(await post(yes)).toMatchObject({ status: 200 });
    expect(await takesPart()).toBe(true);
    expect(await post({ type: 'message', id: '101', text: 'stop' })).toMatchObject({ status: 200 });
    expect(await takesPart()).toBe(false);
    const again = await post(yes);
    expect(again.status).toBe(200);
    expect(again.text).toContain('je krijgt geen vragen');
    expect(await takesPart()).toBe(false);
    await receiver.stop();
    await connector.close();
  });
});

describe('deliveries that two processes get at once', () => {
  const from = () => ({ platform: 'slack', workspace: TEAM, user: teacher.user }) as const;
  const consent = (id: string) =>
    ({ id, from: from(), kind: 'tap', action: 'people.consent', data: { answer: 'yes' } }) as const;

  it('are handled by one of them, whatever the other does', async () => {
    const second = openDatabase(test.url);
    const stores = [createSeenEventStore(test.database, marks), createSeenEventStore(second, marks)];
    const claims = await Promise.all(
      Array.from({ length: 20 }, (_, index) => stores[index % 2]?.claim('slack', 'at-once', NOW)),
    );
    expect(claims.filter((claim) => claim === 'claimed')).toHaveLength(1);
    expect(claims.filter((claim) => claim === 'under-way')).toHaveLength(19);
    await stores[0]?.finish('slack', 'at-once');
    expect(await stores[1]?.claim('slack', 'at-once', NOW)).toBe('done');
    await second.close();
  });

  it('are remembered in such a way that somebody who knows a conversation cannot find out which of its messages existed', async () => {
    const conversation = 'a:1-of-somebody-who-was-forgotten';
    const [sent, at] = [NOW.getTime(), (ms: number) => `${conversation}/${ms}`];
    await createSeenEventStore(test.database, marks).claim('teams', at(sent), NOW);
    const kept = new Set((await test.database.prisma.incomingEvent.findMany()).map(({ id }) => id));
    // Teams numbers messages by their time. These all fall in one second, and trying a week takes minutes.
    const tried = Array.from({ length: 1_000 }, (_, ms) => at(sent - 500 + ms));
    expect(tried.filter((id) => kept.has(sha256(id)))).toEqual([]);
    const otherKey = secretsWith([{ id: 'other', key: Buffer.alloc(32, 2) }]);
    expect(tried.filter((id) => kept.has(otherKey.mark(id)))).toEqual([]);
    expect(tried.filter((id) => kept.has(mark(id)))).toEqual([at(sent)]);
  });

  it('are recognised when an earlier version, which stored hashes, handled them or is still handling them', async () => {
    const store = createSeenEventStore(test.database, marks);
    const row = (id: string, claimedUntil: Date | null) => ({
      platform: 'slack' as const,
      id: sha256(id),
      receivedAt: NOW,
      claimedUntil,
    });
    const soon = new Date(NOW.getTime() + 20_000);
    await test.database.prisma.incomingEvent.createMany({ data: [row('handled', null), row('at work', soon)] });
    expect(await store.claim('slack', 'handled', NOW)).toBe('done');
    expect(await store.claim('slack', 'at work', NOW)).toBe('under-way');
    expect(await store.claim('slack', 'at work', new Date(soon.getTime() + 1))).toBe('claimed');
  });

  it('are recognised while processes get a newer key one by one, and while the oldest key is dropped', async () => {
    const [oldest, newest] = [1, 2].map((byte) => ({ id: `k${byte}`, key: Buffer.alloc(32, byte) }));
    if (!oldest || !newest) throw new Error('two keys');
    const second = openDatabase(test.url);
    const [before, between, after] = [[oldest], [newest, oldest], [newest]].map((keys, index) =>
      createSeenEventStore(index === 1 ? second : test.database, secretsWith(keys).marks),
    );
    if (!before || !between || !after) throw new Error('three processes');
    for (const [first, other] of [
      [before, between],
      [between, before],
      [between, after],
      [after, between],
    ] as const) {
      await test.database.prisma.incomingEvent.deleteMany();
      expect(await first.claim('slack', 'rotated', NOW)).toBe('claimed');
      expect(await other.claim('slack', 'rotated', NOW)).toBe('under-way');
      await first.release('slack', 'rotated');
      expect(await other.claim('slack', 'rotated', NOW)).toBe('claimed');
      await other.finish('slack', 'rotated');
      expect(await first.claim('slack', 'rotated', NOW)).toBe('done');
      const both = [first, other];
      const claims = await Promise.all(
        Array.from({ length: 20 }, (_, index) => both[index % 2]?.claim('slack', 'at-once-rotated', NOW)),
      );
      expect(claims.filter((claim) => claim === 'claimed')).toHaveLength(1);
    }
    await second.close();
  });

  it('are handled by the other process when the first fails', async () => {
    const [store] = [createSeenEventStore(test.database, marks)];
    expect(await store.claim('slack', 'fails', NOW)).toBe('claimed');
    await store.release('slack', 'fails');
    expect(await store.claim('slack', 'fails', NOW)).toBe('claimed');
  });

  it('are handled by the other process, once, when the first was killed, but not before it counts as dead', async () => {
    const store = createSeenEventStore(test.database, marks);
    expect(await store.claim('slack', 'killed', NOW)).toBe('claimed');
    expect(await store.claim('slack', 'killed', new Date(NOW.getTime() + 49_000))).toBe('under-way');
    const later = new Date(NOW.getTime() + 51_000);
    const both = await Promise.all([1, 2].map(() => store.claim('slack', 'killed', later)));
    expect(both.sort()).toEqual(['claimed', 'under-way']);
  });

  it('store nothing a second time', async () => {
    const second = openDatabase(test.url);
    const [one, two] = await Promise.all([open(), open(second)]);
    await one(consent('trigger-9'));
    await one({ id: 'Ev9', from: from(), kind: 'command', words: 'stop', conversation: null });
    await two(consent('trigger-9'));
    expect(await takesPart()).toBe(false);
    await second.close();
  });
});
