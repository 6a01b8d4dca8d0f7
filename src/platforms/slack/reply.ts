import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { FieldErrors, Reply } from '../../chat/event.ts';
import { sentenceView } from '../../chat/sentence.ts';
import type { createInTurn, Showing } from '../../chat/show-in-turn.ts';
import type { View } from '../../chat/view.ts';
import { commonTexts } from '../../text/common-texts.ts';
import { inAllLanguages } from '../../text/translated.ts';
import type { DeliveryLog } from '../delivery-log.ts';
import { orWithoutPicture, orWithoutPictures, respond } from './client.ts';
import { toDeliveryError } from './errors.ts';
import { channelOf, type tellingPlace } from './parse.ts';
import { renderHome, renderMessage, writeKey } from './render.ts';
import { renderDialog, renderModal, withErrorsAbove } from './render-dialog.ts';

type Surface = Parameters<typeof tellingPlace>[0];

type Frame = Parameters<typeof renderModal>[1];

/**
 * The body of the acknowledgement of a submitted modal: what it shows now. Without one the modal closes as if all was
 * well.
 */
type Acknowledgement =
  | { readonly response_action: 'update'; readonly view: ModalView }
  /** The modal keeps what was filled in, with these errors under the inputs of these blocks. */
  | { readonly response_action: 'errors'; readonly errors: FieldErrors };

const NOTHING_DONE = inAllLanguages(commonTexts, ({ nothingDone }) => nothingDone);
const NOT_CONNECTED = sentenceView(inAllLanguages(commonTexts, ({ notConnected }) => notConnected));
const TOO_LATE = sentenceView(inAllLanguages(commonTexts, ({ tooLate }) => tooLate));

/** The body of the acknowledgement: something for a submitted modal, nothing for everything else. */
export function acknowledgementOf(reply: Reply, surface: Surface): Acknowledgement | undefined {
  return surface.kind === 'submission' ? becomeOfModal(reply, surface.frame) : undefined;
}

function becomeOfModal(reply: Reply, frame: Frame): Acknowledgement {
  switch (reply.kind) {
    case 'none':
    case 'home':
      return noteIn(frame, NOTHING_DONE);
    case 'close':
      return noteIn(frame, reply.note || NOTHING_DONE);
    case 'replace':
    case 'say':
      return { response_action: 'update', view: renderModal(reply.view, frame) };
    case 'dialog':
      return { response_action: 'update', view: renderDialog(reply.dialog, frame.channel) };
    case 'errors':
      return becomeOfErrors(reply, frame);
  }
}

/**
 * Slack accepts errors for input blocks only; others are shown above the fields. An updated modal keeps what was filled
 * in too, by the names of blocks and elements.
 */
function becomeOfErrors({ dialog, fields }: Extract<Reply, { kind: 'errors' }>, { channel }: Frame): Acknowledgement {
  const view = renderDialog(dialog, channel);
  const inputs = new Set(view.blocks.flatMap((block) => (block.type === 'input' ? [block.block_id] : [])));
  const names = Object.keys(fields);
  if (names.length > 0 && names.every((name) => inputs.has(name))) return { response_action: 'errors', errors: fields };
  return { response_action: 'update', view: renderDialog(withErrorsAbove(dialog, fields), channel) };
}

/** Replaces the content of the modal by a sentence. */
function noteIn(frame: Frame, text: string): Acknowledgement {
  return {
    response_action: 'update',
    view: renderModal(sentenceView(text), frame),
  };
}

/** The reason why nothing was done: the payload could not be read, or the workspace is not connected. */
type Why = 'unreadable' | 'notConnected';

/**
 * Tells somebody that nothing was done, because silence would look like success: in the acknowledgement of a modal, or
 * through a response address. Neither needs a token. It is in every language, because we do not know who it is.
 * @returns the body to acknowledge with; undefined when it was said through the address, or nobody could be told
 */
