import { addDays } from 'date-fns/addDays';
import type { PlatformName, Recipient } from '../chat/address.ts';
import { DeliveryError } from '../chat/platform.ts';
import type { View } from '../chat/view.ts';
import type { Pool } from '../database/client.ts';
import type { Composers } from './compose.ts';
import { findSentMessages, type SentMessage } from './sent-message-store.ts';

/** Puts a view in the place of a message, on the platform that it was sent to. Throws DeliveryError. */
export type EditMessage = (platform: PlatformName, to: Recipient, reference: string, view: View) => Promise<void>;

interface Ports {
  readonly database: Pool;
  readonly now: () => Date;
  /** Asked for when a message is composed: by then all are there. */
  readonly composers: () => Composers;
  readonly edit: EditMessage;
}

interface Recipients {
  readonly id: string;
  readonly language: string;
}

/** What is older has been closed, or is not looked at any more. */
const LOOKED_AT_DAYS = 8;

/** The messages that somebody got and can still act on, composed as they would be sent now. */
export function createSentMessages({ database, now, composers, edit }: Ports) {
  const composeOne = ({ kind, subject }: SentMessage, { language }: Recipients) =>
    composers()[kind]?.(subject, now(), language) ?? null;
  return {
    async compose(person: Recipients, notification: string): Promise<View | null> {
      const [message] = await findSentMessages(database, { personId: person.id, key: notification });
      return message ? composeOne(message, person) : null;
    },
    async redraw(person: Recipients, except: string | null): Promise<void> {
      const since = addDays(now(), -LOOKED_AT_DAYS);
      const messages = await findSentMessages(database, { personId: person.id, since });
      for (const message of messages) {
        const view = message.key === except ? null : await composeOne(message, person);
        if (view) await edit(message.platform, message.to, message.reference, view).catch(skipGone);
      }
    },
  };
}

/** One that was deleted in the chat is no reason to leave the others as they are. */
function skipGone(error: unknown): void {
  if (!(error instanceof DeliveryError) || error.fault !== 'rejected') throw error;
}
