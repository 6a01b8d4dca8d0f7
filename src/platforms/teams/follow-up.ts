import type { Logger } from 'pino';
import type { ChatUser } from '../../chat/address.ts';
import { DeliveryError } from '../../chat/platform.ts';
import { createInTurn, type Showing } from '../../chat/show-in-turn.ts';
import type { StandingMessages } from '../../chat/standing-messages.ts';
import type { Activity } from './activity.ts';
import type { FollowUp } from './answer.ts';
import type { Connector } from './connector.ts';
import { addressed, conversationOf } from './conversation.ts';
import { renderMessage } from './render.ts';

/** Where a reply goes, and what it is a reply to. */
export interface Occasion {
  readonly activity: Activity;
  readonly tenant: string;
  readonly from: ChatUser;
  /** Monotonic milliseconds at which the activity came. */
  readonly came: number;
}

/** What is still to be done in the chat after a request was answered. */
export interface FollowUps {
  /** Starts without waiting; a failure is logged, for nobody waits for it. */
  start(followUp: Promise<FollowUp | null>, occasion: Occasion): void;
  /** Resolves when nothing is under way any more, or after six seconds. */
  settled(): Promise<void>;
}

export function createFollowUps(connector: Connector, messages: StandingMessages, log: Logger): FollowUps {
  const inTurn = createInTurn();
  return {
    start(followUp, occasion) {
      inTurn
        .show(followUp.then((what) => what && showingOf({ connector, messages }, what, occasion)))
        .catch((error: unknown) => log.error({ reason: reasonOf(error) }, 'teams: could not show a reply'));
    },
    settled: inTurn.settled,
  };
}

interface Ports {
  readonly connector: Connector;
  readonly messages: StandingMessages;
}

function showingOf(ports: Ports, followUp: FollowUp, occasion: Occasion): Showing {
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
  const { messageId, about } = followUp;
  const message = `${conversationId}/${messageId}`;
  return {
    place: about === null ? message : `${conversationId} ${about.notification}`,
    replaces: message,
    view: followUp.view,
    asOf: came,
    current: about?.current ?? null,
    draw: (view) => connector.update(serviceUrl, conversationId, messageId, messageOf(view)),
    // Not before: a message that cannot be drawn is gone, and then the other one must stay.
    ...(about && { afterwards: () => leaveOne(ports, messageId, about.notification, occasion) }),
  };
}

/** What a crash sent twice is there once again: the tapped message stays, and the other goes. */
async function leaveOne(
  { connector, messages }: Ports,
  tapped: string,
  notification: string,
  { activity, from }: Occasion,
): Promise<void> {
  const other = await known(messages.tapped(from, notification, tapped));
  if (other === null) return;
  await connector.remove(activity.serviceUrl, activity.conversation.id, other);
  await known(messages.replaced(from, notification, other, tapped));
}

/** The database may be away for a moment: what it is asked here may be asked again. */
async function known<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (cause) {
    throw new DeliveryError('retry', 'database_away', { cause });
  }
}

/** What may stand in a log: a code or the kind of error, never its text. */
export function reasonOf(error: unknown): string {
  if (error instanceof DeliveryError) return error.message;
  return error instanceof Error ? error.name : 'unknown';
}
