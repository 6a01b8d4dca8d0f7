import { addDays } from 'date-fns/addDays';
import { subHours } from 'date-fns/subHours';
import { subWeeks } from 'date-fns/subWeeks';
import { type Day, daysAfter, momentOf } from '../../calendar/day.ts';
import { nextGoodMoment } from '../../calendar/good-moment.ts';
import { readCalendar, toRhythm } from '../../calendar/store.ts';
import type { Tools } from '../../feature.ts';
import { FEWEST_PEOPLE } from '../../measurement/gate.ts';
import { endOfWeek, mondayOf, nextWeek, weekOf } from '../../measurement/iso-week.ts';
import { SENDING_HOURS } from './campaign.ts';
import type { CampaignStore, Helped } from './campaign-store.ts';
import { makeCampaignKey } from './key.ts';

export interface Starting extends Pick<Tools, 'settings' | 'secrets' | 'goodMoments' | 'pages' | 'database'> {
  readonly store: CampaignStore;
  readonly helped: Tools['all']['helped'];
}

interface Wanted {
  /** Null: the team. */
  readonly supervisorId: string | null;
  readonly closesAt: Date;
  readonly repeats: boolean;
}

/** Why a campaign is not opened. */
export type NotOpened =
  /** Too few teachers had help: nothing could ever be told. */
  | 'few'
  /** Most of them have holidays until it is over. */
  | 'untimely'
  | 'running'
  | 'recent'
  /** Nobody can open a page of ours. */
  | 'nowhere';

/** Help of so long ago counts: a quarter. */
const PERIOD_WEEKS = 13;
/** Nobody is asked more often about the same. */
const PAUSE_WEEKS = 6;
/** So long before the last moment an invitation comes at the latest. */
const IN_TIME_DAYS = 2;

const CLOSES_AT_MINUTES = 17 * 60;

/** @param timezone of the deployment */
export function closingOn(day: Day, timezone: string): Date {
  return momentOf(day, CLOSES_AT_MINUTES, timezone);
}

/**
 * From the Monday of the next week to the first closing day. Tickets are given out until two days before, so the whole
 * school week is left for invitations: people who work on one day of it only are invited on that day.
 */
const DAYS_AFTER_MONDAY = 7;

/**
 * The first day on which one that begins now can close: one message a week is unasked, and whoever has had this week's is invited in the
 * next. Were it over by then, they would never be.
 */
export function firstClosingDay(now: Date, timezone: string): Day {
  return daysAfter(mondayOf(nextWeek(weekOf(now, timezone))), DAYS_AFTER_MONDAY);
}

/** So many forms a result takes. */
export function fewestToTell({ minimumGroup }: Pick<Starting['settings'], 'minimumGroup'>): number {
  return Math.max(minimumGroup, FEWEST_PEOPLE);
}

/**
 * Opens a campaign among the teachers who had help in the last quarter.
 * @returns its id, or why there is none
 */
export async function startCampaign(
  { store, helped, goodMoments, pages, settings, secrets, database }: Starting,
  { supervisorId, closesAt, repeats }: Wanted,
  now: Date,
): Promise<{ readonly id: string } | { readonly why: NotOpened }> {
  if (!pages) return { why: 'nowhere' };
  const [last] = await store.of(supervisorId);
  if (last && last.closedAt === null) return { why: 'running' };
  if (last && last.openedAt > subWeeks(now, PAUSE_WEEKS)) return { why: 'recent' };
  const teachers = await helped(subWeeks(now, PERIOD_WEEKS), now, supervisorId);
  const takingPart = await store.takingPart(teachers, supervisorId, now);
  const fewest = fewestToTell(settings);
  // Whom nobody may ask now counts here too: a supervisor who had helped just enough would know who is left alone.
  if (takingPart.length < fewest) return { why: 'few' };
  const issuanceEndsAt = subHours(closesAt, SENDING_HOURS);
  const latest = addDays(issuanceEndsAt, -IN_TIME_DAYS);
  if ((await countOpen(database, settings, takingPart, now, latest)) < fewest) return { why: 'untimely' };
  const canBeInvited = takingPart.flatMap((each) => (each.canBeInvited ? [each.id] : []));
  const invited = await goodMoments(canBeInvited, now);
  // Among fewer a form would be too nearly somebody's: then nobody is disturbed, and it closes as one in which too few took part.
  const invitees = [...invited.values()].filter((at) => at <= latest).length < fewest ? [] : canBeInvited;
  const halfway = new Date((now.getTime() + issuanceEndsAt.getTime()) / 2);
  const reminded = await goodMoments(invitees, halfway);
  const { publicKey, privateKey } = await makeCampaignKey();
  const campaign = { supervisorId, openedAt: now, issuanceEndsAt, closesAt, repeats, publicKey };
  const id = await store.open({ ...campaign, sealedKey: secrets.seal(privateKey) }, invitees, { invited, reminded });
  return id === null ? { why: 'running' } : { id };
}

/** So many days of another week make up for it when somebody has had this week's message. */
const SCHOOL_WEEK_DAYS = 5;

/**
 * Those whose school is open in time. One message a week is unasked, and whoever has had this week's is invited in another one: where
 * there is one before the end, it must not be a holiday, or else nobody who got a reminder in the last days of school would be invited.
 * Whether they pause or have had one is left out: that is nobody's to learn by trying.
 */
async function countOpen(
  { prisma }: Starting['database'],
  { lessonTime, timezone }: Starting['settings'],
  teachers: readonly Helped[],
  now: Date,
  latest: Date,
): Promise<number> {
  const calendar = await readCalendar(prisma, lessonTime);
  const monday = endOfWeek(weekOf(now, timezone), timezone);
  const from = addDays(monday, SCHOOL_WEEK_DAYS) <= latest ? monday : now;
  const usual = { day: null, time: null, workdays: null, pausedUntil: null };
  return teachers.filter(
    (teacher) => nextGoodMoment(from, toRhythm({ ...usual, ...teacher }, timezone), calendar) <= latest,
  ).length;
}

/** Opens what was to come back a quarter after the last time; what cannot be opened now is tried again the next day. */
export async function repeatCampaigns(starting: Starting, now: Date): Promise<void> {
  const latest = new Map<string | null, Awaited<ReturnType<CampaignStore['all']>>[number]>();
  for (const campaign of await starting.store.all()) {
    if (!latest.has(campaign.supervisorId)) latest.set(campaign.supervisorId, campaign);
  }
  for (const { supervisorId, repeats, openedAt, closesAt } of latest.values()) {
    if (!repeats || openedAt > subWeeks(now, PERIOD_WEEKS)) continue;
    const lasted = closesAt.getTime() - openedAt.getTime();
    const { timezone } = starting.settings;
    const first = closingOn(firstClosingDay(now, timezone), timezone).getTime();
    const closes = new Date(Math.max(now.getTime() + lasted, first));
    await startCampaign(starting, { supervisorId, closesAt: closes, repeats }, now);
  }
}
