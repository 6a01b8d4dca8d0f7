import type { Notified, Reply } from '../../chat/event.ts';
import { filledIn } from '../../chat/filled-in.ts';
import type { FieldValues, View } from '../../chat/view.ts';
import { commonTexts } from '../../text/common-texts.ts';
import { inAllLanguages } from '../../text/translated.ts';
import { CARD_TYPE } from './card.ts';
import type { Json } from './connector.ts';
import { renderCard } from './render.ts';
import { renderTask } from './render-dialog.ts';
import { noticeText } from './view-text.ts';

/** Where the event came from. */
export interface Place {
  /** The message whose card was tapped. */
  readonly messageId: string | null;
  /** A message may be written there: nobody else reads along, or what is said is for everybody. */
  readonly writable: boolean;
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

/** Teams takes no empty answer, and a sign that looks like "received" would be taken for one. */
const NOTHING_DONE = inAllLanguages(commonTexts, ({ nothingDone }) => nothingDone);

/** What a reply shows in the chat itself: to a typed message, or when an invoke was answered too late. */
export function followUpFor(reply: Reply, place: Place): FollowUp | null {
  switch (reply.kind) {
    case 'replace':
      if (place.messageId !== null) {
        return { kind: 'update', messageId: place.messageId, view: reply.view, about: reply.about ?? null };
      }
      return place.writable ? { kind: 'post', view: reply.view } : null;
    case 'say':
    case 'home':
      return place.writable ? { kind: 'post', view: reply.view } : null;
    default:
      // A dialog opens on a tap only, and what it holds may not stay in the chat.
      return null;
  }
}

/** The answer to the tap of an Action.Execute. */
export function answerCardAction(reply: Reply, place: Place): Answer {
  switch (reply.kind) {
    case 'none':
      return { body: notice(NOTHING_DONE), followUp: null };
    case 'replace':
      // The card in the answer shows at once but is gone when the chat is loaded again: the update stays.
      return {
        body: { statusCode: 200, type: CARD_TYPE, value: renderCard(reply.view) },
        followUp: followUpFor(reply, place),
      };
    case 'dialog':
    case 'errors':
      return { body: notice(reply.dialog.title), followUp: null };
    case 'close':
      return { body: notice(reply.note), followUp: null };
    case 'say':
    case 'home':
      return shortLived(reply, place, notice);
  }
}

/**
 * The answer to a tap that opens a dialog, and to what is sent from one: never empty, for that closes it as if all was well.
 * @param values what was filled in on the dialog
 */
export function answerTask(reply: Reply, place: Place, values: FieldValues = {}): Answer {
  switch (reply.kind) {
    case 'none':
      return { body: taskMessage(NOTHING_DONE), followUp: null };
    case 'dialog':
      return { body: renderTask(reply.dialog, place.messageId), followUp: null };
    case 'errors':
      // The dialog that is open goes, and what was filled in with it: this one takes its place.
      return { body: renderTask(filledIn(reply.dialog, values), place.messageId, reply.fields), followUp: null };
    case 'close':
      return { body: taskMessage(reply.note), followUp: null };
    case 'replace':
      return { body: taskMessage(reply.view.summary), followUp: followUpFor(reply, place) };
    case 'say':
    case 'home':
      return shortLived(reply, place, taskMessage);
  }
}

/** The answer to a tap or a submission of ours that cannot be read. */
export function answerUnreadable(name: string | null): Json {
  const say = name === 'adaptiveCard/action' ? notice : taskMessage;
  return say(inAllLanguages(commonTexts, ({ unreadable }) => unreadable));
}

/** Said where it does not stay, unless it has buttons. */
function shortLived(reply: Reply & { view: View }, place: Place, say: (text: string) => Json): Answer {
  const text = noticeText(reply.view);
  if (text !== null) return { body: say(text), followUp: null };
  return { body: say(reply.view.summary), followUp: followUpFor(reply, place) };
}

function notice(text: string): Json {
  return { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: text || NOTHING_DONE };
}

function taskMessage(text: string): Json {
  return { task: { type: 'message', value: text || NOTHING_DONE } };
}
