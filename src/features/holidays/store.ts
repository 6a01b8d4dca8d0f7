import type { Connection } from '../../database/client.ts';
import type { Holiday } from './holiday.ts';
import type { Region, RegionHoliday } from './read-government.ts';

interface StoredHoliday extends Holiday {
  readonly region: Region | null;
  readonly school: string | null;
}

/** Holidays that the operator imported, in PostgreSQL. */
export function createHolidayStore(prisma: Connection) {
  return {
    /** The id of a school; null when no school has that name. */
    findSchool: async (name: string): Promise<string | null> =>
      (await prisma.school.findUnique({ where: { name }, select: { id: true } }))?.id ?? null,

    schoolNames: async (): Promise<readonly string[]> => {
      const schools = await prisma.school.findMany({ select: { name: true } });
      return schools.map(({ name }) => name);
    },

    /** Replaces what was imported for the same regions and school years. */
    replaceRegions: (holidays: readonly RegionHoliday[]): Promise<void> =>
      prisma.$transaction(async (transaction) => {
        for (const { region, schoolYear } of holidays) {
          await transaction.schoolHoliday.deleteMany({ where: { region, schoolYear } });
        }
        await transaction.schoolHoliday.createMany({ data: holidays.map(toRow) });
      }),

    /** Replaces what was imported for that school and the same school years. */
    replaceSchool: (schoolId: string, holidays: readonly Holiday[]): Promise<void> =>
      prisma.$transaction(async (transaction) => {
        for (const { schoolYear } of holidays) {
          await transaction.schoolHoliday.deleteMany({ where: { schoolId, schoolYear } });
        }
        await transaction.schoolHoliday.createMany({
          data: holidays.map((holiday) => ({ ...toRow(holiday), schoolId })),
        });
      }),

    list: () => prisma.$queryRaw<StoredHoliday[]>`
      SELECT h.region::text, s.name AS school, h."schoolYear", h.name, h.first::text, h.last::text
        FROM "SchoolHoliday" h LEFT JOIN "School" s ON s.id = h."schoolId" ORDER BY h.region NULLS LAST, s.name, h.first`,

    regionsOfSchools: async (): Promise<Region[]> => {
      const rows = await prisma.school.findMany({ distinct: ['region'], select: { region: true } });
      return rows.map(({ region }) => region);
    },
  };
}

function toRow<Of extends Holiday>({ first, last, ...holiday }: Of) {
  return { ...holiday, first: new Date(first), last: new Date(last) };
}
