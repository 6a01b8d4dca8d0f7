import { addDays } from 'date-fns/addDays';
import { z } from 'zod';
import { type ConversationReference, PLATFORMS, type PlatformName, type Recipient } from '../chat/address.ts';
import { DeliveryError } from '../chat/platform.ts';
import type { View } from '../chat/view.ts';
import type { Pool } from '../database/client.ts';
import { Prisma } from '../database/generated/client.ts';
import type { Composers } from './compose.ts';

/** A notification that stands in somebody's chat. */
interface SentMessage {
  readonly key: string;
  readonly kind: string;
  readonly subject: string;
  readonly platform: PlatformName;
  readonly to: Recipient;
  /** '' when it has none. */
  readonly reference: string;
  readonly state: string;
}

/** The one with this key, whatever the outbox knows of it, for it was tapped; or all that were sent since then. */
type Which = { readonly personId: string } & ({ readonly key: string } | { readonly since: Date });

const rowSchema = z.object({
  key: z.string(),
  kind: z.string(),
  subject: z.string(),
  platform: z.enum(PLATFORMS),
  workspace: z.string(),
  user: z.string(),
  conversation: z.record(z.string(), z.string()).nullable(),
  reference: z.string(),
  state: z.string(),
});

/** What was sent to any account of this person, in PostgreSQL, oldest first. */
async function findSentMessages({ ask }: Pool, which: Which): Promise<readonly SentMessage[]> {
  const wanted =
    'key' in which
      ? Prisma.sql`n.key = ${which.key}`
      : Prisma.sql`n.state = 'sent' AND n.reference IS NOT NULL AND n."sentAt" >= ${which.since}`;
  const rows = await ask(Prisma.sql`
    SELECT n.key, n.kind, n.subject, n.state::text AS state, coalesce(n.reference, '') AS reference, w.platform::text AS platform, w."externalId" AS workspace,
           a."externalId" AS "user", a.conversation
      FROM "Notification" n JOIN "Account" a ON a.id = n."accountId" JOIN "Workspace" w ON w.id = a."workspaceId"
     WHERE a."personId" = ${which.personId}::uuid AND ${wanted}
     ORDER BY n."sentAt"`);
  return rows.map((raw) => {
    const { workspace, user, conversation, ...message } = rowSchema.parse(raw);
    return { ...message, to: personIn(workspace, user, conversation) };
  });
}

function personIn(workspace: string, user: string, conversation: ConversationReference | null): Recipient {
  return { kind: 'person', workspace, user, conversation };
}

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
    async show(personId: string, notification: string, view: View): Promise<'shown' | 'waits' | 'gone'> {
      const [message] = await findSentMessages(database, { personId, key: notification });
      if (!message || message.state === 'expired') return 'gone';
      if (message.state !== 'sent' || message.reference === '') return 'waits';
      return edit(message.platform, message.to, message.reference, view).then(() => 'shown', whatBecameOf);
    },
  };
}

/** The platform may take it later, unless there is nobody or nothing there. */
function whatBecameOf(error: unknown): 'waits' | 'gone' {
  if (!(error instanceof DeliveryError)) throw error;
  return error.fault === 'rejected' || error.fault === 'unreachable' ? 'gone' : 'waits';
}

/** One that was deleted in the chat is no reason to leave the others as they are. */
function skipGone(error: unknown): void {
  if (!(error instanceof DeliveryError) || error.fault !== 'rejected') throw error;
}
