import type { Pool } from '../../database/client.ts';
import type { createWeekDrawings } from './week-pictures.ts';

type PictureStore = Parameters<typeof createWeekDrawings>[0]['store'];

/** Pictures of weeks, in PostgreSQL. */
export function createPictureStore({ prisma }: Pool): PictureStore {
  const find = async ({ week, language, version }: Parameters<PictureStore['find']>[0]) => {
    const row = await prisma.weekPicture.findUnique({ where: { week_language: { week, language }, version } });
    return row ? Buffer.from(row.png) : null;
  };
  return {
    find,
    keep: async (key, png, now) => {
      const { week, language, version } = key;
      await prisma.$executeRaw`
        INSERT INTO "WeekPicture" (week, language, version, png, "madeAt")
        VALUES (${week}, ${language}, ${version}, ${png}, ${now})
        ON CONFLICT (week, language) DO UPDATE
          SET version = EXCLUDED.version, png = EXCLUDED.png, "madeAt" = EXCLUDED."madeAt"
          WHERE "WeekPicture".version < EXCLUDED.version`;
      return (await find(key)) ?? png;
    },
  };
}
