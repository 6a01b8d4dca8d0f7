import type { z } from 'zod';
import type { ChatEvent } from '../../chat/event.ts';
import { wordless } from '../../chat/wordless.ts';
import { sha256 } from '../../sha256.ts';
import { PAYLOADS } from './parse-schema.ts';
import { readNotificationKey } from './render.ts';
import { readPressed } from './render-buttons.ts';
import { readModalMemory, type renderModal } from './render-dialog.ts';

type Frame = Parameters<typeof renderModal>[1];

/** Where an event came from, with what is needed to reply there. */
type Surface =
  | {
      readonly kind: 'message';
      readonly responseUrl: string;
      readonly trigger: string;
      /** Null for a message that only this person sees: such a message cannot be updated by a Web API method. */
      readonly address: { readonly channel: string; readonly ts: string } | null;
      /** Null in the person's own chat with the app. */
      readonly channel: string | null;
      /** The key of the notification that the message belongs to, which a replacement must keep. */
      readonly notification: string | null;
    }
  | { readonly kind: 'home'; readonly trigger: string }
  | { readonly kind: 'modal'; readonly viewId: string; readonly frame: Frame }
  | { readonly kind: 'submission'; readonly frame: Frame }
  | { readonly kind: 'command'; readonly responseUrl: string; readonly trigger: string }
  /** Used anywhere in Slack: the only possible reply is a modal. */
  | { readonly kind: 'shortcut'; readonly trigger: string }
  /** `thread` is the message under which it was written; people look for the answer there. */
  | { readonly kind: 'direct-message'; readonly channel: string; readonly thread?: string }
  /** Others can read it; `thread` is the message to answer under. */
  | { readonly kind: 'mention'; readonly channel: string; readonly thread: string }
  | { readonly kind: 'home-opened' };

type Incoming =
  | { readonly kind: 'chat'; readonly event: ChatEvent; readonly surface: Surface }
  | { readonly kind: 'workspace-lost'; readonly workspace: string }
  | { readonly kind: 'verification'; readonly challenge: string }
  | { readonly kind: 'uninteresting' }
  /** `told` is where the person can be told without a token that nothing was done. */
  | { readonly kind: 'unreadable'; readonly told: TellingPlace | null };

/** Where somebody can be told something without a token. */
type TellingPlace =
  | { readonly kind: 'submission'; readonly frame: Frame }
  | { readonly kind: 'address'; readonly responseUrl: string };

const UNREADABLE: Incoming = { kind: 'unreadable', told: null };
/** The longest text that is read, more than anybody types in a chat, because the end of a long story counts too. */
const MAX_WORDS = 20_000;
/** An emoji as Slack writes it. Its name is not a word of the person's. */
const PICTURE_NAME = /:([^\s:]{1,100}):/g;
const NAME = /^[+-]1$|\p{Ll}/u;
const OKAY = [
  ...['+1', 'thumbsup', 'ok_hand', 'clap', 'muscle', 'tada', 'white_check_mark', 'heavy_check_mark', 'relaxed'],
  ...['grinning', 'grin', 'joy', 'smiley', 'smile', 'blush', 'slightly_smiling_face'],
];
const THANKS = [
  'pray',
  'heart',
  'blue_heart',
  'green_heart',
  'yellow_heart',
  'purple_heart',
  'orange_heart',
  'bouquet',
];
/** Emoji with a meaning of their own, as in `chat/emoji.ts`. */
const SIGNS: ReadonlyMap<string, string> = new Map([
  ...OKAY.map((name) => [name, '👍'] as const),
  ...THANKS.map((name) => [name, '🙏'] as const),
]);

/** Reads a payload that was verified to come from Slack. It never throws. */
export function readPayload(body: unknown): Incoming {
  for (const read of eventReaders) {
    const incoming = read(body);
    if (incoming?.kind === 'unreadable') return readUnreadable(body);
    if (incoming !== null) return incoming;
  }
  return PAYLOADS.uninteresting.safeParse(body).success ? { kind: 'uninteresting' } : readUnreadable(body);
}

function readUnreadable(body: unknown): Incoming {
  const ours = PAYLOADS.unreadable.safeParse(body);
  if (!ours.success) return UNREADABLE;
  const told: TellingPlace =
    ours.data.type === 'view_submission'
      ? { kind: 'submission', frame: readFrame(ours.data.view ?? {}) }
      : { kind: 'address', responseUrl: ours.data.response_url };
  return { kind: 'unreadable', told };
}

