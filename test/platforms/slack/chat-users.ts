import { createServer } from 'node:http';
import express from 'express';
import { pino } from 'pino';
import { type SlackSimulator, startSlackSimulator } from '../../../playground/slack/simulator.ts';
import type { ActionData, Button } from '../../../src/chat/view.ts';
import { createSlackReceiver } from '../../../src/platforms/slack/receive.ts';
import { BOT_SCOPES, SLASH_COMMAND } from '../../../src/platforms/slack/scopes.ts';
import { createSlackPlatform } from '../../../src/platforms/slack/send.ts';
import { type ChatUserDriver, type Features, viewWith } from '../../app/chat-user-driver.ts';
import { LONG_TIMEOUT_RECEIVER, LONG_TIMEOUTS_SLACK } from '../../fakes/long-timeouts.ts';
import { TEAM } from '../../fixtures/partnership.ts';
import { listen, stopListening } from '../../listen.ts';
import { mount } from '../mount.ts';

const log = pino({ level: 'silent' });

/** Opens a simulated Slack with these people. @param people the workspace that each user belongs to, by user id */
export async function openSlackUsers(features: Features, people: Readonly<Record<string, string | null>>) {
  let appUrl = '';
  const slack = await startSlackSimulator({
    signingSecret: 'secret',
    appUrl: () => appUrl,
    scopes: BOT_SCOPES,
    postsPerSecondPerChannel: null,
    postsPerMinutePerWorkspace: null,
    ...LONG_TIMEOUTS_SLACK,
  });
  const { botToken, botUser } = slack.addWorkspace({ team: TEAM, name: 'School' });
  for (const [user, home] of Object.entries(people)) slack.addUser({ team: TEAM, user, name: user, home });
  slack.addChannel({ team: TEAM, channel: 'C0TEST', name: 'begeleiders' });
  const options = {
    slackApiUrl: `${slack.url}/api/`,
    log,
    tokenFor: async (team: string) => (team === TEAM ? { botToken, botUserId: botUser } : null),
    isOurs: async (team: string) => team === TEAM,
    onWorkspaceLost: async () => undefined,
  };
  const receiver = createSlackReceiver({
    ...options,
    ...LONG_TIMEOUT_RECEIVER,
    connection: { mode: 'http', signingSecret: 'secret' },
    receive: features.receive,
  });
  const platform = createSlackPlatform(options);
  const app = express();
  mount(app, receiver);
  const server = createServer(app);
  appUrl = await listen(server);

  const workspaceNow = () => {
    const workspace = slack.state().workspaces.find(({ team }) => team === TEAM);
    if (!workspace) throw new Error('no workspace');
    return workspace;
  };
  function visibleTo(user: string): string[] {
    const { conversations, modals, homes, notices } = workspaceNow();
    const messages = conversations
      .filter(({ members }) => members.includes(user))
      .flatMap((conversation) => conversation.messages)
      .filter(({ fromApp, ephemeralFor }) => fromApp && (ephemeralFor === null || ephemeralFor === user));
    const seen = [...messages, ...(modals[user] ?? []), homes[user] ?? null, ...notices];
    return seen.map((each) => JSON.stringify(each));
  }
  const settle = () => receiver.stop();

  function chatUserOf(user: string): ChatUserDriver {
    const who = { team: TEAM, user };
    const seen = async (act: () => Promise<unknown>) => {
      const before = new Set(visibleTo(user));
      await act();
      await settle();
      return visibleTo(user)
        .filter((each) => !before.has(each))
        .join('\n');
    };
    const sendButton = async (action: string, data: ActionData, opens: Button['opens']) => {
      const to = { kind: 'person', workspace: TEAM, user, conversation: null } as const;
      const { reference } = await platform.send({ key: 'k', to, view: viewWith(action, data, opens) });
      const [channel = '', ts = ''] = reference.split(':');
      return { ...who, channel, ts, actionId: `${action}#0` };
    };
    return {
      tap: async (action, data) => {
        const tap = await sendButton(action, data, 'view');
        return seen(() => slack.tap(tap));
      },
      open: async (action, data) => {
        const tap = await sendButton(action, data, 'dialog');
        return seen(() => slack.tap(tap));
      },
      submit: async (dialog, values) => {
        const tap = await sendButton('test.open', {}, 'dialog');
        features.forced.push({ kind: 'dialog', dialog });
        await slack.tap(tap);
        await settle();
        // An unticked box is a choice of nothing.
        const boxes = dialog.fields.filter(({ kind }) => kind === 'yes-no').map(({ name }) => name);
        const filled = Object.entries(values).map(([name, value]) =>
          boxes.includes(name) ? ([name, value === 'yes' ? ['yes'] : []] as const) : ([name, value] as const),
        );
        return seen(() => slack.submitModal(who, Object.fromEntries(filled)));
      },
      press: (label, where) =>
        seen(() => (where === 'home' ? tapHomeLabel : tapLabel)(slack, workspaceNow(), who, label)),
      type: (words) =>
        seen(() =>
          words.startsWith('/')
            ? slack.slashCommand(who, SLASH_COMMAND, words.slice(1))
            : slack.typeMessage(who, words),
        ),
      shortcut: (name) => seen(() => slack.shortcut(who, name)),
      correct: async (before, words) => {
        await slack.typeMessage(who, before);
        await settle();
        const direct = workspaceNow().conversations.find(({ channel }) => channel === slack.directChannel(TEAM, user));
        const ts = direct?.messages.findLast(({ author }) => author === user)?.ts ?? '';
        return seen(() => slack.changeMessage(who, ts, words));
      },
      mention: (words) => seen(() => slack.mentionApp(who, 'C0TEST', words)),
      arrive: () => seen(() => slack.openHome(who)),
    };
  }

  return {
    slack,
    chatUserOf,
    settle,
    close: async () => {
      await settle();
      await slack.close();
      await stopListening(server);
    },
  };
}

type Workspace = ReturnType<SlackSimulator['state']>['workspaces'][number];

/** Taps the newest button with this label: in the top modal, or otherwise in a message. */
async function tapLabel(
  slack: SlackSimulator,
  { conversations, modals }: Workspace,
  who: { team: string; user: string },
  label: string,
): Promise<unknown> {
  const inModal = actionIn(modals[who.user]?.at(-1)?.view, label);
  if (inModal) return slack.tapModal({ ...who, actionId: inModal });
  const shown = conversations
    .filter(({ members }) => members.includes(who.user))
    .flatMap(({ channel, messages }) => messages.map((message) => ({ channel, message })))
    .findLast(({ message }) => message.fromApp && actionIn(message.blocks, label));
  const inMessage = shown && actionIn(shown.message.blocks, label);
  if (!inMessage) throw new Error(`no button ${label}`);
  return slack.tap({ ...who, channel: shown.channel, ts: shown.message.ts, actionId: inMessage });
}

async function tapHomeLabel(
  slack: SlackSimulator,
  { homes }: Workspace,
  who: { team: string; user: string },
  label: string,
): Promise<unknown> {
  const atHome = actionIn(homes[who.user]?.view, label);
  if (!atHome) throw new Error(`no button ${label}`);
  return slack.tapHome({ ...who, actionId: atHome });
}

/** The action_id of the button with this label, at any depth. */
function actionIn(part: unknown, label: string): string | null {
  if (typeof part !== 'object' || part === null) return null;
  if ('type' in part && part.type === 'button' && 'action_id' in part && JSON.stringify(part).includes(`"${label}"`)) {
    return String(part.action_id);
  }
  for (const inner of Object.values(part)) {
    const found = actionIn(inner, label);
    if (found) return found;
  }
  return null;
}
