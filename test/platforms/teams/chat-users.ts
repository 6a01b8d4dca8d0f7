import { createServer } from 'node:http';
import express from 'express';
import { pino } from 'pino';
import { startTeamsSimulator } from '../../../playground/teams/simulator.ts';
import type { ConversationReference } from '../../../src/chat/address.ts';
import type { ActionData, Button, Dialog, FieldValues } from '../../../src/chat/view.ts';
import { createTeamsReceiver } from '../../../src/platforms/teams/receive.ts';
import { fieldId } from '../../../src/platforms/teams/render-field.ts';
import { createTeamsPlatform } from '../../../src/platforms/teams/send.ts';
import { type ChatUserDriver, type Features, viewWith } from '../../app/chat-user-driver.ts';
import { LONG_TIMEOUTS_TEAMS } from '../../fakes/long-timeouts.ts';
import { fakeStandingMessages } from '../../fakes/standing-messages.ts';
import { TENANT } from '../../fixtures/partnership.ts';
import { listen, stopListening } from '../../listen.ts';
import { mount } from '../mount.ts';

/** The values that a person fills in on the card of a dialog. */
export function inputsFor(dialog: Dialog, values: FieldValues): Record<string, string> {
  const filledIn = dialog.fields.flatMap((field) => {
    const value = values[field.name];
    if (value === undefined) return [];
    return [[fieldId(field), typeof value === 'string' ? value : value.map(encodeURIComponent).join(',')] as const];
  });
  return Object.fromEntries(filledIn);
}

const log = pino({ level: 'silent' });
const CHANNEL = '19:supervisors@thread.tacv2';

/** Opens a simulated Teams with these people, in which the app was added to a team. */
export async function openTeamsUsers(features: Features, people: readonly string[]) {
  let appUrl = '';
  const conversations = new Map<string, ConversationReference | null>();
  const teams = await startTeamsSimulator({ appUrl: () => appUrl, limits: false, ...LONG_TIMEOUTS_TEAMS });
  const { appId, appPassword, tenantId, ...endpoints } = teams.authentication;
  const credentials = { type: 'SingleTenant', appId, appPassword, tenantId, endpoints } as const;
  const receiver = createTeamsReceiver({
    credentials,
    receive: (event) => {
      if (event.kind === 'connected') conversations.set(event.from.user, event.conversation);
      return features.receive(event);
    },
    isTenantAllowed: async (tenant) => tenant === TENANT,
    isOurs: async () => false,
    onServiceUrl: async () => undefined,
    messages: fakeStandingMessages(),
    log,
    ...LONG_TIMEOUTS_TEAMS,
  });
  const platform = createTeamsPlatform({ credentials, serviceUrlFor: async () => teams.url });
  const app = express();
  mount(app, receiver);
  const server = createServer(app);
  appUrl = await listen(server);
  teams.addTenant({ tenant: TENANT, name: 'Scholen' });
  teams.addChannel({ tenant: TENANT, team: '19:team@thread.tacv2', channel: CHANNEL, name: 'Begeleiders' });
  for (const user of people) teams.addUser({ tenant: TENANT, user, name: 'Iemand' });
  const [first = ''] = people;
  await teams.installInTeam({ tenant: TENANT, user: first, team: '19:team@thread.tacv2' });
  await receiver.stop();
  const toldTheTeam = teams.state().conversations.find(({ id }) => id === CHANNEL)?.messages ?? [];

  function visibleTo(user: string): string[] {
    const state = teams.state();
    const own = state.users.find((each) => each.user === user);
    const messages = state.conversations
      .filter(({ id, kind }) => kind === 'channel' || id === own?.conversation)
      .flatMap((conversation) => conversation.messages)
      .filter(({ byBot }) => byBot);
    return [...messages, own?.dialog ?? null].map((each) => JSON.stringify(each));
  }

  function chatUserOf(user: string): ChatUserDriver {
    const who = { tenant: TENANT, user };
    const seen = async (act: () => Promise<unknown>) => {
      const before = new Set(visibleTo(user));
      const outcome = await act();
      await receiver.stop();
      return [JSON.stringify(outcome), ...visibleTo(user).filter((each) => !before.has(each))].join('\n');
    };
    const sendButton = async (action: string, data: ActionData, opens: Button['opens']) => {
      if (!conversations.has(user)) await teams.install(who);
      await receiver.stop();
      const to = { kind: 'person', workspace: TENANT, user, conversation: conversations.get(user) ?? null } as const;
      const { reference } = await platform.send({ key: 'k', to, view: viewWith(action, data, opens) });
      return { ...who, activityId: reference };
    };
    return {
      tap: async (action, data) => {
        const tap = await sendButton(action, data, 'view');
        return seen(() => teams.execute({ ...tap, verb: action }));
      },
      open: async (action, data) => {
        const tap = await sendButton(action, data, 'dialog');
        return seen(() => teams.openDialog(tap));
      },
      submit: async (dialog, values) => {
        const tap = await sendButton('test.open', {}, 'dialog');
        features.forced.push({ kind: 'dialog', dialog });
        await teams.openDialog(tap);
        return seen(() => teams.submitDialog(who, inputsFor(dialog, values), { title: dialog.submit ?? '' }));
      },
      press: (label) => seen(() => pressInTeams(label)),
      type: (words) => seen(() => teams.typeMessage(who, words.replace(/^\//, ''))),
      shortcut: (name) => seen(() => teams.typeMessage(who, name)),
      correct: async (before, words) => {
        const { activityId } = await teams.typeMessage(who, before);
        await receiver.stop();
        return seen(() => teams.changeMessage(who, activityId, words));
      },
      mention: (words) => seen(() => teams.mentionApp(who, CHANNEL, words)),
      arrive: () => seen(() => teams.install(who)),
    };

    async function pressInTeams(label: string): Promise<unknown> {
      const state = teams.state();
      const own = state.users.find((each) => each.user === user);
      if (own?.dialog && JSON.stringify(own.dialog.card).includes(`"${label}"`)) {
        return teams.submitDialog(who, {}, { title: label });
      }
      const chat = state.conversations.find(({ id }) => id === own?.conversation);
      const message = chat?.messages.findLast(({ card }) => JSON.stringify(card).includes(`"${label}"`));
      if (!message) throw new Error(`no button ${label}`);
      return teams.execute({ ...who, activityId: message.id, title: label });
    }
  }

  return {
    teams,
    /** The messages that the team got when the app was added. */
    toldTheTeam: toldTheTeam.map(({ summary }) => summary),
    chatUserOf,
    close: async () => {
      await receiver.stop();
      await stopListening(server);
      await teams.close();
    },
  };
}
