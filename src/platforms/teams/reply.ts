import type { ChatUser } from '../../chat/address.ts';
import type { ChatEvent, Reply } from '../../chat/event.ts';
import { filledIn } from '../../chat/filled-in.ts';
import { DeliveryError } from '../../chat/platform.ts';
import { createInTurn, type Showing } from '../../chat/show-in-turn.ts';
import type { StandingMessages } from '../../chat/standing-messages.ts';
import type { FieldValues, View } from '../../chat/view.ts';
import { describeBlock } from '../../chat/view-text.ts';
import { commonTexts } from '../../text/common-texts.ts';
import { inAllLanguages } from '../../text/translated.ts';
import { withoutBidiControls } from '../../text/without-bidi-controls.ts';
import type { DeliveryLog } from '../delivery-log.ts';
import { type AdaptiveCard, CARD_TYPE } from './card.ts';
import type { Connector } from './client.ts';
import { addressed, conversationOf } from './conversation.ts';
import type { Activity } from './parse-schema.ts';
import { renderCard, renderMessage } from './render.ts';
import { renderTask } from './render-dialog.ts';

/** Where an event came from. */
interface ReplyPlace {
  /** The message whose card was tapped. */
  readonly messageId: string | null;
  /** The activity of the event. */
  readonly activityId: string;
  /** Whether a message may be written there, because nobody else can read it or it is meant for everybody. */
  readonly writable: boolean;
}

type Notified = NonNullable<Extract<Reply, { kind: 'replace' }>['about']>;

/** Work to be done after the request was answered. */
type FollowUp =
  | {
      readonly kind: 'update';
      readonly messageId: string;
      readonly view: View;
      readonly about: Notified | null;
      /** Set when there is certainly no other message of the notification. */
      readonly single?: true;
    }
  | { readonly kind: 'post'; readonly view: View };

/** The body of an answer to an invoke. */
type InvokeAnswer =
  | { readonly statusCode: 200; readonly type: typeof CARD_TYPE; readonly value: AdaptiveCard }
  | Notice
  | ReturnType<typeof renderTask>
  | Message;

/** A short notice beside the message or dialog that was tapped. */
interface Notice {
  readonly statusCode: 200;
  readonly type: 'application/vnd.microsoft.activity.message';
  readonly value: string;
}

/** A text in place of the dialog. */
interface Message {
  readonly task: { readonly type: 'message'; readonly value: string };
}

interface TeamsAnswer {
  /** Null for none. */
  readonly body: InvokeAnswer | null;
  readonly followUp: FollowUp | null;
}

/** Teams does not accept an empty answer, and a mere sign would be understood as "received". */
const NOTHING_DONE = inAllLanguages(commonTexts, ({ nothingDone }) => nothingDone);

/** What a reply shows in the chat itself: after a typed message, or when an invoke was answered too late. */
export function followUpFor(reply: Reply, place: ReplyPlace): FollowUp | null {
  switch (reply.kind) {
    case 'replace':
      if (place.messageId !== null) {
        return { kind: 'update', messageId: place.messageId, view: reply.view, about: reply.about ?? null };
      }
      return place.writable ? { kind: 'post', view: reply.view } : null;
    case 'home':
      return followUpFor({ kind: 'replace', view: reply.inChat }, place);
    case 'say':
      return place.writable ? { kind: 'post', view: reply.view } : null;
    default:
      // A dialog can only be opened by a tap, and its content must not stay in the chat.
      return null;
  }
}

/** The answer to the tap of an Action.Execute. */
function answerCardAction(reply: Reply, place: ReplyPlace): TeamsAnswer {
  switch (reply.kind) {
    case 'none':
      return { body: notice(NOTHING_DONE), followUp: null };
    case 'home':
      return answerCardAction({ kind: 'replace', view: reply.inChat }, place);
    case 'replace':
      // The card in the answer is visible at once but gone when the chat is reloaded; the update stays.
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
      return shortLived(reply, place, notice);
  }
}

/**
 * The answer to a tap that opens a dialog, and to a submission. It is never empty, because that would close the dialog
 * as if all was well.
 * @param values what was filled in
 */
function answerTask(reply: Reply, place: ReplyPlace, values: FieldValues = {}): TeamsAnswer {
  switch (reply.kind) {
    case 'none':
      return { body: taskMessage(NOTHING_DONE), followUp: null };
    case 'dialog':
      return { body: renderTask(reply.dialog, place), followUp: null };
    case 'errors':
      // The open dialog is replaced, so the new one is drawn with what was filled in.
      return { body: renderTask(filledIn(reply.dialog, values), place, reply.fields), followUp: null };
    case 'close':
      return { body: taskMessage(reply.note), followUp: null };
    case 'replace':
      return { body: taskMessage(reply.view.summary), followUp: followUpFor(reply, place) };
    case 'home':
      return answerTask({ kind: 'replace', view: reply.inChat }, place);
    case 'say':
      return shortLived(reply, place, taskMessage);
  }
}

/** The answer to an activity. */
export function answerFor(
  activity: Pick<Activity, 'type' | 'name'>,
  reply: Reply,
  place: ReplyPlace,
  event: ChatEvent,
): TeamsAnswer {
  if (activity.type !== 'invoke') return { body: null, followUp: followUpFor(reply, place) };
  if (activity.name === 'adaptiveCard/action') return answerCardAction(reply, place);
  return answerTask(reply, place, event.kind === 'submission' ? event.values : {});
}

