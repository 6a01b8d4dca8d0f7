import type { Notified, Reply } from '../../chat/event.ts';
import type { View } from '../../chat/view.ts';
import { CARD_TYPE } from './card.ts';
import type { Json } from './connector.ts';
import { renderCard } from './render.ts';
import { renderTask } from './render-dialog.ts';
import { noticeText } from './view-text.ts';

/** Where the event came from. */
export interface Place {
  /** The message whose card was tapped. */
  readonly messageId: string | null;
  /** Nobody else reads along. */
  readonly personal: boolean;
}

/** What is done after the request was answered. */
export type FollowUp =
  | { readonly kind: 'update'; readonly messageId: string; readonly view: View; readonly about: Notified | null }
  | { readonly kind: 'post'; readonly view: View };

export interface Answer {
  /** The body of the answer; null for none. */
  readonly body: Json | null;
  readonly followUp: FollowUp | null;
}

/** Teams takes no empty answer; this says "received" in every language. */
const RECEIVED = '✓';

/** What a reply shows in the chat itself: to a typed message, or when an invoke was answered too late. */
export function followUpFor(reply: Reply, place: Place): FollowUp | null {
  switch (reply.kind) {
    case 'replace':
      if (place.messageId !== null) {
        return { kind: 'update', messageId: place.messageId, view: reply.view, about: reply.about ?? null };
      }
      return place.personal ? { kind: 'post', view: reply.view } : null;
    case 'say':
    case 'home':
      return place.personal ? { kind: 'post', view: reply.view } : null;
    default:
      // A dialog opens on a tap only, and what it holds may not stay in the chat.
      return null;
  }
}

/** The answer to the tap of an Action.Execute. */
export function answerCardAction(reply: Reply, place: Place): Answer {
  switch (reply.kind) {
    case 'none':
      return { body: notice(''), followUp: null };
    case 'replace':
      // The card in the answer shows at once but is gone when the chat is loaded again: the update stays.
      return {
        body: { statusCode: 200, type: CARD_TYPE, value: renderCard(reply.view) },
        followUp: followUpFor(reply, place),
      };
    case 'dialog':
      return { body: notice(reply.dialog.title), followUp: null };
    case 'close':
      return { body: notice(reply.note), followUp: null };
    case 'say':
    case 'home':
      return shortLived(reply, place, notice);
  }
}

/** The answer to a tap that opens a dialog ('fetch'), and to what is sent from one ('submit'). */
export function answerTask(reply: Reply, place: Place, phase: 'fetch' | 'submit'): Answer {
  switch (reply.kind) {
    case 'none':
      return { body: phase === 'fetch' ? taskMessage('') : null, followUp: null };
    case 'dialog':
      return { body: renderTask(reply.dialog, place.messageId), followUp: null };
    case 'close':
      return { body: reply.note === '' ? null : taskMessage(reply.note), followUp: null };
    case 'replace': {
      const body = phase === 'fetch' ? taskMessage(reply.view.summary) : null;
      return { body, followUp: followUpFor(reply, place) };
    }
    case 'say':
    case 'home':
      return shortLived(reply, place, taskMessage);
  }
}

/** Said where it does not stay, unless it has buttons. */
function shortLived(reply: Reply & { view: View }, place: Place, say: (text: string) => Json): Answer {
  const text = noticeText(reply.view);
  if (text !== null) return { body: say(text), followUp: null };
  return { body: say(reply.view.summary), followUp: followUpFor(reply, place) };
}

function notice(text: string): Json {
  return { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: text || RECEIVED };
}

function taskMessage(text: string): Json {
  return { task: { type: 'message', value: text || RECEIVED } };
}