/** Where the person can be told something without a token; null where that needs one. */
export function tellingPlace(surface: Surface): TellingPlace | null {
  if (surface.kind === 'submission') return surface;
  return 'responseUrl' in surface ? { kind: 'address', responseUrl: surface.responseUrl } : null;
}

const eventReaders = [
  reader(PAYLOADS.messageTap, (body) => {
    const { container } = body;
    const address = container.is_ephemeral ? null : { channel: container.channel_id, ts: container.message_ts };
    // The message is our own, so its team is the workspace in which we wrote it.
    return tap(body, body.team?.id ?? body.message?.team, {
      kind: 'message',
      responseUrl: body.response_url,
      trigger: body.trigger_id,
      address,
      channel: container.channel_id.startsWith('D') ? null : container.channel_id,
      notification: readNotificationKey(body.message?.metadata),
    });
  }),
  reader(PAYLOADS.viewTap, (body) =>
    tap(
      body,
      body.view.app_installed_team_id,
      body.view.type === 'home'
        ? { kind: 'home', trigger: body.trigger_id }
        : { kind: 'modal', viewId: body.view.id, frame: readFrame(body.view) },
    ),
  ),
  reader(PAYLOADS.submission, (body) => {
    const workspace = workspaceOf(body, body.view.app_installed_team_id);
    const memory = readModalMemory(body.view.private_metadata);
    if (workspace === null || memory === null) return UNREADABLE;
    return {
      kind: 'chat',
      event: {
        id: body.trigger_id,
        dialogId: dialogIdOf(body.view),
        from: { platform: 'slack', workspace, user: body.user.id },
        kind: 'submission',
        action: body.view.callback_id,
        data: memory.data,
        values: body.view.state.values,
        ...inChannel(memory.channel),
      },
      surface: { kind: 'submission', frame: readFrame(body.view) },
    };
  }),
  reader(PAYLOADS.command, (body) => ({
    kind: 'chat',
    event: {
      id: body.trigger_id,
      from: { platform: 'slack', workspace: body.team_id, user: body.user_id },
      kind: 'command',
      words: readWords(body.text),
      conversation: null,
    },
    surface: { kind: 'command', responseUrl: body.response_url, trigger: body.trigger_id },
  })),
  reader(PAYLOADS.shortcut, (body) => {
    const workspace = workspaceOf(body, null);
    if (workspace === null) return UNREADABLE;
    return {
      kind: 'chat',
      event: {
        id: body.trigger_id,
        from: { platform: 'slack', workspace, user: body.user.id },
        kind: 'command',
        words: readWords(body.callback_id),
        conversation: null,
      },
      surface: { kind: 'shortcut', trigger: body.trigger_id },
    };
  }),
  reader(PAYLOADS.directMessage, (body) => ({
    kind: 'chat',
    event: {
      id: body.event_id,
      from: { platform: 'slack', workspace: installedIn(body), user: body.event.user },
      kind: 'command',
      ...readMessage(body.event.text),
      conversation: null,
    },
    surface: { kind: 'direct-message', channel: body.event.channel, ...inThread(body.event.thread_ts) },
  })),
  reader(PAYLOADS.editedMessage, (body) => {
    const { message, previous_message: before, channel } = body.event;
    if (message.edited.user !== message.user || before?.text === message.text) return { kind: 'uninteresting' };
    return {
      kind: 'chat',
      event: {
        id: body.event_id,
        from: { platform: 'slack', workspace: installedIn(body), user: message.user },
        kind: 'command',
        ...readMessage(message.text),
        conversation: null,
      },
      surface: { kind: 'direct-message', channel, ...inThread(message.thread_ts) },
    };
  }),
  reader(PAYLOADS.mention, (body) => ({
    kind: 'chat',
    event: {
      id: body.event_id,
      from: { platform: 'slack', workspace: installedIn(body), user: body.event.user },
      kind: 'mentioned',
    },
    surface: { kind: 'mention', channel: body.event.channel, thread: body.event.thread_ts ?? body.event.ts },
  })),
  reader(PAYLOADS.homeOpened, (body) => ({
    kind: 'chat',
    event: {
      id: body.event_id,
      from: { platform: 'slack', workspace: installedIn(body), user: body.event.user },
      kind: 'home-opened',
    },
    surface: { kind: 'home-opened' },
  })),
  reader(PAYLOADS.uninstalled, (body) => ({ kind: 'workspace-lost', workspace: installedIn(body) })),
  reader(PAYLOADS.revoked, (body) => ({ kind: 'workspace-lost', workspace: installedIn(body) })),
  reader(PAYLOADS.verification, ({ challenge }) => ({ kind: 'verification', challenge })),
];

