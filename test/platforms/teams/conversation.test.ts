import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import express from 'express';
import { pino } from 'pino';
import { startTeamsSimulator, type TeamsSimulator } from '../../../playground/teams/simulator.ts';
import type { ConversationReference } from '../../../src/chat/address.ts';
import type { ChatEvent, Reply } from '../../../src/chat/event.ts';
import type { ChatPlatform } from '../../../src/chat/platform.ts';
import type { View } from '../../../src/chat/view.ts';
import type { Receiver } from '../../../src/platforms/adapter.ts';
import { createTeamsReceiver } from '../../../src/platforms/teams/receive.ts';
import { createTeamsPlatform } from '../../../src/platforms/teams/send.ts';
import { LONG_TIMEOUTS_TEAMS } from '../../fakes/long-timeouts.ts';
import { fakeStandingMessages } from '../../fakes/standing-messages.ts';
import { listen, stopListening } from '../../listen.ts';
import { mount } from '../mount.ts';

const TENANT = '11111111-1111-4111-8111-111111111111';
const FOREIGN = '22222222-2222-4222-8222-222222222222';
const anna = { tenant: TENANT, user: 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa' };
const carla = { tenant: FOREIGN, user: 'cccccccc-cccc-4ccc-8ccc-cccccccccccc' };
const TEAM = '19:team@thread.tacv2';
const CHANNEL = '19:supervisors@thread.tacv2';

let teams: TeamsSimulator;
let server: Server;
let receiver: Receiver;
let platform: ChatPlatform;
let events: ChatEvent[];
let replies: Reply[];
let conversation: ConversationReference | null;
let serviceUrl: string | null;

const question: View = {
  summary: 'Drie vragen',
  blocks: [
    {
      kind: 'buttons',
      layout: 'stacked',
      buttons: [
        { label: 'Nooit', action: 'check-in.answer', data: { value: '0' }, tone: 'plain', opens: 'view' },
        { label: 'Wijzigen', action: 'check-in.change', data: { checkIn: 'c1' }, tone: 'plain', opens: 'dialog' },
      ],
    },
  ],
};
const thanks: View = { summary: 'Dank je wel', blocks: [{ kind: 'text', text: 'Dank je wel' }] };
const dialog: Reply = {
  kind: 'dialog',
  dialog: {
    action: 'check-in.save',
    data: { checkIn: 'c1' },
    title: 'Wijzigen',
    intro: 'Kies opnieuw',
    fields: [
      {
        kind: 'choice',
        name: 'VIT01',
        label: 'Vol energie',
        options: [
          { label: 'Nooit', value: '0' },
          { label: 'Elke dag', value: '6' },
        ],
        initial: '6',
        missing: null,
      },
    ],
    submit: 'Bewaren',
    close: 'Sluiten',
  },
};

beforeEach(async () => {
  events = [];
  replies = [];
  conversation = null;
  serviceUrl = null;
  const app = express();
  server = createServer(app);
  const appUrl = await listen(server);
  teams = await startTeamsSimulator({ appUrl: () => appUrl, ...LONG_TIMEOUTS_TEAMS });
  const { appId, appPassword, tenantId, ...endpoints } = teams.authentication;
  const credentials = { type: 'SingleTenant', appId, appPassword, tenantId, endpoints } as const;
  receiver = createTeamsReceiver({
    messages: fakeStandingMessages(),
    credentials,
    receive: async (event) => {
      events.push(event);
      if (event.kind === 'connected') conversation = event.conversation;
      return replies.shift() ?? { kind: 'none' };
    },
    isTenantAllowed: async (tenant) => tenant === TENANT,
    isOurs: async () => false,
    onServiceUrl: async (_, url) => {
      serviceUrl = url;
    },
    log: pino({ level: 'silent' }),
    ...LONG_TIMEOUTS_TEAMS,
  });
  platform = createTeamsPlatform({ credentials, serviceUrlFor: async () => serviceUrl });
  mount(app, receiver);
  for (const { tenant, user } of [anna, carla]) {
    teams.addTenant({ tenant, name: 'Scholen' });
    teams.addUser({ tenant, user, name: 'Iemand' });
  }
  teams.addChannel({ tenant: TENANT, team: TEAM, channel: CHANNEL, name: 'Begeleiders' });
});

afterEach(async () => {
  await receiver.stop();
  await stopListening(server);
  await teams.close();
});

const toAnna = () => ({ kind: 'person', workspace: TENANT, user: anna.user, conversation }) as const;
async function ask(): Promise<string> {
  await teams.install(anna);
  const { reference } = await platform.send({ key: 'check-in:c1', to: toAnna(), view: question });
  events = [];
  return reference;
}
const chat = () => teams.state().conversations.find(({ owner }) => owner === anna.user)?.messages ?? [];
const summaries = () => chat().map((message) => message.summary);

describe('with the simulated Teams', () => {
  it('somebody who adds the app can be reached', async () => {
    expect((await teams.install(anna)).status).toBe(200);
    expect(new Set(events.map((event) => event.kind))).toEqual(new Set(['connected']));
    expect(serviceUrl).toBe(teams.url);
    const { reference } = await platform.send({ key: 'check-in:c1', to: toAnna(), view: question });
    expect(chat()).toMatchObject([{ id: reference, summary: 'Drie vragen' }]);
  });

  it('somebody who removes it cannot', async () => {
    await ask();
    await teams.uninstall(anna);
    expect(events).toMatchObject([{ kind: 'disconnected', from: { user: anna.user } }]);
    await expect(platform.send({ key: 'k', to: toAnna(), view: question })).rejects.toMatchObject({
      fault: 'unreachable',
      message: 'BotNotInConversationRoster',
    });
  });

  it('a tap replaces the card at once and permanently', async () => {
    const activityId = await ask();
    replies = [{ kind: 'replace', view: thanks }];
    const { result } = await teams.execute({ ...anna, activityId, verb: 'check-in.answer' });
    expect(result.kind).toBe('replace');
    expect(events).toMatchObject([{ kind: 'tap', action: 'check-in.answer', data: { value: '0' } }]);
    await receiver.stop();
    expect(teams.recorded().map(({ via }) => via)).toEqual(['send', 'invoke', 'update']);
    expect(summaries()).toEqual(['Dank je wel']);
  });

  it('the same tap delivered again keeps its id, and nobody sees an error', async () => {
    const activityId = await ask();
    const first = await teams.execute({ ...anna, activityId, verb: 'check-in.answer' });
    await teams.redeliver(first.activityId);
    expect(events.map((event) => event.id)).toEqual([events[0]?.id, events[0]?.id]);
    expect(teams.visibleErrors).toEqual([]);
  });

  it('a dialog opens, is submitted, and replaces the message that it came from', async () => {
    const activityId = await ask();
    replies = [dialog, { kind: 'replace', view: thanks }];
    expect((await teams.openDialog({ ...anna, activityId })).result.kind).toBe('show');
    expect((await teams.submitDialog(anna, { 'choice.VIT01': '0' })).result).toEqual({
      kind: 'note',
      text: 'Dank je wel',
    });
    expect(events).toMatchObject([
      { kind: 'tap', action: 'check-in.change', data: { checkIn: 'c1' } },
      { kind: 'submission', action: 'check-in.save', data: { checkIn: 'c1' }, values: { VIT01: '0' } },
    ]);
    await receiver.stop();
    expect(summaries()).toEqual(['Dank je wel']);
  });

  it('a dialog that is closed by its own button causes no event', async () => {
    const activityId = await ask();
    replies = [dialog];
    await teams.openDialog({ ...anna, activityId });
    expect((await teams.submitDialog(anna, {}, { data: { close: 'true' } })).result.kind).toBe('close');
    expect(events).toHaveLength(1);
  });

  it('a note is shown in the dialog and not in the chat', async () => {
    const activityId = await ask();
    replies = [dialog, { kind: 'close', note: 'Bewaard' }];
    await teams.openDialog({ ...anna, activityId });
    expect((await teams.submitDialog(anna, {})).result).toEqual({ kind: 'note', text: 'Bewaard' });
    await receiver.stop();
    expect(summaries()).toEqual(['Drie vragen']);
  });

  it('a typed word is answered in the chat', async () => {
    await teams.install(anna);
    replies = [{ kind: 'say', view: thanks }];
    await teams.typeMessage(anna, 'Hulp');
    await receiver.stop();
    expect(events.at(-1)).toMatchObject({ kind: 'command', words: 'hulp' });
    expect(summaries().at(-1)).toBe('Dank je wel');
  });

  it('a confirmation is not lost when Teams is too busy for it, and is sent once', async () => {
    await teams.install(anna);
    teams.fail('send', { status: 429, retryAfterS: 1, times: 2 });
    replies = [{ kind: 'say', view: thanks }];
    expect((await teams.typeMessage(anna, 'stop')).status).toBe(200);
    await receiver.stop();
    expect(summaries().filter((summary) => summary === 'Dank je wel')).toHaveLength(1);
    teams.fail('send', { dropAfterAccept: true, times: 1 });
    replies = [{ kind: 'say', view: { ...thanks, summary: 'Nog eens' } }];
    await teams.typeMessage(anna, 'stop');
    await receiver.stop();
    expect(summaries().filter((summary) => summary === 'Nog eens')).toHaveLength(1);
  });

  it('a slow update does not come last: the card ends with the latest question', async () => {
    const activityId = await ask();
    const at = (summary: string): Reply => ({ kind: 'replace', view: { ...question, summary } });
    replies = [at('Vraag 2'), at('Vraag 3')];
    teams.fail('update', { delayMs: 700, times: 1 });
    await teams.execute({ ...anna, activityId, verb: 'check-in.answer' });
    await teams.execute({ ...anna, activityId, verb: 'check-in.answer' });
    await receiver.stop();
    const updates = teams.recorded().filter(({ via }) => via === 'update');
    expect(updates.map(({ activity }) => activity['summary'])).toEqual(['Vraag 2', 'Vraag 3']);
    expect(summaries()).toEqual(['Vraag 3']);
  });

  it('an update is repeated while Teams is too busy for it', async () => {
    const activityId = await ask();
    replies = [{ kind: 'replace', view: thanks }];
    teams.fail('update', { status: 429, retryAfterS: 1, times: 1 });
    teams.fail('update', { status: 502, times: 1 });
    await teams.execute({ ...anna, activityId, verb: 'check-in.answer' });
    await receiver.stop();
    expect(summaries()).toEqual(['Dank je wel']);
  });

  describe('a message that was sent twice because the first answer was lost', () => {
    const about = { notification: 'check-in:c1', current: async () => null };
    const tap = async (activityId: string, view: View) => {
      replies = [{ kind: 'replace', view, about }];
      await teams.execute({ ...anna, activityId, verb: 'check-in.answer' });
      await receiver.stop();
    };
    const sendAgain = async () => (await platform.send({ key: 'check-in:c1', to: toAnna(), view: question })).reference;

    it('exists once as soon as the unrecorded copy is tapped', async () => {
      const [lost, known] = [await ask(), await sendAgain()];
      await tap(known, { ...question, summary: 'Vraag 2' });
      expect(chat().map(({ id }) => id)).toEqual([lost, known]);
      await tap(lost, thanks);
      expect(chat()).toMatchObject([{ id: lost, summary: 'Dank je wel' }]);
    });

    it('exists once also when Teams is too busy to delete the copy, or has deleted it already', async () => {
      const [lost, known] = [await ask(), await sendAgain()];
      await tap(known, question);
      teams.fail('delete', { status: 429, retryAfterS: 1, times: 1 });
      teams.fail('delete', { dropAfterAccept: true, times: 1 });
      await tap(lost, question);
      expect(chat().map(({ id }) => id)).toEqual([lost]);
      await tap(lost, thanks);
      expect(teams.requests.filter(({ method }) => method === 'DELETE')).toHaveLength(3);
    });

    it('is left alone when the tapped one cannot be drawn, because the other is all that is left', async () => {
      const [lost, known] = [await ask(), await sendAgain()];
      await tap(known, question);
      teams.fail('update', { status: 404, times: 1 });
      await tap(lost, thanks);
      expect(chat().map(({ id }) => id)).toEqual([lost, known]);
    });
  });

  it('a message is in doubt when a gateway failed', async () => {
    await ask();
    teams.fail('send', { status: 502, dropAfterAccept: true, times: 1 });
    const doubtful = platform.send({ key: 'k', to: toAnna(), view: question });
    await expect(doubtful).rejects.toMatchObject({ fault: 'retry', inDoubt: true });
    expect(chat()).toHaveLength(2);
  });

  it('a tenant that is not allowed is refused', async () => {
    expect((await teams.typeMessage(carla, 'hulp')).status).toBe(403);
    expect(events).toEqual([]);
    expect(serviceUrl).toBeNull();
  });

  it('a team that gets the app reads once where people can talk to it', async () => {
    replies = [{ kind: 'say', view: thanks }];
    await teams.installInTeam({ ...anna, team: TEAM });
    await receiver.stop();
    expect(events).toMatchObject([{ kind: 'added-among-others', from: { user: anna.user } }]);
    const posts = teams.state().conversations.find(({ id }) => id === CHANNEL)?.messages;
    expect(posts).toMatchObject([{ summary: 'Dank je wel' }]);
  });

  it('a post in a channel is a thread of its own', async () => {
    await teams.installInTeam({ ...anna, team: TEAM });
    const to = { kind: 'channel', workspace: TENANT, channel: CHANNEL } as const;
    const { reference } = await platform.send({ key: 'week:2026-W47', to, view: thanks });
    const posts = teams.state().conversations.find(({ id }) => id === CHANNEL)?.messages;
    expect(posts).toMatchObject([{ id: reference, thread: reference, summary: 'Dank je wel' }]);
  });

  it('an error of the platform is recognised, and nothing is posted twice', async () => {
    await ask();
    teams.fail('send', { status: 429, retryAfterS: 2, times: 1 });
    await expect(platform.send({ key: 'k', to: toAnna(), view: question })).rejects.toMatchObject({
      fault: 'retry',
      retryAfterMs: 2_000,
    });
    teams.fail('send', { dropAfterAccept: true, times: 1 });
    await expect(platform.send({ key: 'k', to: toAnna(), view: question })).rejects.toMatchObject({
      fault: 'retry',
      inDoubt: true,
    });
    expect(teams.sends).toHaveLength(2);
  });
});
