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

/**
 * Messages to people about evaluations. Their subjects are ids of tickets; a result's subject is the campaign's id with
 * the reader's.
 */
export function evaluationMessages(telling: Telling): Composers {
  const { store } = telling;
  return {
    [MESSAGES.invitation]: (ticket, now, language) => messageOf(telling, MESSAGES.invitation, ticket, now, language),
    [MESSAGES.reminder]: (ticket, now, language) => messageOf(telling, MESSAGES.reminder, ticket, now, language),
    [MESSAGES.result]: (subject, _now, language) => resultOf(store, subject.split(':')[0] ?? '', language),
  };
}

/** Posts in the supervisors' channels. Their subjects are ids of campaigns. */
export function evaluationPosts({ store, settings: { timezone } }: Telling): Composers {
  return {
    [MESSAGES.opened]: async (id, _now, language) => {
      const campaign = await store.find(id);
      return campaign && openedView(campaign, (await numbersOf(campaign)).checkNumber, { language, timezone });
    },
    [MESSAGES.closed]: async (id, _now, language) => {
      const campaign = await store.find(id);
      return campaign && sentenceView(evaluationTexts(language).closed(campaign.supervisor));
    },
  };
}

/** How many messages may mention a ticket: an invitation and a reminder. */
const MAX_TOLD = 2;

/**
 * A message about one ticket names every evaluation that its owner can do, because people get only one unasked message
 * a week: with two campaigns at once there would be no room for reminders. It does not look at whether a ticket was
 * used, so that everybody gets the same.
 * @returns null when nothing is left to do, or earlier messages said it already
 */
async function messageOf(telling: Telling, kind: string, ticketId: string, now: Date, language: string) {
  const tickets = await telling.store.besides(ticketId, `${kind}:${ticketId}`, now);
  const toTell = tickets.filter(({ told }) => told < MAX_TOLD);
  if (!toTell.some(({ id }) => id === ticketId)) return null;
  const isReminder = kind === MESSAGES.reminder || toTell.every(({ told }) => told > 0);
  return invitationOf(telling, toTell, now, { language, isReminder });
}

/** An invitation to the campaigns that are still open; null when none of these tickets can be exchanged any more. */
export async function invitationOf(
  { store, pages, settings: { timezone } }: Telling,
  tickets: readonly { readonly id: string; readonly campaignId: string }[],
  now: Date,
  { language, isReminder = false }: { readonly language: string; readonly isReminder?: boolean },
): Promise<View | null> {
  if (!pages) return null;
  const found = tickets.map(async ({ id: ticketId, campaignId }) => {
    const campaign = await store.find(campaignId);
    if (!campaign || stateOf(campaign, now) !== 'open') return [];
    const { supervisor: about, issuanceEndsAt } = campaign;
    const { fingerprint, checkNumber } = await numbersOf(campaign);
    const url = `${pages.address(`${ROOT_PATH}/${campaignId}`)}#t=${ticketOf(pages.key, ticketId)}&k=${fingerprint}&taal=${language}`;
    return [{ about, issuanceEndsAt, checkNumber, url }];
  });
  const open = (await Promise.all(found)).flat();
  return open.length === 0 ? null : invitationView(open, isReminder, { language, timezone });
}

/** The result of a campaign. @returns null until the campaign is closed, and when it no longer exists */
export async function resultOf(store: CampaignStore, id: string, language: string): Promise<View | null> {
  const [campaign, result] = [await store.find(id), await store.result(id)];
  return campaign && result !== null
    ? resultView(campaign.supervisor, parsePublishedEvaluation(result), language)
    : null;
}
