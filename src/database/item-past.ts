import type { ItemPast } from '../measurement/corrections.ts';
import type { Connection } from './client.ts';

/** How the whole partnership answered each item in the published weeks before this one. */
export function readItemPast(prisma: Connection, week: string): Promise<ItemPast[]> {
  return prisma.$queryRaw`
    SELECT item, sum(count)::int AS answers, sum(sum)::float8 / sum(count) AS mean FROM "ItemTotal" WHERE week < ${week} GROUP BY item`;
}
