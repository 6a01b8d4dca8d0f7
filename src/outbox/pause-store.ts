import type { Connection } from '../database/client.ts';

/** Whether this deployment rests, for all its processes. */
interface Pause {
  readonly since: Date;
  /** Messages whose time passed meanwhile, so that nobody gets them any more. */
  readonly ranOut: number;
}

/** @returns null while the deployment is not paused */
export async function readPause(prisma: Connection, now: Date): Promise<Pause | null> {
  const deployment = await prisma.deployment.findUnique({ where: { id: 1 } });
  const since = deployment?.pausedAt ?? null;
  if (since === null) return null;
  const ranOut = await prisma.notification.count({
    where: {
      notAfter: { gt: since, lte: now },
      OR: [{ state: 'queued' }, { state: 'expired', reason: { notIn: ['discarded', 'obsolete', 'withdrawn'] } }],
    },
  });
  return { since, ranOut };
}

/** Pauses from now on; one that is paused stays paused since when it was. @returns whether it was not paused before */
export async function pause(prisma: Connection, now: Date): Promise<boolean> {
  const changed = await prisma.$executeRaw`
    INSERT INTO "Deployment" (id, demonstration, "createdAt", "pausedAt") VALUES (1, false, ${now}, ${now})
    ON CONFLICT (id) DO UPDATE SET "pausedAt" = ${now} WHERE "Deployment"."pausedAt" IS NULL`;
  return changed === 1;
}

/** Goes on. @returns what the pause was, or null when there was none */
export async function resume(prisma: Connection, now: Date): Promise<Pause | null> {
  const was = await readPause(prisma, now);
  await prisma.deployment.updateMany({ where: { id: 1 }, data: { pausedAt: null } });
  return was;
}
