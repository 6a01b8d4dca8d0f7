import { z } from 'zod';
import { PLATFORMS } from '../chat/address.ts';
import type { Connection } from '../database/client.ts';
import { CAN_BE_REACHED, IS_CONNECTED } from './reachable.ts';

/** Why nothing reaches a person: the obstacle of the account that comes closest to being usable. */
const HINDRANCES = ['no-account', 'workspace-not-connected', 'platform-off', 'app-not-opened', 'unreachable'] as const;

/** One person in the list. It never shows what they answered, or whether they did. */
const listedPerson = z.object({
  /** The deployer's own name for this person, as in the import. */
  person: z.string(),
  name: z.string(),
  role: z.enum(['teacher', 'supervisor', 'lead']),
  school: z.string().nullable(),
  circles: z.array(z.string()),
  platform: z.enum(PLATFORMS).nullable(),
  connected: z.boolean(),
  /** Null when connected. */
  hindrance: z.enum(HINDRANCES).nullable(),
  /** The platform's code, where the account is marked with one. */
  code: z.string().nullable(),
  /** Whether the invitation to take part was sent; null for people who are not teachers. */
  invited: z.enum(['yes', 'waits', 'failed', 'no']).nullable(),
  /** False for somebody who joined by a code and is not confirmed yet: they count in no group's figure. */
  confirmed: z.boolean(),
  /** 'no' for somebody missing from the operator's last complete list; 'stays' when they said that they stay. */
  listed: z.enum(['yes', 'no', 'stays']),
  /** 'none' while a teacher has not decided; null for people who are not teachers. */
  consent: z.enum(['yes', 'no', 'none']).nullable(),
});
type ListedPerson = z.infer<typeof listedPerson>;

/** Everybody who was imported, by school and key. */
export async function listPeople(prisma: Connection): Promise<ListedPerson[]> {
  const rows = await prisma.$queryRaw`
    SELECT p.key AS person, p.name, p.role::text AS role, s.name AS school,
      ARRAY(SELECT c.name FROM "PersonCircle" pc JOIN "Circle" c ON c.id = pc."circleId"
             WHERE pc."personId" = p.id ORDER BY c.name) AS circles,
      account.platform, coalesce(account.hindrance, 'no-account') = 'none' AS connected,
      nullif(coalesce(account.hindrance, 'no-account'), 'none') AS hindrance,
      CASE WHEN account.hindrance = 'unreachable' THEN account.code END AS code,
      CASE WHEN p.role <> 'teacher' THEN NULL
           WHEN n.state = 'sent' THEN 'yes' WHEN n.state IN ('queued', 'sending') THEN 'waits'
           WHEN n.state = 'failed' THEN 'failed' ELSE 'no' END AS invited,
      CASE WHEN p.role <> 'teacher' THEN NULL
           WHEN p."declinedAt" IS NOT NULL THEN 'no' WHEN p."consentedAt" IS NOT NULL THEN 'yes' ELSE 'none' END AS consent,
      p."joinedAt" IS NULL OR p."confirmedAt" IS NOT NULL AS confirmed,
      CASE WHEN p."missingSince" IS NULL THEN 'yes' WHEN p."staysAt" IS NULL THEN 'no' ELSE 'stays' END AS listed
    FROM "Person" p
    LEFT JOIN "School" s ON s.id = p."schoolId"
    LEFT JOIN "Notification" n ON n.key = 'invitation:' || p.id
    LEFT JOIN LATERAL (
      SELECT w.platform::text AS platform, a."unreachableWhy" AS code,
        CASE WHEN w.state <> 'active' THEN 'workspace-not-connected'
             WHEN NOT ${IS_CONNECTED} THEN 'platform-off'
             WHEN a."unreachableSince" IS NOT NULL THEN 'unreachable'
             WHEN w.platform = 'teams' AND a.conversation IS NULL THEN 'app-not-opened'
             ELSE 'none' END AS hindrance
      FROM "Account" a JOIN "Workspace" w ON w.id = a."workspaceId"
      WHERE a."personId" = p.id ORDER BY NOT ${CAN_BE_REACHED}, NOT a.preferred, a.rank, a.id LIMIT 1) account ON true
    ORDER BY s.name NULLS LAST, p.key`;
  return z.array(listedPerson).parse(rows);
}
