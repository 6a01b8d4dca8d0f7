import { z } from 'zod';
import { checkNumberOf } from './check-number.ts';
import { fingerprintOf } from './key.ts';

/** A campaign (a round of evaluations), as it is stored. */
export interface Campaign {
  readonly id: string;
  /** Null for the team. */
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

/** In the last hours evaluations can only be sent, so that sending need not follow closely on exchanging a ticket. */
export const SENDING_HOURS = 48;

/** A campaign is closed from its closing date on, counted or not. */
export function stateOf({ issuanceEndsAt, closesAt, closedAt }: Campaign, now: Date) {
  if (closedAt !== null || now >= closesAt) return 'closed';
  return now < issuanceEndsAt ? 'open' : 'issuance-over';
}

/** Identifies a campaign and its key. */
export interface CampaignNumbers {
  /** The fingerprint, which the page checks. */
  readonly fingerprint: string;
  /** The short form, which people compare. */
  readonly checkNumber: string;
}

/** More than the number of open campaigns. */
const REMEMBERED = 100;
const checkNumbers = new Map<string, Promise<string>>();

/** Remembers check numbers, because one takes a tenth of a second and never changes. */
export async function numbersOf({ id, publicKey }: Pick<Campaign, 'id' | 'publicKey'>): Promise<CampaignNumbers> {
  const fingerprint = fingerprintOf(id, publicKey);
  if (checkNumbers.size >= REMEMBERED) checkNumbers.clear();
  const checkNumber = checkNumbers.get(fingerprint) ?? checkNumberOf(fingerprint);
  checkNumbers.set(fingerprint, checkNumber);
  return { fingerprint, checkNumber: await checkNumber };
}

interface ShownCampaign extends Pick<Campaign, 'id' | 'issuanceEndsAt' | 'closesAt'> {
  readonly state: ReturnType<typeof stateOf>;
  /** The supervisor's name; null for the team. */
  readonly about: string | null;
  readonly numbers: CampaignNumbers;
}

/** What the page of a campaign may show to anybody; null for an unknown campaign. */
export async function campaignFor(
  store: { find(id: string): Promise<Campaign | null> },
  id: string,
  now: Date,
): Promise<ShownCampaign | null> {
  const campaign = uuid.safeParse(id).success ? await store.find(id) : null;
  if (!campaign) return null;
  const { issuanceEndsAt, closesAt, supervisor: about } = campaign;
  return {
    id,
    state: stateOf(campaign, now),
    about,
    issuanceEndsAt,
    closesAt,
    numbers: await numbersOf(campaign),
  };
}
