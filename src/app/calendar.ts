import { addWeeks } from 'date-fns/addWeeks';
import { subMinutes } from 'date-fns/subMinutes';
import type { Config } from '../config.ts';
import { lastSendingOf, planCheckIns } from '../features/check-in/plan-check-ins.ts';
import { announceMethod } from '../features/method/announce-method.ts';
import { publishLastWeek } from '../features/trends/publish-week.ts';
import { endOfWeek, previousWeek, startOfWeek, weekOf } from '../measurement/iso-week.ts';
import { firstMondayOf, quarterOf } from '../measurement/quarter.ts';
import { METHOD_PATTERN } from '../schedule/announce-method.ts';
import { lastDue } from '../schedule/last-due.ts';
import type { MilestoneKind, MilestoneStore } from '../schedule/milestone-store.ts';
import type { Features } from './join-features.ts';

export interface CalendarParts {
  readonly config: Pick<Config, 'checkInSchedule' | 'publicationSchedule' | 'timezone'>;
  readonly features: Pick<Features, 'people' | 'planning' | 'publication' | 'method'>;
  readonly milestones: MilestoneStore;
  readonly now: () => Date;
  /** While the operator has paused the deployment, the calendar's work is left undone, and caught up afterwards. */
  readonly isPaused: () => Promise<boolean>;
  /** Hands what was written to the outbox to the queue. */
  readonly enqueueDue: (now: Date) => Promise<unknown>;
}

/** What the calendar asks for. Each may be repeated: what is done already is left alone. Nothing is done while paused. */
export interface Calendar {
  /** Invites, plans this week's check-ins and hands them to the queue. */
  planNow(): Promise<void>;
  /** Publishes last week and hands the posts to the queue. */
  publishNow(): Promise<void>;
  /** On the first Monday of a quarter: posts how well the questions measure. */
  announceMethodNow(): Promise<void>;
  /** The same three when the queue's schedule calls, which goes by some machine's clock: nothing happens before it is due. */
  readonly whenDue: Readonly<Record<keyof Works, () => Promise<void>>>;
  /**
   * Does what was due this week and was not done, because the queue lost its schedule or no worker was up; and asks whoever
   * could not be asked when the others were: a workspace was connected again, somebody agreed or was found again.
   */
  catchUp(): Promise<void>;
}

/** Longer than the calendar's own jobs take to begin, lest the same work is done twice at the same time. */
const GRACE_MINUTES = 10;
/** A machine's clock may be so far ahead of the database's without a call of the queue's schedule being too early. */
const AHEAD_MINUTES = 1;

export function joinCalendar(parts: CalendarParts): Calendar {
  const { config, features, milestones, enqueueDue } = parts;
  const { timezone } = config;

  async function plan(now: Date): Promise<void> {
    await features.people.inviteTeachers(now, addWeeks(now, 1));
    await planCheckIns(features.planning, now);
    await milestones.mark('check-ins-planned', weekOf(now, timezone), now);
    await enqueueDue(now);
  }

  async function planLate(now: Date): Promise<void> {
    if ((await planCheckIns(features.planning, now)) > 0) await enqueueDue(now);
  }

  async function publish(now: Date): Promise<void> {
    await publishLastWeek(features.publication, now);
    await milestones.mark('week-announced', previousWeek(weekOf(now, timezone)), now);
    await enqueueDue(now);
  }

  async function announce(now: Date): Promise<void> {
    const quarter = quarterOf(now, timezone);
    if (weekOf(now, timezone) !== weekOf(firstMondayOf(quarter, timezone), timezone)) return;
    await announceMethod(features.method, quarter, now);
    await milestones.mark('method-announced', quarter, now);
    await enqueueDue(now);
  }

  const unlessPaused = (work: Work) => async () => {
    if (!(await parts.isPaused())) await work(parts.now());
  };

  const works = { plan, publish, announce };
  const whenDue = (name: keyof Works) => unlessPaused((now) => ifDue(parts, works, now, -AHEAD_MINUTES)[name]());
  return {
    planNow: unlessPaused(plan),
    publishNow: unlessPaused(publish),
    announceMethodNow: unlessPaused(announce),
    whenDue: { plan: whenDue('plan'), publish: whenDue('publish'), announce: whenDue('announce') },
    catchUp: unlessPaused((now) => catchUp(parts, works, planLate, now)),
  };
}

type Work = (now: Date) => Promise<void>;
type Works = Readonly<Record<'plan' | 'publish' | 'announce', Work>>;

async function catchUp(parts: CalendarParts, works: Works, planLate: Work, now: Date): Promise<void> {
  const { timezone } = parts.config;
  const { plan, publish, announce } = ifDue(parts, works, now, GRACE_MINUTES);
  const worthSending = now < lastSendingOf(endOfWeek(weekOf(now, timezone), timezone));
  await eachInTurn([...(worthSending ? [() => plan(planLate)] : []), () => publish(), () => announce()]);
}

/** Each work, done when it was due this week, so many minutes ago or more, and was not done since; `otherwise` when it was. */
function ifDue({ config, milestones }: CalendarParts, works: Works, now: Date, minutesAgo: number) {
  const { timezone, checkInSchedule, publicationSchedule } = config;
  const week = weekOf(now, timezone);
  const only = (kind: MilestoneKind, period: string, pattern: string, work: Work) => async (otherwise?: Work) => {
    const due = lastDue(pattern, timezone, subMinutes(now, minutesAgo));
    if (due < startOfWeek(week, timezone)) return;
    const done = await milestones.doneAt(kind, period);
    if (done === null || done < subMinutes(due, AHEAD_MINUTES)) await work(now);
    else await otherwise?.(now);
  };
  return {
    plan: only('check-ins-planned', week, checkInSchedule, works.plan),
    publish: only('week-announced', previousWeek(week), publicationSchedule, works.publish),
    announce: only('method-announced', quarterOf(now, timezone), METHOD_PATTERN, works.announce),
  };
}

/** One that fails does not keep the others waiting. @throws the first failure */
async function eachInTurn(tasks: readonly (() => Promise<void>)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const task of tasks) {
    await task().catch((error: unknown) => {
      failures.push(error);
    });
  }
  if (failures.length > 0) throw failures[0];
}
