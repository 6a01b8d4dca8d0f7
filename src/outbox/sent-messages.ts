import { addDays } from 'date-fns/addDays';
import { z } from 'zod';
import { type ConversationReference, PLATFORMS, type PlatformName, type Recipient } from '../chat/address.ts';
import { DeliveryError } from '../chat/platform.ts';
import type { View } from '../chat/view.ts';
import type { Pool } from '../database/client.ts';
import { Prisma } from '../database/generated/client.ts';
import type { Composers } from './compose.ts';

/** A message in somebody's chat, or in a channel. */
interface StandingNotification {
  readonly key: string;
  readonly kind: string;
  readonly subject: string;
  readonly platform: PlatformName;
  readonly to: Recipient;
  /** '' when the platform gave none. */
  readonly reference: string;
  readonly state: string;
  /** It is not sent from this moment on. */
  readonly notAfter: Date;
}

/** The recipient. */
type To = { readonly personId: string } | { readonly channelId: string };

/** Either the message with this key in any state, because it was tapped; or all messages sent since a moment. */
type Which = To & ({ readonly key: string } | { readonly since: Date });

const rowSchema = z.object({
  key: z.string(),
  kind: z.string(),
  subject: z.string(),
  platform: z.enum(PLATFORMS),
  workspace: z.string(),
  user: z.string().nullable(),
  channel: z.string().nullable(),
  conversation: z.record(z.string(), z.string()).nullable(),
  reference: z.string(),
  state: z.string(),
  notAfter: z.date(),
});

/** The messages sent to any account of a person, or to a channel, oldest first. */
async function findSentMessages({ ask }: Pool, which: Which): Promise<readonly StandingNotification[]> {
  const wanted =
    'key' in which
      ? Prisma.sql`n.key = ${which.key}`
      : Prisma.sql`n.state = 'sent' AND n.reference IS NOT NULL AND n."sentAt" >= ${which.since}`;
  const rows = await ask(Prisma.sql`
    SELECT n.key, n.kind, n.subject, n.state::text AS state, n."notAfter", coalesce(n.reference, '') AS reference, w.platform::text AS platform, w."externalId" AS workspace,
           a."externalId" AS "user", c."externalId" AS channel, a.conversation
      FROM "Notification" n LEFT JOIN "Account" a ON a.id = n."accountId" LEFT JOIN "SupervisorChannel" c ON c.id = n."channelId"
      JOIN "Workspace" w ON w.id = coalesce(a."workspaceId", c."workspaceId")
     WHERE ${isTo(which)} AND ${wanted}
     ORDER BY n."sentAt"`);
  return rows.map((raw) => {
    const { workspace, user, channel, conversation, ...message } = rowSchema.parse(raw);
    return { ...message, to: recipientIn(workspace, { user, channel, conversation }) };
  });
}

/** For a query with Notification as n and Account as a: the message is for this recipient. */
function isTo(to: To): Prisma.Sql {
  return 'personId' in to
    ? Prisma.sql`a."personId" = ${to.personId}::uuid`
    : Prisma.sql`n."channelId" = ${to.channelId}::uuid`;
}

function recipientIn(
  workspace: string,
  to: {
    readonly user: string | null;
    readonly channel: string | null;
    readonly conversation: ConversationReference | null;
  },
): Recipient {
  if (to.channel !== null) return { kind: 'channel', workspace, channel: to.channel };
  return { kind: 'person', workspace, user: to.user ?? '', conversation: to.conversation };
}

/** Replaces a message on its platform by a view. @throws DeliveryError */
export type EditMessage = (platform: PlatformName, to: Recipient, reference: string, view: View) => Promise<void>;

interface RefreshPorts {
  readonly database: Pool;
  readonly now: () => Date;
  /** Looked up when a message is composed, because all features exist by then. */
  readonly composers: () => Composers;
  readonly edit: EditMessage;
}

interface Recipients {
  readonly id: string;
  readonly language: string;
}

/** Older messages were closed, or nobody looks at them any more. */
const LOOKED_AT_DAYS = 8;

/** Composes and replaces messages that somebody got and can still act on. */
export function createSentMessages({ database, now, composers, edit }: RefreshPorts) {
  const composeOne = ({ kind, subject }: StandingNotification, { language }: Recipients) =>
    composers()[kind]?.(subject, now(), language) ?? null;
  const redrawOne = async (message: StandingNotification, person: Recipients) => {
    const view = await composeOne(message, person);
    if (view) await edit(message.platform, message.to, message.reference, view);
  };
  return {
    async compose(person: Recipients, notification: string): Promise<View | null> {
      const [message] = await findSentMessages(database, { personId: person.id, key: notification });
      return message ? composeOne(message, person) : null;
    },
    async redraw(person: Recipients, except: string | null): Promise<void> {
      const since = addDays(now(), -LOOKED_AT_DAYS);
      const messages = await findSentMessages(database, { personId: person.id, since });
      const failures: unknown[] = [];
      for (const message of messages.filter(({ key }) => key !== except)) {
        // An error of one message does not stop the others, whether it could not be composed or not be edited.
        await redrawOne(message, person).catch((error: unknown) => {
          if (!isGone(error)) failures.push(error);
        });
      }
      if (failures.length > 0) throw failures[0];
    },
    async show(to: To, notification: string, view: View): Promise<'shown' | 'waits' | 'given-up' | 'gone'> {
      const [message] = await findSentMessages(database, { ...to, key: notification });
      if (!message || message.state === 'expired') return 'gone';
      if (message.state === 'failed') return message.notAfter > now() ? 'given-up' : 'gone';
      if (message.state !== 'sent') return 'waits';
      // A platform that gave no reference at first will not give one later.
      if (message.reference === '') return 'gone';
      return edit(message.platform, message.to, message.reference, view).then(() => 'shown', whatBecameOf);
    },
  };
}

/**
 * A refused edit may succeed later, unless the person or the message is gone. @throws any error that is no
 * DeliveryError
 */
function whatBecameOf(error: unknown): 'waits' | 'gone' {
  if (!(error instanceof DeliveryError)) throw error;
  return isGone(error) ? 'gone' : 'waits';
}

function isGone(error: unknown): boolean {
  return error instanceof DeliveryError && (error.fault === 'rejected' || error.fault === 'unreachable');
}
