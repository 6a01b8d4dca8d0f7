import { z } from 'zod';
import { type ConversationReference, PLATFORMS, type PlatformName, type Recipient } from '../chat/address.ts';
import type { Pool } from '../database/client.ts';
import { Prisma } from '../database/generated/client.ts';

/** A notification that stands in somebody's chat. */
export interface SentMessage {
  readonly key: string;
  readonly kind: string;
  readonly subject: string;
  readonly platform: PlatformName;
  readonly to: Recipient;
  readonly reference: string;
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
});

/** What was sent to any account of this person, in PostgreSQL, oldest first. */
export async function findSentMessages({ ask }: Pool, which: Which): Promise<readonly SentMessage[]> {
  const wanted =
    'key' in which
      ? Prisma.sql`n.key = ${which.key}`
      : Prisma.sql`n.state = 'sent' AND n.reference IS NOT NULL AND n."sentAt" >= ${which.since}`;
  const rows = await ask(Prisma.sql`
    SELECT n.key, n.kind, n.subject, coalesce(n.reference, '') AS reference, w.platform::text AS platform, w."externalId" AS workspace,
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