/** The answer to a tap or a submission of ours that cannot be read. */
export function answerUnreadable(name: string | null): Notice | Message {
  const say = name === 'adaptiveCard/action' ? notice : taskMessage;
  return say(inAllLanguages(commonTexts, ({ unreadable }) => unreadable));
}

/** Shows a text where it does not stay, unless it has buttons. */
function shortLived(
  reply: Reply & { view: View },
  place: ReplyPlace,
  say: (text: string) => Notice | Message,
): TeamsAnswer {
  const text = noticeText(reply.view);
  if (text !== null) return { body: say(text), followUp: null };
  return { body: say(reply.view.summary), followUp: followUpFor(reply, place) };
}

function notice(text: string): Notice {
  return {
    statusCode: 200,
    type: 'application/vnd.microsoft.activity.message',
    value: withoutBidiControls(text) || NOTHING_DONE,
  };
}

function taskMessage(text: string): Message {
  return { task: { type: 'message', value: withoutBidiControls(text) || NOTHING_DONE } };
}

/**
 * The view as plain text, for the short notice after a tap.
 * @returns null when the view has buttons, which a notice cannot show
 */
function noticeText(view: View): string | null {
  if (view.blocks.some((block) => block.kind === 'buttons' || block.kind === 'select')) return null;
  const lines = view.blocks.map(describeBlock).filter((line) => line !== '');
  return lines.length === 0 ? view.summary : lines.join('\n');
}

/** The activity that a reply answers. */
interface Occasion {
  readonly activity: Activity;
  readonly tenant: string;
  readonly from: ChatUser;
  /** When the activity came, in monotonic milliseconds. */
  readonly came: number;
}

/** Work in the chat around the answer to a request. */
interface FollowUps {
  /**
   * Runs before the request is answered: when the tapped message exists twice, it shows the reply and removes the other
   * message. Done afterwards it would be lost when the process is killed, and somebody who has answered everything does
   * not tap again. It never throws.
   * @returns what is left to be done after the answer
   */
  ahead(followUp: FollowUp | null, occasion: Occasion): Promise<FollowUp | null>;
  /** Starts work without waiting for it; an error is logged. */
  start(followUp: Promise<FollowUp | null>, occasion: Occasion): void;
  /** Resolves when nothing is under way any more, or after six seconds. */
  settled(): Promise<void>;
}

/** Makes the follow-ups, in turn for each message. */
export function createFollowUps(connector: Connector, messages: StandingMessages, log: DeliveryLog): FollowUps {
  const inTurn = createInTurn();
  const show = (followUp: Promise<FollowUp | null>, occasion: Occasion) =>
    inTurn
      .show(followUp.then((what) => what && showingOf({ connector, messages }, what, occasion)))
      .catch((error: unknown) => log.notShown(error));
  return {
    async ahead(followUp, occasion) {
      if (followUp?.kind !== 'update' || followUp.about === null) return followUp;
      const { about, messageId } = followUp;
      // When the database does not answer now, it is asked again after the reply is shown.
      const other = await messages.tapped(occasion.from, about.notification, messageId).catch(() => undefined);
      if (other === undefined) return followUp;
      if (other === null) return { ...followUp, single: true };
      await show(Promise.resolve(followUp), occasion);
      return null;
    },
    start: (followUp, occasion) => void show(followUp, occasion),
    settled: inTurn.settled,
  };
}

interface ReplyPorts {
  readonly connector: Connector;
  readonly messages: StandingMessages;
}

function showingOf(ports: ReplyPorts, followUp: FollowUp, occasion: Occasion): Showing {
  const { connector } = ports;
  const { activity, tenant, came } = occasion;
  const conversation = conversationOf(activity, tenant);
  const { serviceUrl, conversationId } = conversation;
  const messageOf = (view: FollowUp['view']) => addressed(renderMessage(view), conversation);
  if (followUp.kind === 'post') {
    return {
      place: conversationId,
      replaces: null,
      view: followUp.view,
      asOf: came,
      current: null,
      draw: async (view) => void (await connector.post(serviceUrl, conversationId, messageOf(view))),
    };
  }
  const { messageId, about, single = false } = followUp;
  const message = `${conversationId}/${messageId}`;
  return {
    place: about === null ? message : `${conversationId} ${about.notification}`,
    replaces: message,
    view: followUp.view,
    asOf: came,
    current: about?.current ?? null,
    draw: (view) => connector.update(serviceUrl, conversationId, messageId, messageOf(view)),
    // Only after drawing: a message that cannot be drawn is gone, and the other one must stay.
    ...(about && !single && { afterwards: () => leaveOne(ports, messageId, about.notification, occasion) }),
  };
}

/** Removes the other message of a notification that was sent twice; the tapped one stays. */
async function leaveOne(
  { connector, messages }: ReplyPorts,
  tapped: string,
  notification: string,
  { activity, from }: Occasion,
): Promise<void> {
  const other = await askDatabase(messages.tapped(from, notification, tapped));
  if (other === null) return;
  await connector.remove(activity.serviceUrl, activity.conversation.id, other);
  await askDatabase(messages.replaced(from, notification, other, tapped));
}

/** Makes an error of the database one that is retried, because it may be away for a moment only. */
async function askDatabase<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (cause) {
    throw new DeliveryError('retry', 'database_away', { cause });
  }
}
