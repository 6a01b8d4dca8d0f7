import type { Logger } from 'pino';
import { DeliveryError } from '../../chat/platform.ts';
import { createInTurn, type Showing } from '../../chat/show-in-turn.ts';
import type { Activity } from './activity.ts';
import type { FollowUp } from './answer.ts';
import type { Connector } from './connector.ts';
import { addressed, conversationOf } from './conversation.ts';
import { renderMessage } from './render.ts';

/** Where a reply goes, and what it is a reply to. */
export interface Occasion {
  readonly activity: Activity;
  readonly tenant: string;
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

export function createFollowUps(connector: Connector, log: Logger): FollowUps {
  const inTurn = createInTurn();
  return {
    start(followUp, occasion) {
      inTurn
        .show(followUp.then((what) => what && showingOf(connector, what, occasion)))
        .catch((error: unknown) => log.error({ reason: reasonOf(error) }, 'teams: could not show a reply'));
    },
    settled: inTurn.settled,
  };
}

function showingOf(connector: Connector, followUp: FollowUp, { activity, tenant, came }: Occasion): Showing {
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
  };
}

/** What may stand in a log: a code or the kind of error, never its text. */
export function reasonOf(error: unknown): string {
  if (error instanceof DeliveryError) return error.message;
  return error instanceof Error ? error.name : 'unknown';
}
