import type { Transaction } from '../database/client.ts';
import { FIRST_TO_WRITE_TO, mayBeTried, mayBeWrittenTo } from '../people/reachable.ts';
import type { NewNotification, Urgency } from './notification.ts';
import { insertNotifications } from './notification-store.ts';

interface Addressee {
  readonly personId: string;
  readonly subject: string;
  /** Now, unless given. */
  readonly notBefore?: Date;
  /** That of the announcement, unless given. */
  readonly notAfter?: Date;
}

/** Messages of one kind. */
interface Announcement {
  /** Selects the composer that makes the views when they are sent. Kind and subject make the key. */
  readonly kind: string;
  readonly to: readonly Addressee[];
  /** Their urgency, when nobody asked for them. */
  readonly unasked?: Urgency;
  /** They are not sent from this moment on. */
  readonly notAfter: Date;
  /** Leaves out people without a connected workspace, because the caller does something else about them. */
  readonly onlyConnected?: true;
}

/**
 * Writes a message for each of these people to the outbox, inside the caller's transaction. Existing messages are left
 * as they are, and people marked as unreachable get none. For people without a connected workspace the message waits,
 * because nobody would write it again.
 * @returns how many were new
 */
export async function notifyPeople(
  transaction: Transaction,
  { kind, to, notAfter, unasked, onlyConnected }: Announcement,
  now: Date,
): Promise<number> {
  const ids = to.map(({ personId }) => personId);
  const accounts = await transaction.$queryRaw<{ personId: string; accountId: string; lane: string }[]>`
    SELECT DISTINCT ON (a."personId") a."personId", a.id AS "accountId", w.platform || ':' || w."externalId" AS lane
      FROM "Account" a JOIN "Workspace" w ON w.id = a."workspaceId"
     WHERE a."personId" = ANY (${ids}::uuid[]) AND ${onlyConnected ? mayBeTried(now) : mayBeWrittenTo(now)}
     ORDER BY a."personId", ${FIRST_TO_WRITE_TO}`;
  const accountOf = new Map(accounts.map((account) => [account.personId, account]));
  const rows = to.flatMap(({ personId, subject, ...when }): NewNotification[] => {
    const account = accountOf.get(personId);
    if (!account) return [];
    const { accountId, lane } = account;
    const message = {
      key: `${kind}:${subject}`,
      kind,
      subject,
      lane,
      to: { accountId },
      notBefore: now,
      notAfter,
      ...when,
    };
    return [unasked ? { ...message, unasked } : message];
  });
  return insertNotifications(transaction, rows, now);
}