export async function tellNothingDone(
  place: ReturnType<typeof tellingPlace>,
  why: Why,
  timeoutMs: number,
  log: DeliveryLog,
): Promise<Acknowledgement | undefined> {
  if (place === null) return undefined;
  const text = inAllLanguages(commonTexts, (texts) => texts[why]);
  if (place.kind === 'submission') return noteIn(place.frame, text);
  await whisper(sentenceView(text), place.responseUrl, timeoutMs).catch((error: unknown) => log.notShown(error));
  return undefined;
}

/**
 * Answers a command at its response address, which takes no token. A dialog cannot be opened there; of a home page only
 * the message is shown. Throws what the call throws.
 */
export async function answerCommand(reply: Reply, responseUrl: string, timeoutMs: number): Promise<void> {
  const say = (view: View) => orWithoutPictures(view, (each) => whisper(each, responseUrl, timeoutMs));
  switch (reply.kind) {
    case 'none':
    case 'close':
      return;
    case 'say':
    case 'replace':
      return say(reply.view);
    case 'home':
      return say(reply.inChat);
    case 'dialog':
    case 'errors':
      return say(NOT_CONNECTED);
  }
}

/** Says something that only the one who tapped or typed sees, and leaves what stands there. */
function whisper(view: View, responseUrl: string, timeoutMs: number): Promise<void> {
  const kept = { response_type: 'ephemeral', replace_original: false } as const;
  return respond(responseUrl, { ...renderMessage(view), ...kept }, timeoutMs);
}

/** The title of a modal that shows a view, which has no title of its own. */
const MODAL_TITLE = 'Polsslag';

interface ReplyPlace {
  readonly surface: Surface;
  readonly user: string;
  readonly client: WebClient;
  readonly inTurn: ReturnType<typeof createInTurn>;
  /** When the delivery came, in monotonic milliseconds. */
  readonly came: number;
  /** How long a post to a response address may take, in milliseconds. */
  readonly timeoutMs: number;
}

type MessageSurface = Extract<Surface, { kind: 'message' }>;

/**
 * Shows a reply after the acknowledgement. Nothing is shown for a submitted modal, which was answered in the
 * acknowledgement, nor for a dialog without a tap or a command to open it. @throws what the call throws
 */
export async function showReply(reply: Reply, place: ReplyPlace): Promise<void> {
  switch (reply.kind) {
    case 'none':
    case 'close':
      return;
    case 'replace':
      return replace(reply, place);
    case 'say':
      return sayThere(reply.view, place);
    case 'dialog':
      return orWithoutPicture(reply.dialog, (each) =>
        open(renderDialog(each, channelOf(place.surface)), place, TOO_LATE),
      );
    case 'errors':
      return open(renderDialog(withErrorsAbove(reply.dialog, reply.fields), channelOf(place.surface)), place, TOO_LATE);
    case 'home':
      // First what the person looks at: updating the home page must not delay it.
      await showInChat(reply.inChat, place);
      return orWithoutPictures(reply.view, (view) => showHome(view, reply.inChat, place));
  }
}

type Replacement = Extract<Reply, { kind: 'replace' }>;

async function replace(reply: Replacement, place: ReplyPlace): Promise<void> {
  const { surface } = place;
  if (surface.kind === 'home') return orWithoutPictures(reply.view, (view) => publishHome(view, place));
  if (surface.kind !== 'message') return sayThere(reply.view, place);
  const message = surface.address ? `${surface.address.channel}:${surface.address.ts}` : surface.responseUrl;
  return showInTurn(place, {
    place: message,
    replaces: message,
    view: reply.view,
    current: reply.about?.current ?? null,
    draw: (view) => replaceMessage(view, surface, place),
  });
}

