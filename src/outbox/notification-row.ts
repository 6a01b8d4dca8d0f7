import { z } from 'zod';
import { type ConversationReference, PLATFORMS, type Recipient } from '../chat/address.ts';
import { Prisma } from '../database/generated/client.ts';
import type { ClaimedNotification } from './notification.ts';
import { NOTIFICATION_STATES } from './notification-state.ts';

/** The columns of a claimed notification; `n` is the row, `account`, `channel` and `workspace` what it goes to. */
export const CLAIMED_COLUMNS = Prisma.sql`
  n.id, n.key, n.kind, n.subject, n.lane, n.state::text AS state, n."notBefore", n."notAfter", n.attempts,
  n."attemptedAt", n."sentAt", n.reference, n.reason, n."inDoubt", n."createdAt",
  split_part(n.lane, ':', 1) AS platform,
  coalesce(channel.language, person.language) AS language,
  coalesce(w1."externalId", w2."externalId") AS workspace,
  account."externalId" AS "user", account.conversation, channel."externalId" AS channel,
  account."unreachableSince"`;

/** What a notification goes to. */
export const RECIPIENT_JOINS = Prisma.sql`
  LEFT JOIN "Account" account ON account.id = n."accountId"
  LEFT JOIN "Person" person ON person.id = account."personId"
  LEFT JOIN "Workspace" w1 ON w1.id = account."workspaceId"
  LEFT JOIN "SupervisorChannel" channel ON channel.id = n."channelId"
  LEFT JOIN "Workspace" w2 ON w2.id = channel."workspaceId"`;

const rowSchema = z.object({
  id: z.string(),
  key: z.string(),
  kind: z.string(),
  subject: z.string(),
  lane: z.string(),
  state: z.enum(NOTIFICATION_STATES),
  notBefore: z.date(),
  notAfter: z.date(),
  attempts: z.number(),
  attemptedAt: z.date().nullable(),
  sentAt: z.date().nullable(),
  reference: z.string().nullable(),
  reason: z.string().nullable(),
  inDoubt: z.number(),
  createdAt: z.date(),
  platform: z.enum(PLATFORMS),
  language: z.string().nullable(),
  workspace: z.string().nullable(),
  user: z.string().nullable(),
  conversation: z.record(z.string(), z.string()).nullable(),
  channel: z.string().nullable(),
  unreachableSince: z.date().nullable(),
});

/** Reads a row with CLAIMED_COLUMNS. Throws ZodError. */
export function toClaimed(raw: unknown): ClaimedNotification {
  const { id, key, kind, subject, lane, language, ...row } = rowSchema.parse(raw);
  const { state, notBefore, notAfter, attempts, attemptedAt, sentAt, reference, reason, inDoubt } = row;
  return {
    id,
    key,
    kind,
    subject,
    lane,
    language: language ?? 'nl',
    // Who was given up earlier is asked once more by what is written since.
    to: row.unreachableSince && row.unreachableSince >= row.createdAt ? null : recipientOf(row),
    givenUp: row.unreachableSince !== null,
    progress: { state, notBefore, notAfter, attempts, attemptedAt, sentAt, reference, reason, inDoubt },
  };
}

function recipientOf(row: {
  readonly workspace: string | null;
  readonly user: string | null;
  readonly channel: string | null;
  readonly conversation: ConversationReference | null;
}): Recipient | null {
  const { workspace, user, channel, conversation } = row;
  if (workspace === null) return null;
  if (channel !== null) return { kind: 'channel', workspace, channel };
  if (user !== null) return { kind: 'person', workspace, user, conversation };
  return null;
}
