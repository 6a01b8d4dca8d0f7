import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Reply } from '../../chat/event.ts';
import type { View } from '../../chat/view.ts';
import { writeKey } from './notification-key.ts';
import type { Surface } from './payload.ts';
import { renderHome, renderMessage, renderModal } from './render.ts';
import { renderDialog } from './render-dialog.ts';
import { respond } from './respond.ts';
import { orWithoutPictures } from './without-pictures.ts';

/** The product's name: the title of a modal that shows a view, which has none of its own. */
const MODAL_TITLE = 'Polsslag';

export interface Place {
  readonly surface: Surface;
  readonly user: string;
  readonly client: WebClient;
  /** Milliseconds that a post to a response address may take. */
  readonly timeoutMs: number;
}

type MessageSurface = Extract<Surface, { kind: 'message' }>;

/**
 * Shows a reply after the acknowledgement. What became of a submitted modal stood in the acknowledgement already, and
 * a dialog cannot be opened without a tap or a command: nothing is shown then. Throws what the call throws.
 */
export async function showReply(reply: Reply, place: Place): Promise<void> {
  switch (reply.kind) {
    case 'none':
    case 'close':
      return;
    case 'replace':
      return orWithoutPictures(reply.view, (view) => replace(view, place));
    case 'say':
      return orWithoutPictures(reply.view, (view) => say(view, place));
    case 'dialog':
      return open(renderDialog(reply.dialog), place);
    case 'home':
      return orWithoutPictures(reply.view, (view) => showHome(view, place));
  }
}

async function replace(view: View, place: Place): Promise<void> {
  const { surface } = place;
  if (surface.kind === 'message') return replaceMessage(view, surface, place);
  if (surface.kind === 'home') return publishHome(view, place);
  return say(view, place);
}

async function replaceMessage(view: View, surface: MessageSurface, place: Place): Promise<void> {
  const { address, notification, responseUrl } = surface;
  const message = renderMessage(view);
  // The key goes along, or a read-back after a crash would miss a message that was tapped in the meantime.
  const kept = notification === null ? {} : { metadata: writeKey(notification) };
  try {
    await respond(responseUrl, { ...message, ...kept, replace_original: true }, place.timeoutMs);
  } catch (error) {
    if (address === null) throw error;
    await place.client.chat.update({ ...message, ...kept, channel: address.channel, ts: address.ts });
  }
}

async function say(view: View, place: Place): Promise<void> {
  const { client, surface, timeoutMs } = place;
  switch (surface.kind) {
    case 'message':
    case 'command': {
      const message = { ...renderMessage(view), response_type: 'ephemeral', replace_original: false } as const;
      return respond(surface.responseUrl, message, timeoutMs);
    }
    case 'direct-message':
      await client.chat.postMessage({ ...renderMessage(view), channel: surface.channel });
      return;
    case 'home':
    case 'modal':
      return open(modalOf(view, surface), place);
    case 'home-opened':
      return publishHome(view, place);
    case 'submission':
      return;
  }
}

/** A command cannot bring anyone to the home tab, so what stands there is shown in a modal too. */
async function showHome(view: View, place: Place): Promise<void> {
  if (place.surface.kind === 'command') await open(modalOf(view, place.surface), place);
  await publishHome(view, place);
}

async function publishHome(view: View, { client, user }: Place): Promise<void> {
  await client.views.publish({ user_id: user, view: renderHome(view) });
}

/** Opens a modal on the trigger, or changes the one in which was tapped. */
async function open(view: ModalView, { client, surface }: Place): Promise<void> {
  if (surface.kind === 'modal') {
    await client.views.update({ view_id: surface.viewId, view });
    return;
  }
  if ('trigger' in surface) await client.views.open({ trigger_id: surface.trigger, view });
}

function modalOf(view: View, surface: Surface): ModalView {
  return renderModal(view, surface.kind === 'modal' ? surface.frame : { title: MODAL_TITLE, close: null });
}