function reader<T>(schema: z.ZodType<T>, read: (body: T) => Incoming): (body: unknown) => Incoming | null {
  return (body) => {
    const parsed = schema.safeParse(body);
    return parsed.success ? read(parsed.data) : null;
  };
}

/** A changed dialog has another id when it is sent again. */
function dialogIdOf({ id, hash, state }: z.infer<typeof PAYLOADS.submission>['view']): string {
  return `${id}/${hash}/${sha256(JSON.stringify(state.values))}`;
}

type TapPayload = Pick<z.infer<typeof PAYLOADS.messageTap>, 'trigger_id' | 'user' | 'team' | 'actions'>;

function tap(body: TapPayload, installed: string | null | undefined, surface: Surface): Incoming {
  const workspace = workspaceOf(body, installed);
  const pressed = readPressed(body.actions[0]);
  // Slack opens the page itself, and only reports the tap.
  if (pressed === 'address') return { kind: 'uninteresting' };
  if (workspace === null || pressed === null) return UNREADABLE;
  const from = { platform: 'slack', workspace, user: body.user.id } as const;
  // Slack gives every tap a trigger, and a repeated delivery has the same one.
  const event = { id: body.trigger_id, from, kind: 'tap', ...pressed, ...inChannel(channelOf(surface)) } as const;
  return { kind: 'chat', event, surface };
}

/**
 * The workspace in which the app is installed. `team` is the person's, which may be another one and is null for an app
 * of a whole organisation; the person's own `team_id` may be that organisation.
 * @param installed what Slack says about the installation itself
 */
function workspaceOf(body: Pick<TapPayload, 'team' | 'user'>, installed: string | null | undefined): string | null {
  return installed ?? body.team?.id ?? body.user.team_id ?? null;
}

/** In a shared channel `team_id` may be the other workspace; the authorisation names the one where we are installed. */
function installedIn(body: {
  team_id: string;
  authorizations?: { team_id?: string | null | undefined }[] | undefined;
}): string {
  return body.authorizations?.[0]?.team_id ?? body.team_id;
}

/** Reads a message, with or without a mention of the app. */
function readMessage(text: string): { readonly words: string; readonly isWordless?: true } {
  const plain = text.replaceAll(PICTURE_NAME, (whole, name: string) =>
    NAME.test(name) ? (SIGNS.get(name) ?? ' ') : whole,
  );
  return { words: readWords(plain), ...wordless(plain) };
}

/** The words of a text without mentions and mark-up, in lower case and separated by single spaces. */
function readWords(text: string): string {
  const plain = text
    .replaceAll(/<[@!#][^>]*>/g, ' ')
    .replaceAll(/<[^|>]*\|([^>]*)>/g, '$1')
    .replaceAll(/&(?:amp|lt|gt);/g, ' ');
  return plain.toLowerCase().replaceAll(/\s+/g, ' ').trim().slice(0, MAX_WORDS);
}

function readFrame(view: {
  title?: { text: string } | undefined;
  close?: { text: string } | null | undefined;
  private_metadata?: string | undefined;
}): Frame {
  const channel = readModalMemory(view.private_metadata ?? '')?.channel ?? null;
  return { title: view.title?.text ?? '', close: view.close?.text ?? null, channel };
}

/** The channel in which somebody acts, or from which they opened the modal; null where nobody else reads along. */
export function channelOf(surface: Surface): string | null {
  if (surface.kind === 'message') return surface.channel;
  return surface.kind === 'modal' || surface.kind === 'submission' ? surface.frame.channel : null;
}

function inThread(thread: string | undefined): { readonly thread?: string } {
  return thread === undefined ? {} : { thread };
}

function inChannel(channel: string | null): { readonly channel?: string } {
  return channel === null ? {} : { channel };
}
