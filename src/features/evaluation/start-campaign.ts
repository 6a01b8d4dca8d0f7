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
  /** Null for the team. */
  readonly supervisorId: string | null;
  readonly closesAt: Date;
  readonly repeats: boolean;
}

/** Why a campaign was not opened. */
export type NotOpened =
  /** Too few teachers had help: no result could ever be published. */
  | 'few'
  /** Most of the teachers have holidays until it closes. */
  | 'untimely'
  | 'running'
  | 'recent'
  /** There is no PUBLIC_URL: nobody could open the page. */
  | 'nowhere';

/** How far back help counts: a quarter. */
const PERIOD_WEEKS = 13;
/** The least time between two campaigns about the same subject. */
const PAUSE_WEEKS = 6;
/** The latest moment for an invitation, before signatures end. */
const IN_TIME_DAYS = 2;

const CLOSES_AT_MINUTES = 17 * 60;

/** When a campaign closes on a day. @param timezone of the deployment */
export function closingOn(day: Day, timezone: string): Date {
  return momentOf(day, CLOSES_AT_MINUTES, timezone);
}

/**
 * From the Monday of the next week to the first closing day. Tickets are given out until two days before, so the whole
 * school week is left for invitations: people who work on one day of it only are invited on that day.
 */
const DAYS_AFTER_MONDAY = 7;

/**
 * The first day on which a campaign that begins now can close. People get one unasked message a week, and those who had
 * this week's are invited next week; a campaign that closed before then would never reach them.
 */
export function firstClosingDay(now: Date, timezone: string): Day {
  return daysAfter(mondayOf(nextWeek(weekOf(now, timezone))), DAYS_AFTER_MONDAY);
}

/** The fewest forms with which a result is published. */
export function fewestToTell({ minimumGroup }: Pick<Starting['settings'], 'minimumGroup'>): number {
  return Math.max(minimumGroup, FEWEST_PEOPLE);
}

/** Opens a campaign among the teachers who had help in the last quarter. @returns its id, or why it was not opened */
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
  // People who may not be asked now count here too: otherwise a supervisor who helped just enough teachers could tell
  // that one of them pauses.
  if (takingPart.length < fewest) return { why: 'few' };
  const issuanceEndsAt = subHours(closesAt, SENDING_HOURS);
  const latest = addDays(issuanceEndsAt, -IN_TIME_DAYS);
  if ((await countOpen(database, settings, takingPart, now, latest)) < fewest) return { why: 'untimely' };
  const canBeInvited = takingPart.flatMap((each) => (each.canBeInvited ? [each.id] : []));
  const invited = await goodMoments(canBeInvited, now);
  // With fewer invitees a form would almost identify its author. Then nobody is invited, and it closes as one in which
  // too few took part.
  const invitees = [...invited.values()].filter((at) => at <= latest).length < fewest ? [] : canBeInvited;
  const halfway = new Date((now.getTime() + issuanceEndsAt.getTime()) / 2);
  const reminded = await goodMoments(invitees, halfway);
  const { publicKey, privateKey } = await makeCampaignKey();
  const campaign = { supervisorId, openedAt: now, issuanceEndsAt, closesAt, repeats, publicKey };
  const id = await store.open({ ...campaign, sealedKey: secrets.seal(privateKey) }, invitees, { invited, reminded });
  return id === null ? { why: 'running' } : { id };
}

/** The days of another week that make up for it when somebody has had this week's message. */
const SCHOOL_WEEK_DAYS = 5;

/**
 * How many of these teachers have school before the last moment. People get one unasked message a week, and those who
 * had this week's are invited in a later week. When there is a later week before the end, it is that week that must not
 * be a holiday, or else nobody who got a reminder in the last days of school would be invited. Pauses and earlier
 * messages do not count, because nobody may learn about them by trying.
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
  // The week counts whole although the last moment is within it: tickets are given out after that moment too.
  const from = addDays(monday, SCHOOL_WEEK_DAYS - IN_TIME_DAYS) <= latest ? monday : now;
  const usual = { day: null, time: null, workdays: null, pausedUntil: null };
  return teachers.filter(
    (teacher) => nextGoodMoment(from, toRhythm({ ...usual, ...teacher }, timezone), calendar) <= latest,
  ).length;
}

/**
 * Opens the campaigns that repeat, a quarter after the last one. One that cannot be opened now is tried again the next
 * day.
 */
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
