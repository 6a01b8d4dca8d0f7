import { createServer } from 'node:http';
import express from 'express';
import { pino } from 'pino';
import { elementsOf } from '../../../playground/slack/check-blocks.ts';
import { startSlackSimulator } from '../../../playground/slack/simulator.ts';
import type { ChatEvent, Reply } from '../../../src/chat/event.ts';
import { createSlackReceiver } from '../../../src/platforms/slack/receive.ts';
import { BOT_SCOPES } from '../../../src/platforms/slack/scopes.ts';
import { createSlackPlatform } from '../../../src/platforms/slack/send.ts';
import { LONG_TIMEOUT_RECEIVER, LONG_TIMEOUTS_SLACK } from '../../fakes/long-timeouts.ts';
import { listen, stopListening } from '../../listen.ts';
import { type AdapterRig, textsUnder, type Where } from '../adapter-rig.ts';
import { mount } from '../mount.ts';

const WHO = { team: 'T0STAGE', user: 'U0ANNA' };
const CHANNEL = 'C0STAGE';
const NO_FRAME = { platform: 'slack', title: null, buttons: [], errors: {} } as const;

/** Opens Slack's adapter in front of a simulated Slack. */
export async function openSlackRig(): Promise<AdapterRig> {
  let appUrl = '';
  const [events, replies]: [ChatEvent[], Reply[]] = [[], []];
  const slack = await startSlackSimulator({
    signingSecret: 'secret',
    appUrl: () => appUrl,
    scopes: BOT_SCOPES,
    postsPerSecondPerChannel: null,
    postsPerMinutePerWorkspace: null,
    ...LONG_TIMEOUTS_SLACK,
  });
  const { botToken, botUser } = slack.addWorkspace({ team: WHO.team, name: 'School' });
  slack.addUser({ ...WHO, name: 'Anna' });
  slack.addChannel({ team: WHO.team, channel: CHANNEL, name: 'begeleiders' });
  const options = {
    slackApiUrl: `${slack.url}/api/`,
    log: pino({ level: 'silent' }),
    tokenFor: async () => ({ botToken, botUserId: botUser }),
    isOurs: async () => true,
    onWorkspaceLost: async () => undefined,
  };
  const receiver = createSlackReceiver({
    ...options,
    ...LONG_TIMEOUT_RECEIVER,
    connection: { mode: 'http', signingSecret: 'secret' },
    receive: async (event) => {
      events.push(event);
      return replies.shift() ?? { kind: 'none' };
    },
  });
  const app = express();
  mount(app, receiver);
  const server = createServer(app);
  appUrl = await listen(server);

  const workspace = () => slack.state().workspaces.find(({ team }) => team === WHO.team);
  const modal = () => workspace()?.modals[WHO.user]?.at(-1) ?? null;
  function messageOf(reference: string) {
    const [channel = '', ts = ''] = reference.split(':');
    const conversation = workspace()?.conversations.find((each) => each.channel === channel);
    const message = conversation?.messages.find((each) => each.ts === ts);
    if (!message) throw new Error('no such message');
    return { channel, ts, blocks: message.blocks };
  }
  function elementsIn(reference: string) {
    return messageOf(reference).blocks.flatMap((block) =>
      elementsOf(block).map(({ element }) => ({ element, blockId: block.block_id ?? '' })),
    );
  }
  const buttonsIn = (reference: string) =>
    elementsIn(reference).flatMap(({ element, blockId }) => (element.type === 'button' ? [{ element, blockId }] : []));

  async function tap(_where: Where, reference: string, label: string): Promise<void> {
    const { channel, ts } = messageOf(reference);
    const button = buttonsIn(reference).find(({ element }) => element.text.text === label);
    const actionId = button?.element.action_id;
    if (!button || actionId === undefined) throw new Error(`no button ${label}`);
    await slack.tap({ ...WHO, channel, ts, actionId, blockId: button.blockId });
    await receiver.stop();
  }

  return {
    platform: createSlackPlatform(options),
    recipient: {
      person: { kind: 'person', workspace: WHO.team, user: WHO.user, conversation: null },
      channel: { kind: 'channel', workspace: WHO.team, channel: CHANNEL },
    },
    channel: CHANNEL,
    events,
    answerNext: (reply) => void replies.push(reply),
    shown: (_where, reference) => ({
      text: textsUnder(['text', 'alt_text'], messageOf(reference).blocks).join('\n'),
      buttons: buttonsIn(reference).map(({ element }) => element.text.text),
      addresses: buttonsIn(reference).flatMap(({ element }) => element.url ?? []),
      pictures: textsUnder(['image_url'], messageOf(reference).blocks),
    }),
    rendering: (_where, reference) => ({ ...NO_FRAME, blocks: messageOf(reference).blocks }),
    dialogRendering() {
      const open = modal();
      if (open?.view.type !== 'modal') return null;
      const { title, submit, close, blocks } = open.view;
      const buttons = [close, submit].flatMap((button) => button?.text ?? []);
      return { platform: 'slack', title: title.text, buttons, blocks, errors: open.errors };
    },
    async homeRendering(view, inChat) {
      replies.push({ kind: 'home', view, inChat });
      await slack.openHome(WHO);
      await receiver.stop();
      return { ...NO_FRAME, blocks: workspace()?.homes[WHO.user]?.view.blocks ?? [] };
    },
    tap,
    async choose(where, reference, label) {
      const selects = elementsIn(reference).flatMap(({ element, blockId }) =>
        element.type === 'static_select' ? [{ element, blockId }] : [],
      );
      for (const { element, blockId } of selects) {
        const option = element.options?.find(({ text }) => text.text === label);
        if (!option || element.action_id === undefined) continue;
        const { channel, ts } = messageOf(reference);
        await slack.tap({ ...WHO, channel, ts, actionId: element.action_id, blockId, selectedValue: option.value });
        await receiver.stop();
        return;
      }
      await tap(where, reference, label);
    },
    fields() {
      const open = modal();
      const inputs = open?.view.blocks.flatMap((block) =>
        block.type === 'input'
          ? [
              {
                label: block.label.text,
                help: block.hint?.text ?? null,
                error: open.errors[block.block_id ?? ''] ?? null,
              },
            ]
          : [],
      );
      return inputs === undefined || inputs.length === 0 ? null : inputs;
    },
    async submit({ fields }, values) {
      // In Slack an unticked box has no value.
      const filledIn = Object.entries(values).map(([name, value]) => {
        const isBox = fields.some((field) => field.name === name && field.kind === 'yes-no');
        return [name, isBox ? [value].flat().filter((each) => each === 'yes') : value] as const;
      });
      await slack.submitModal(WHO, Object.fromEntries(filledIn));
      await receiver.stop();
    },
    seen: () => JSON.stringify([modal(), slack.recorded(), slack.recordedPrivate()]),
    faults: () => (workspace()?.notices ?? []).map(({ what }) => what),
    async close() {
      await receiver.stop();
      await slack.close();
      await stopListening(server);
    },
  };
}
