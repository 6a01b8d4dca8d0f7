import { z } from 'zod';
import type { Connection } from '../database/client.ts';

/** A lane through which nothing is sent for a while. */
export interface LaneRest {
  readonly lane: string;
  readonly until: Date;
  /** The code with which the workspace barred us; null when it only asked for silence, or failed. */
  readonly reason: string | null;
}

const restRows = z.array(z.object({ lane: z.string(), until: z.date(), reason: z.string().nullable() }));

/** The longest rest first. */
export async function listRests(prisma: Connection): Promise<LaneRest[]> {
  const rows = await prisma.$queryRaw`
    SELECT name AS lane, "resumeAt" AS until, CASE WHEN refusals > 0 THEN "refusedWhy" END AS reason FROM "Lane" WHERE "resumeAt" > clock_timestamp() ORDER BY "resumeAt" DESC`;
  return restRows.parse(rows);
}
