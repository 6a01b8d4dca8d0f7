import { createServer } from 'node:http';
import express from 'express';
import { pino } from 'pino';
import { z } from 'zod';
import { drawnParts } from '../../../playground/teams/drawn-parts.ts';
import { startTeamsSimulator } from '../../../playground/teams/simulator.ts';
import type { ConversationReference } from '../../../src/chat/address.ts';
import type { ChatEvent, Reply } from '../../../src/chat/event.ts';
import { createTeamsReceiver } from '../../../src/platforms/teams/receive.ts';
import { createTeamsPlatform } from '../../../src/platforms/teams/send.ts';
import { LONG_TIMEOUTS_TEAMS } from '../../fakes/long-timeouts.ts';
import { fakeStandingMessages } from '../../fakes/standing-messages.ts';
import { TENANT } from '../../fixtures/partnership.ts';
import { listen, stopListening } from '../../listen.ts';
import { type AdapterRig, type ShownField, textsUnder, type Where } from '../adapter-rig.ts';
import { mount } from '../mount.ts';
import { inputsFor } from './chat-users.ts';

const WHO = { tenant: TENANT, user: '9a2d0000-0000-4000-8000-000000000002' };
const TEAM = '19:team@thread.tacv2';
const CHANNEL = '19:supervisors@thread.tacv2';
const NO_FRAME = { platform: 'teams', title: null, buttons: [] } as const;

const action = z.looseObject({
  type: z.string().startsWith('Action.'),
  title: z.string(),
  verb: z.string().optional(),
  url: z.string().optional(),
  isEnabled: z.boolean().default(true),
});
const list = z.looseObject({
  type: z.literal('Input.ChoiceSet'),
  id: z.string(),
  choices: z.array(z.object({ title: z.string(), value: z.string() })),
});
const drawn = z.looseObject({ type: z.string(), label: z.string().optional(), text: z.string().optional() });

