import type { Pool } from '../../database/client.ts';
import type { OwnData, Tools } from '../../feature.ts';
import { readAccounts, readPerson } from './export-store.ts';
import { rosterTexts } from './texts.ts';

/** Who somebody is and where they can be reached, for themselves. */
export async function exportPerson(
  pool: Pool,
  { id, language }: Parameters<Tools['all']['export']>[0],
): Promise<OwnData[]> {
  const { person, accounts } = rosterTexts(language);
  const { title: whoTitle, ...who } = person;
  const { title: whereTitle, ...where } = accounts;
  return [
    { name: 'person', title: whoTitle, columns: who, rows: await readPerson(pool, id) },
    { name: 'accounts', title: whereTitle, columns: where, rows: await readAccounts(pool, id) },
  ];
}
