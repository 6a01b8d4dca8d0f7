import type { Logger } from 'pino';
import { DeliveryError } from '../../chat/platform.ts';
import type { Activity } from './activity.ts';
import type { FollowUp } from './answer.ts';
import type { Connector } from './connector.ts';
import { addressed, conversationOf } from './conversation.ts';
import { renderMessage } from './render.ts';

/** What is still to be done in the chat after a request was answered. */
export interface FollowUps {
  /** Starts without waiting; a failure is logged, for nobody waits for it. */
  start(followUp: Promise<FollowUp | null>, activity: Activity, tenant: string): void;
  /** Resolves when nothing is under way any more. */
  settled(): Promise<void>;
}

export function createFollowUps(connector: Connector, log: Logger): FollowUps {
  const underway = new Set<Promise<void>>();
  return {
    start(followUp, activity, tenant) {
      const task = followUp
        .then((what) => (what === null ? undefined : show(connector, what, activity, tenant)))
        .catch((error: unknown) => log.error({ reason: reasonOf(error) }, 'teams: could not show a reply'))
        .finally(() => underway.delete(task));
      underway.add(task);
    },
    async settled() {
      while (underway.size > 0) await Promise.all(underway);
    },
  };
}

async function show(connector: Connector, followUp: FollowUp, activity: Activity, tenant: string): Promise<void> {
  const conversation = conversationOf(activity, tenant);
  const { serviceUrl, conversationId } = conversation;
  const message = addressed(renderMessage(followUp.view), conversation);
  if (followUp.kind === 'post') await connector.post(serviceUrl, conversationId, message);
  else await connector.update(serviceUrl, conversationId, followUp.messageId, message);
}

/** What may stand in a log: a code or the kind of error, never its text. */
export function reasonOf(error: unknown): string {
  if (error instanceof DeliveryError) return error.message;
  return error instanceof Error ? error.name : 'unknown';
}
