import type { Connection } from '../database/client.ts';

/** A pause of the whole deployment. */
interface Pause {
  readonly since: Date;
  /** How many messages became too late meanwhile, so that nobody gets them. */
  readonly ranOut: number;
}

/** The current pause. @returns null while the deployment is not paused */
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

/** Pauses the deployment; an earlier pause keeps its beginning. @returns whether it was not paused before */
export async function pause(prisma: Connection, now: Date): Promise<boolean> {
  const changed = await prisma.$executeRaw`
    INSERT INTO "Deployment" (id, demonstration, "createdAt", "pausedAt") VALUES (1, false, ${now}, ${now})
    ON CONFLICT (id) DO UPDATE SET "pausedAt" = ${now} WHERE "Deployment"."pausedAt" IS NULL`;
  return changed === 1;
}

/** Ends the pause. @returns the pause, or null when there was none */
export async function resume(prisma: Connection, now: Date): Promise<Pause | null> {
  const was = await readPause(prisma, now);
  await prisma.deployment.updateMany({ where: { id: 1 }, data: { pausedAt: null } });
  return was;
}
