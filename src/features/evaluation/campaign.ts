import { z } from 'zod';
import { fingerprintOf } from './key.ts';

/** A round of evaluations, as it is stored. */
export interface Campaign {
  readonly id: string;
  /** Null: the team. */
  readonly supervisorId: string | null;
  readonly supervisor: string | null;
  readonly openedAt: Date;
  readonly issuanceEndsAt: Date;
  readonly closesAt: Date;
  readonly closedAt: Date | null;
  readonly repeats: boolean;
  readonly publicKey: Uint8Array;
}

const uuid = z.uuid();

/** The last hours are for sending only, so that what is sent need not follow the exchange of a ticket closely. */
export const SENDING_HOURS = 48;

/** Closed from its closing date on, whether it was counted yet or not. */
export function stateOf({ issuanceEndsAt, closesAt, closedAt }: Campaign, now: Date) {
  if (closedAt !== null || now >= closesAt) return 'closed';
  return now < issuanceEndsAt ? 'open' : 'issuance-over';
}

interface ShownCampaign extends Pick<Campaign, 'id' | 'issuanceEndsAt' | 'closesAt'> {
  readonly state: ReturnType<typeof stateOf>;
  /** The supervisor's name; null for the team. */
  readonly about: string | null;
  readonly fingerprint: string;
}

/** What the page of a campaign may show to anybody; null when there is no such campaign. */
export async function campaignFor(
  store: { find(id: string): Promise<Campaign | null> },
  id: string,
  now: Date,
): Promise<ShownCampaign | null> {
  const campaign = uuid.safeParse(id).success ? await store.find(id) : null;
  if (!campaign) return null;
  const { issuanceEndsAt, closesAt, supervisor: about, publicKey } = campaign;
  return {
    id,
    state: stateOf(campaign, now),
    about,
    issuanceEndsAt,
    closesAt,
    fingerprint: fingerprintOf(id, publicKey),
  };
}
