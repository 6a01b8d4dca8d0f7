import type { TeamsPageAction } from '../../page-action.ts';
import type { CardTap } from './card.tsx';

/** The page action for a tapped button of a card. @param at.channel left out in a personal chat */
export function tapOnCard(at: {
  readonly tenant: string;
  readonly user: string;
  readonly channel?: string;
  readonly activityId: string;
  readonly tap: CardTap;
}): TeamsPageAction {
  const { tap, channel = null, ...where } = at;
  const { type, verb, data, inputs } = tap;
  return type === 'Action.Execute'
    ? { kind: 'teams-execute', ...where, channel, verb, data, inputs }
    : { kind: 'teams-open-dialog', ...where, channel, data, inputs };
}
