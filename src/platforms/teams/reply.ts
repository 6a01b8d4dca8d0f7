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

/** Where the event came from. */
interface ReplyPlace {
  /** The message whose card was tapped. */
  readonly messageId: string | null;
  /** The activity that told of it. */
  readonly activityId: string;
  /** A message may be written there: nobody else reads along, or what is said is for everybody. */
  readonly writable: boolean;
}

type Notified = NonNullable<Extract<Reply, { kind: 'replace' }>['about']>;

/** What is done after the request was answered. */
type FollowUp =
  | {
      readonly kind: 'update';
      readonly messageId: string;
      readonly view: View;
      readonly about: Notified | null;
      /** It is known that no other message has been that of the notification. */
      readonly single?: true;
    }
  | { readonly kind: 'post'; readonly view: View };

/** The body of an answer to an invoke. */
type InvokeAnswer =
  | { readonly statusCode: 200; readonly type: typeof CARD_TYPE; readonly value: AdaptiveCard }
  | Notice
  | ReturnType<typeof renderTask>
  | Message;

/** Said for a moment, beside the message or dialog that was tapped. */
interface Notice {
  readonly statusCode: 200;
  readonly type: 'application/vnd.microsoft.activity.message';
  readonly value: string;
}

/** Said in the place of the dialog. */
interface Message {
  readonly task: { readonly type: 'message'; readonly value: string };
}

interface TeamsAnswer {
  /** Null for none. */
  readonly body: InvokeAnswer | null;
  readonly followUp: FollowUp | null;
}

/** Teams takes no empty answer, and a sign that looks like "received" would be taken for one. */
const NOTHING_DONE = inAllLanguages(commonTexts, ({ nothingDone }) => nothingDone);

/** What a reply shows in the chat itself: to a typed message, or when an invoke was answered too late. */
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
      // A dialog opens on a tap only, and what it holds may not stay in the chat.
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
      return shortLived(reply, place, notice);
  }
}

/**
 * The answer to a tap that opens a dialog, and to what is sent from one: never empty, because that closes it as if all was well.
 * @param values what was filled in on the dialog
 */
function answerTask(reply: Reply, place: ReplyPlace, values: FieldValues = {}): TeamsAnswer {
  switch (reply.kind) {
    case 'none':
      return { body: taskMessage(NOTHING_DONE), followUp: null };
    case 'dialog':
      return { body: renderTask(reply.dialog, place), followUp: null };
    case 'errors':
      // The dialog that is open goes, and what was filled in with it: this one takes its place.
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

/** Said where it does not stay, unless it has buttons. */
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
 * The view as plain lines, for the short-lived notice that Teams shows after a tap.
 * @returns null when the view asks for a tap itself: a notice has no buttons
 */
function noticeText(view: View): string | null {
  if (view.blocks.some((block) => block.kind === 'buttons' || block.kind === 'select')) return null;
  const lines = view.blocks.map(describeBlock).filter((line) => line !== '');
  return lines.length === 0 ? view.summary : lines.join('\n');
}

/** Where a reply goes, and what it is a reply to. */
interface Occasion {
  readonly activity: Activity;
  readonly tenant: string;
  readonly from: ChatUser;
  /** Monotonic milliseconds at which the activity came. */
  readonly came: number;
}

/** What is still to be done in the chat after a request was answered. */
interface FollowUps {
  /**
   * Before the request is answered: where the tapped message is there twice, shows the reply and takes the other one away.
   * Done afterwards it would be lost with a process that is killed, and somebody who has answered everything does not tap again.
   * @returns what is left to be done after the answer. Never throws
   */
  ahead(followUp: FollowUp | null, occasion: Occasion): Promise<FollowUp | null>;
  /** Starts without waiting; a failure is logged, because nobody waits for it. */
  start(followUp: Promise<FollowUp | null>, occasion: Occasion): void;
  /** Resolves when nothing is under way any more, or after six seconds. */
  settled(): Promise<void>;
}

/** What is shown after a reply, in turn for each message. */
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
      // What the database cannot say now it is asked again once the reply is shown.
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
    // Not before: a message that cannot be drawn is gone, and then the other one must stay.
    ...(about && !single && { afterwards: () => leaveOne(ports, messageId, about.notification, occasion) }),
  };
}

/** What a crash sent twice is there once again: the tapped message stays, and the other goes. */
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

/** The database may be away for a moment: what it is asked here may be asked again. */
async function askDatabase<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (cause) {
    throw new DeliveryError('retry', 'database_away', { cause });
  }
}
