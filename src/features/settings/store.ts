import { z } from 'zod';
import type { Rhythm } from '../../calendar/good-moment.ts';
import { RHYTHM_COLUMNS, type RhythmRow, toRhythm } from '../../calendar/store.ts';
import type { PlatformName } from '../../chat/address.ts';
import type { Pool } from '../../database/client.ts';
import { CAN_BE_REACHED } from '../../people/reachable.ts';

/** What somebody chose, and between what they can choose. */
export interface OwnSettings {
  readonly rhythm: Rhythm;
  /** 1, 2 or 4. */
  readonly everyWeeks: number;
  /** Where they can be asked; the first one is where they are asked first. */
  readonly accounts: readonly { readonly id: string; readonly platform: PlatformName; readonly workspace: string }[];
}

interface Chosen {
  readonly day: number | null;
  readonly time: string | null;
  readonly everyWeeks: number;
  readonly workdays: readonly number[];
  /** Null leaves it unchanged. */
  readonly account: string | null;
}

const weeks = z.number().nullable();

/** People's choices about when and where they are asked, in PostgreSQL. @param timezone of people without a school */
export function createSettingsStore({ prisma }: Pool, timezone: string) {
  return {
    read: async (personId: string): Promise<OwnSettings> => {
      const [row] = await prisma.$queryRaw<(RhythmRow & { everyWeeks: unknown })[]>`
        SELECT ${RHYTHM_COLUMNS}, r."everyWeeks"::int AS "everyWeeks"
          FROM "Person" p LEFT JOIN "School" s ON s.id = p."schoolId" LEFT JOIN "Rhythm" r ON r."personId" = p.id
         WHERE p.id = ${personId}::uuid`;
      if (!row) throw new Error('the person is gone');
      const accounts = await prisma.$queryRaw<OwnSettings['accounts']>`
        SELECT a.id, w.platform::text, w.name AS workspace FROM "Account" a JOIN "Workspace" w ON w.id = a."workspaceId"
         WHERE a."personId" = ${personId}::uuid AND (${CAN_BE_REACHED} OR a.preferred) ORDER BY NOT a.preferred, a.rank, a.id`;
      return { rhythm: toRhythm(row, timezone), everyWeeks: weeks.parse(row.everyWeeks) ?? 1, accounts };
    },

    /** Stores a choice; somebody else's account is ignored. */
    save: (personId: string, { day, time, everyWeeks, workdays, account }: Chosen): Promise<void> =>
      prisma.$transaction(async (transaction) => {
        const data = { day, time, everyWeeks, workdays: [...workdays] };
        await transaction.rhythm.upsert({ where: { personId }, create: { personId, ...data }, update: data });
        if (account === null) return;
        await transaction.$executeRaw`
          UPDATE "Account" a SET preferred = (a.id = ${account}::uuid) WHERE a."personId" = ${personId}::uuid
             AND EXISTS (SELECT 1 FROM "Account" own WHERE own.id = ${account}::uuid AND own."personId" = ${personId}::uuid)`;
        // Moves waiting messages to the chosen account, also those that were claimed and returned, or refused. One that
        // may have arrived stays where it was sent.
        await transaction.$executeRaw`
          UPDATE "Notification" n SET "accountId" = a.id, lane = w.platform || ':' || w."externalId"
            FROM "Account" a JOIN "Workspace" w ON w.id = a."workspaceId", "Account" before
           WHERE a."personId" = ${personId}::uuid AND a.preferred AND ${CAN_BE_REACHED}
             AND before.id = n."accountId" AND before."personId" = a."personId" AND before.id <> a.id
             AND n.state = 'queued' AND n."inDoubt" = 0`;
      }),

    /** Sets a pause. @param until the first day after it, yyyy-MM-dd; null ends it */
    pause: async (personId: string, until: string | null): Promise<void> => {
      const pausedUntil = until === null ? null : new Date(until);
      await prisma.rhythm.upsert({
        where: { personId },
        create: { personId, pausedUntil },
        update: { pausedUntil },
      });
    },

    /** What is stored about a person. */
    export: async (personId: string) => {
      const held = await prisma.rhythm.findUnique({ where: { personId } });
      return (
        held && {
          day: held.day,
          time: held.time,
          everyWeeks: held.everyWeeks,
          workdays: held.workdays.join(', '),
          pausedUntil: held.pausedUntil?.toISOString().slice(0, 10) ?? null,
        }
      );
    },
  };
}