async function replaceMessage(view: View, surface: MessageSurface, place: ReplyPlace): Promise<void> {
  const { address, notification, responseUrl } = surface;
  const message = renderMessage(view);
  // The key is kept, or a read-back after a crash would miss a message that was tapped in the meantime.
  const kept = notification === null ? {} : { metadata: writeKey(notification) };
  try {
    await respond(responseUrl, { ...message, ...kept, replace_original: true }, place.timeoutMs);
  } catch (error) {
    if (address === null) throw error;
    await place.client.chat.update({ ...message, ...kept, channel: address.channel, ts: address.ts });
  }
}

async function sayThere(view: View, place: ReplyPlace): Promise<void> {
  const { client, surface, timeoutMs } = place;
  const own = { replaces: null, view, current: null };
  switch (surface.kind) {
    case 'message':
    case 'command': {
      const { responseUrl } = surface;
      const draw = (each: View) => whisper(each, responseUrl, timeoutMs);
      return showInTurn(place, { ...own, place: responseUrl, draw });
    }
    case 'direct-message': {
      const { channel, thread } = surface;
      const under = thread === undefined ? {} : { thread_ts: thread };
      const draw = async (each: View) =>
        void (await client.chat.postMessage({ ...renderMessage(each), ...under, channel }));
      return showInTurn(place, { ...own, place: channel, draw });
    }
    case 'mention': {
      const { channel, thread } = surface;
      const draw = async (each: View) =>
        void (await client.chat.postMessage({ ...renderMessage(each), channel, thread_ts: thread }));
      return showInTurn(place, { ...own, place: channel, draw });
    }
    case 'home':
    case 'shortcut':
    case 'modal':
      return orWithoutPictures(view, (each) => open(modalOf(each, surface), place, each));
    case 'home-opened':
      return orWithoutPictures(view, (each) => publishHome(each, place));
    case 'submission':
      return;
  }
}

/** Shows a reply in turn, and again while Slack is too busy. */
function showInTurn({ inTurn, came }: ReplyPlace, showing: Omit<Showing, 'asOf'>): Promise<void> {
  const draw = (view: View) =>
    orWithoutPictures(view, showing.draw).catch((error: unknown) => Promise.reject(toDeliveryError(error)));
  return inTurn.show(Promise.resolve({ ...showing, asOf: came, draw }));
}

/**
 * Shows the home page. A command or a shortcut cannot open the home tab, so it is shown in a modal too, and updated
 * there.
 */
async function showHome(view: View, inChat: View, place: ReplyPlace): Promise<void> {
  const { surface } = place;
  if (['command', 'shortcut', 'modal'].includes(surface.kind)) await open(modalOf(view, surface), place, inChat);
  await publishHome(view, place);
}

/** Shows the page in the conversation too, where nobody sees that the home tab has changed. */
async function showInChat(view: View, place: ReplyPlace): Promise<void> {
  if (place.surface.kind === 'direct-message') return sayThere(view, place);
  if (place.surface.kind === 'message') return replace({ kind: 'replace', view }, place);
}

async function publishHome(view: View, { client, user }: ReplyPlace): Promise<void> {
  await client.views.publish({ user_id: user, view: renderHome(view) });
}

/**
 * Opens a modal, or updates the one that was tapped in.
 * @param otherwise shown in a message when the trigger's three seconds are over, because silence would look like a dead
 *   button
 */
async function open(view: ModalView, place: ReplyPlace, otherwise: View): Promise<void> {
  const { client, surface } = place;
  if (surface.kind === 'modal') {
    await client.views.update({ view_id: surface.viewId, view });
    return;
  }
  if (!('trigger' in surface)) return;
  try {
    await client.views.open({ trigger_id: surface.trigger, view });
  } catch (error) {
    if (toDeliveryError(error).message !== 'expired_trigger_id') throw error;
    if ('responseUrl' in surface) return sayThere(otherwise, place);
    await client.chat.postMessage({ ...renderMessage(otherwise), channel: place.user });
  }
}

function modalOf(view: View, surface: Surface): ModalView {
  const frame = { title: MODAL_TITLE, close: null, channel: channelOf(surface) };
  return renderModal(view, surface.kind === 'modal' ? surface.frame : frame);
}
