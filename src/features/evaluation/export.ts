import type { OwnData } from '../../feature.ts';
import type { Person } from '../../people/person.ts';
import type { CampaignStore } from './campaign-store.ts';
import { evaluationTexts } from './texts.ts';

/** Exports what is stored about somebody: that they were invited, and whether they used that. More cannot be known. */
export async function exportEvaluations(
  store: CampaignStore,
  { id, language }: Pick<Person, 'id' | 'language'>,
): Promise<readonly OwnData[]> {
  const texts = evaluationTexts(language);
  const { title, ...columns } = texts.stored;
  const { title: ownTitle, ...ownColumns } = texts.storedOwn;
  const invitations = await store.invitationsOf(id);
  const own = await store.of(id);
  const rows = await Promise.all(
    own.map(async (campaign) => {
      const { openedAt, closesAt } = campaign;
      return { openedAt, closesAt, result: await store.result(campaign.id) };
    }),
  );
  return [
    {
      name: 'evaluationInvitations',
      title,
      columns,
      rows: invitations.map(({ supervisor, ...rest }) => ({ about: supervisor ?? texts.teamName, ...rest })),
    },
    { name: 'ownEvaluations', title: ownTitle, columns: ownColumns, rows },
  ];
}
