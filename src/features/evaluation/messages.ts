import { sentenceView } from '../../chat/sentence.ts';
import type { View } from '../../chat/view.ts';
import type { Tools } from '../../feature.ts';
import { parsePublishedEvaluation } from '../../measurement/disclosure/evaluations.ts';
import type { Composers } from '../../outbox/compose.ts';
import { numbersOf, stateOf } from './campaign.ts';
import { type CampaignStore, MESSAGES } from './campaign-store.ts';
import { ROOT_PATH } from './page/addresses.ts';
import { evaluationTexts } from './texts.ts';
import { ticketOf } from './ticket.ts';
import { invitationView, openedView, resultView } from './view.ts';

interface Telling extends Pick<Tools, 'pages' | 'settings'> {
  readonly store: CampaignStore;
}

/** What is written about evaluations; subjects are ids of tickets and campaigns, the result's with its reader's. */
export function evaluationMessages(telling: Telling): Composers {
  const { store, settings } = telling;
  const { timezone } = settings;
  return {
    [MESSAGES.invitation]: (ticket, now, language) => invitationOf(telling, ticket, now, { language }),
    [MESSAGES.reminder]: (ticket, now, language) => invitationOf(telling, ticket, now, { language, isReminder: true }),
    [MESSAGES.opened]: async (id, _now, language) => {
      const campaign = await store.find(id);
      return campaign && openedView(campaign, (await numbersOf(campaign)).checkNumber, { language, timezone });
    },
    [MESSAGES.closed]: async (id, _now, language) => {
      const campaign = await store.find(id);
      return campaign && sentenceView(evaluationTexts(language).closed(campaign.supervisor));
    },
    [MESSAGES.result]: (subject, _now, language) => resultOf(store, subject.split(':')[0] ?? '', language),
  };
}

/**
 * An invitation, as long as a ticket can be exchanged. It does not look whether it was: everybody gets the same.
 * @returns null when there is nothing left to do
 */
export async function invitationOf(
  { store, pages, settings: { timezone } }: Telling,
  ticketId: string,
  now: Date,
  { language, isReminder = false }: { readonly language: string; readonly isReminder?: boolean },
): Promise<View | null> {
  const ticket = await store.ticket(ticketId);
  const campaign = ticket && (await store.find(ticket.campaignId));
  if (!campaign || !pages || stateOf(campaign, now) !== 'open') return null;
  const { id, supervisor: about, issuanceEndsAt } = campaign;
  const { fingerprint, checkNumber } = await numbersOf(campaign);
  const url = `${pages.address(`${ROOT_PATH}/${id}`)}#t=${ticketOf(pages.key, ticketId)}&k=${fingerprint}&taal=${language}`;
  return invitationView({ about, issuanceEndsAt, checkNumber, url, isReminder }, { language, timezone });
}

/** Null as long as a campaign is not closed, and when it is gone. */
export async function resultOf(store: CampaignStore, id: string, language: string): Promise<View | null> {
  const [campaign, result] = [await store.find(id), await store.result(id)];
  return campaign && result !== null
    ? resultView(campaign.supervisor, parsePublishedEvaluation(result), language)
    : null;
}
