import type { Pool } from '../../database/client.ts';
import type { OwnData, Tools } from '../../feature.ts';
import { commonTexts } from '../../text/common-texts.ts';
import { LANGUAGES } from '../../text/languages.ts';
import { whyUndelivered } from '../../text/undelivered.ts';
import { rosterTexts } from './texts.ts';

/** What is stored about who somebody is and where they can be reached, for themselves. */
export async function exportPerson(
  pool: Pool,
  { id, language }: Parameters<Tools['all']['export']>[0],
): Promise<OwnData[]> {
  const { person, accounts, words } = rosterTexts(language);
  const languages = Object.fromEntries(LANGUAGES.map((each) => [each, commonTexts(each).languageName]));
  const { title: whoTitle, ...who } = person;
  const { title: whereTitle, ...where } = accounts;
  return [
    {
      name: 'person',
      title: whoTitle,
      columns: who,
      rows: await readPerson(pool, id),
      words: { ...words, language: languages },
    },
    {
      name: 'accounts',
      title: whereTitle,
      columns: where,
      rows: await readAccounts(pool, id),
      words: { ...words, unreachableWhy: whyUndelivered(language) },
    },
  ];
}

/** A person's row; no row when there is no such person. */
function readPerson({ prisma }: Pool, id: string): Promise<OwnData['rows']> {
  return prisma.$queryRaw`
    SELECT p.key, p.name, p.role::text AS role, s.name AS school, p.cluster, p.language, p."languageChosen", p."createdAt", p."joinedAt", p."confirmedAt", p."missingSince", p."staysAt",
           (SELECT string_agg(c.name, ', ' ORDER BY c.name) FROM "PersonCircle" pc JOIN "Circle" c ON c.id = pc."circleId"
             WHERE pc."personId" = p.id) AS circles,
           p."consentedAt", p."consentBasis"::text AS "consentBasis", p."consentVersion", p."declinedAt"
      FROM "Person" p LEFT JOIN "School" s ON s.id = p."schoolId" WHERE p.id = ${id}::uuid`;
}

/** Their accounts, in the order in which they are tried. */
function readAccounts({ prisma }: Pool, id: string): Promise<OwnData['rows']> {
  return prisma.$queryRaw`
    SELECT w.platform::text AS platform, w.name AS workspace, a."externalId" AS user, a.conversation::text AS conversation,
           a.rank, a."unreachableSince", a."unreachableWhy"
      FROM "Account" a JOIN "Workspace" w ON w.id = a."workspaceId" WHERE a."personId" = ${id}::uuid ORDER BY a.rank, a.id`;
}