/** Opens Teams' adapter in front of a simulated Teams. */
export async function openTeamsRig(): Promise<AdapterRig> {
  let appUrl = '';
  let conversation: ConversationReference | null = null;
  const [events, replies]: [ChatEvent[], Reply[]] = [[], []];
  const teams = await startTeamsSimulator({ appUrl: () => appUrl, limits: false, ...LONG_TIMEOUTS_TEAMS });
  const { appId, appPassword, tenantId, ...endpoints } = teams.authentication;
  const credentials = { type: 'SingleTenant', appId, appPassword, tenantId, endpoints } as const;
  const receiver = createTeamsReceiver({
    credentials,
    receive: async (event) => {
      if (event.kind === 'connected') conversation = event.conversation;
      if (event.kind !== 'tap' && event.kind !== 'submission') return { kind: 'none' };
      events.push(event);
      return replies.shift() ?? { kind: 'none' };
    },
    isTenantAllowed: async () => true,
    isOurs: async () => false,
    onServiceUrl: async () => undefined,
    messages: fakeStandingMessages(),
    log: pino({ level: 'silent' }),
    ...LONG_TIMEOUTS_TEAMS,
  });
  const app = express();
  mount(app, receiver);
  const server = createServer(app);
  appUrl = await listen(server);
  teams.addTenant({ tenant: TENANT, name: 'Scholen' });
  teams.addChannel({ tenant: TENANT, team: TEAM, channel: CHANNEL, name: 'Begeleiders' });
  teams.addUser({ ...WHO, name: 'Anna' });
  await teams.install(WHO);
  await teams.installInTeam({ ...WHO, team: TEAM });
  await receiver.stop();

  const own = () => teams.state().users.find(({ user }) => user === WHO.user);
  const placeOf = (where: Where) => (where === 'channel' ? CHANNEL : (own()?.conversation ?? ''));
  function cardOf(where: Where, reference: string) {
    const chat = teams.state().conversations.find(({ id }) => id === placeOf(where));
    const card = chat?.messages.find(({ id }) => id === reference)?.card;
    if (!card) throw new Error('no such message');
    return card;
  }
  const actionsOf = (where: Where, reference: string) =>
    drawnParts(cardOf(where, reference)).flatMap((part) => {
      const parsed = action.safeParse(part);
      return parsed.success ? [parsed.data] : [];
    });

  async function tap(where: Where, reference: string, label: string, inputs: Record<string, string> = {}) {
    const button = actionsOf(where, reference).find(({ title }) => title === label || title === `✓ ${label}`);
    if (!button?.isEnabled) throw new Error(`no button ${label}`);
    const tapped = { ...WHO, conversation: placeOf(where), activityId: reference, title: button.title, inputs };
    if (button.type === 'Action.Execute') await teams.execute(tapped);
    // The app is not told about a page that a button opens.
    if (button.type === 'Action.Submit') await teams.openDialog(tapped);
    await receiver.stop();
  }

  const platform = createTeamsPlatform({ credentials, serviceUrlFor: async () => teams.url });
  const recipient = {
    person: { kind: 'person', workspace: TENANT, user: WHO.user, conversation },
    channel: { kind: 'channel', workspace: TENANT, channel: CHANNEL },
  } as const;
  const look = (where: Where, reference: string) => ({ ...NO_FRAME, card: cardOf(where, reference) });
  return {
    platform,
    recipient,
    channel: CHANNEL,
    events,
    answerNext: (reply) => void replies.push(reply),
    shown(where, reference) {
      const card = cardOf(where, reference);
      const enabled = actionsOf(where, reference).filter(({ isEnabled }) => isEnabled);
      return {
        text: textsUnder(['text', 'title', 'value', 'label', 'altText'], card)
          .join('\n')
          .replaceAll(/\\([^\n])/g, '$1'),
        buttons: enabled.map(({ title }) => title),
        addresses: enabled.flatMap(({ url }) => url ?? []),
        pictures: drawnParts(card)
          .filter(({ type }) => type === 'Image')
          .flatMap((part) => textsUnder(['url'], part)),
      };
    },
    rendering: look,
    dialogRendering() {
      const dialog = own()?.dialog ?? null;
      return dialog && { ...NO_FRAME, ...dialog };
    },
    async homeRendering(_view, inChat) {
      const { reference } = await platform.send({ key: 'home', to: recipient.person, view: inChat });
      return look('person', reference);
    },
    tap,
    async choose(where, reference, label) {
      for (const part of drawnParts(cardOf(where, reference))) {
        const select = list.safeParse(part);
        const choice = select.success ? select.data.choices.find(({ title }) => title === label) : undefined;
        if (select.success && choice) return tap(where, reference, labelOf(part), { [select.data.id]: choice.value });
      }
      return tap(where, reference, label);
    },
    fields() {
      const { body } = z
        .looseObject({ body: z.array(drawn) })
        .catch({ body: [] })
        .parse(own()?.dialog?.card);
      const fields = body.reduce<ShownField[]>((before, part) => withPart(before, part), []);
      return own()?.dialog ? fields : null;
    },
    async submit(dialog, values) {
      await teams.submitDialog(WHO, inputsFor(dialog, values), { title: dialog.submit ?? '' });
      await receiver.stop();
    },
    seen: () => JSON.stringify([own()?.dialog, teams.recorded(), teams.recordedPrivate()]),
    faults: () => teams.visibleErrors.map(({ reason }) => reason),
    async close() {
      await receiver.stop();
      await stopListening(server);
      await teams.close();
    },
  };
}

function labelOf(part: unknown): string {
  return z.looseObject({ label: z.string() }).parse(part).label;
}

/** Adds a part of the card: a field, or the error or help below the last field. */
function withPart(fields: readonly ShownField[], part: z.infer<typeof drawn>): ShownField[] {
  if (part.type.startsWith('Input.')) return [...fields, { label: part.label ?? '', help: null, error: null }];
  const last = fields.at(-1);
  if (!last || part.text === undefined) return [...fields];
  const isError = part.text.startsWith('⚠ ');
  return [
    ...fields.slice(0, -1),
    { ...last, ...(isError ? { error: part.text.replace('⚠ ', '') } : { help: part.text }) },
  ];
}
