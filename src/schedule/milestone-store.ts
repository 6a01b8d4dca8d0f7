import type { Database } from '../database/client.ts';

/** What the calendar asks for, once a period. */
export type MilestoneKind = 'check-ins-planned' | 'week-announced' | 'method-announced';

/** What the calendar asked for and what is done, so that a schedule that was lost can be caught up. */
export interface MilestoneStore {
  /** @param period the ISO week or the quarter that it was done for */
  mark(kind: MilestoneKind, period: string, doneAt: Date): Promise<void>;
  /** When it was done last for this period, or null. */
  doneAt(kind: MilestoneKind, period: string): Promise<Date | null>;
}

/** Milestones in PostgreSQL. */
export function createMilestoneStore({ prisma }: Database): MilestoneStore {
  return {
    mark: async (kind, period, doneAt) => {
      await prisma.$executeRaw`
        INSERT INTO "Milestone" (kind, period, "doneAt") VALUES (${kind}, ${period}, ${doneAt})
        ON CONFLICT (kind, period) DO UPDATE SET "doneAt" = greatest("Milestone"."doneAt", EXCLUDED."doneAt")`;
    },
    doneAt: async (kind, period) => {
      const milestone = await prisma.milestone.findUnique({ where: { kind_period: { kind, period } } });
      return milestone?.doneAt ?? null;
    },
  };
}
