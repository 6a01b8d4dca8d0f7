import { z } from 'zod';
import { checkNumberOf } from './check-number.ts';
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

/** What tells one campaign and its key from any other. */
export interface CampaignNumbers {
  /** What the page goes by. */
  readonly fingerprint: string;
  /** What people compare. */
  readonly checkNumber: string;
}

/** More than are open at a time. */
const REMEMBERED = 100;
const checkNumbers = new Map<string, Promise<string>>();

/** A check number takes a tenth of a second, and never changes. */
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

/** What the page of a campaign may show to anybody; null when there is no such campaign. */
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
