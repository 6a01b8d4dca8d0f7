import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { endOfWeek, weekOf } from '../src/measurement/iso-week.ts';
import { type Actor, newestLook } from './actors.ts';
import type { Demo } from './demo.ts';
import { type DemoPerson, PEOPLE } from './partnership.ts';
import type { Simulators } from './simulators.ts';

/** What the contact hours of the played week came to. */
export interface PlayedHours {
  /** Slots of the two supervisors' hours. */
  readonly offered: number;
  readonly booked: number;
  readonly moved: number;
  readonly waiting: number;
}

const TIMEZONE = 'Europe/Amsterdam';
const ADD = 'contact-hour.add-weekly';
const TAKE = 'contact-hour.take';
const LOOK = 'contact-hour.look';
const WAIT = 'contact-hour.wait';
/** Thursday with four slots, Friday with two. */
const HOURS = [
  { platform: 'slack', weekday: '4', ends: '16:00', slots: 4 },
  { platform: 'teams', weekday: '5', ends: '15:30', slots: 2 },
] as const;

/**
 * Two supervisors of one circle set an hour, each on a platform of their own; two teachers tap the same slot at once, one on
 * each; one of them moves, others book until nothing is left, and the last ones wait.
 */
export async function playContactHours({ simulators, running, teachers, clock }: Demo): Promise<PlayedHours> {
  const lastDay = endOfWeek(weekOf(clock.now(), TIMEZONE), TIMEZONE).toISOString().slice(0, 10);
  const { prisma } = running.foundation.database;
  for (const hour of HOURS) await setHour(simulators, supervisorOn(hour.platform), hour, lastDay);
  const circle = teachers.filter((each) => each.circle === supervisorOn('slack').circle && each.language === 'nl');
  const [one, other] = (['slack', 'teams'] as const).map((platform) =>
    circle.find((each) => each.platform === platform),
  );
  if (!one || !other) throw new Error('nobody to book anything');
  for (const teacher of [one, other]) await say(simulators, teacher, 'contactuurtje', TAKE);
  await Promise.all([one, other].map((teacher) => tap(simulators, teacher, TAKE)));
  // Whoever was too late sees what is free, and takes the first of that.
  for (const teacher of [one, other])
    if (newestLook(simulators, teacher).includes(TAKE)) await tap(simulators, teacher, TAKE);
  await tap(simulators, one, LOOK);
  await tap(simulators, one, TAKE);
  for (const teacher of circle.filter((each) => each !== one && each !== other)) {
    await say(simulators, teacher, 'contactuurtje', 'contact-hour.');
    await tap(simulators, teacher, newestLook(simulators, teacher).includes(TAKE) ? TAKE : WAIT);
  }
  const live = { endedAt: null, heldUntil: null };
  return {
    offered: HOURS.reduce((sum, { slots }) => sum + slots, 0),
    booked: await prisma.appointment.count({ where: live }),
    moved: await prisma.appointment.count({ where: { ...live, sequence: { gt: 0 } } }),
    waiting: await prisma.contactHourWaiting.count(),
  };
}

function supervisorOn(platform: DemoPerson['platform']): DemoPerson {
  const first = PEOPLE.find((person) => person.role === 'supervisor' && person.platform === 'slack');
  const found = PEOPLE.find(
    (person) => person.role === 'supervisor' && person.platform === platform && person.circle === first?.circle,
  );
  if (!found) throw new Error(`no supervisor on ${platform}`);
  return found;
}

async function setHour(
  simulators: Simulators,
  supervisor: DemoPerson,
  { weekday, ends }: (typeof HOURS)[number],
  lastDay: string,
): Promise<void> {
  await say(simulators, supervisor, 'uren', ADD);
  const values = { weekday, ends, lastDay, place: 'De Zandloper, lokaal 3' };
  const { workspace, user } = supervisor;
  if (supervisor.platform === 'slack') {
    await simulators.slack.tap({ team: workspace, user, ...slackButton(simulators, supervisor, ADD) });
    await until(() => simulators.slack.state().workspaces.some(({ modals }) => (modals[user] ?? []).length > 0));
    await simulators.slack.submitModal({ team: workspace, user }, values);
    return;
  }
  const { id: activityId } = teamsLook.parse(JSON.parse(newestLook(simulators, supervisor)));
  const who = { tenant: workspace, user };
  await simulators.teams.openDialog({ ...who, activityId, actionIndex: 0 });
  const inputs = { 'choice.weekday': weekday, 'time.ends': ends, 'date.lastDay': lastDay, 'text.place': values.place };
  await simulators.teams.submitDialog(who, inputs);
}

/** Types something, and waits for an answer with this in it. */
async function say(simulators: Simulators, actor: Actor, words: string, answer: string): Promise<void> {
  const { platform, workspace, user } = actor;
  const before = newestLook(simulators, actor);
  if (platform === 'slack') await simulators.slack.typeMessage({ team: workspace, user }, words);
  else await simulators.teams.typeMessage({ tenant: workspace, user }, words);
  await until(() => newestLook(simulators, actor) !== before && newestLook(simulators, actor).includes(answer));
}

const slackLook = z.looseObject({ channel: z.string(), message: z.looseObject({ ts: z.string() }) });
const teamsLook = z.looseObject({ id: z.string() });

/** Taps the first button of the newest message with this action, and waits until the message has changed. */
async function tap(simulators: Simulators, actor: Actor, action: string): Promise<void> {
  const { platform, workspace, user } = actor;
  const before = newestLook(simulators, actor);
  if (platform === 'slack') {
    await simulators.slack.tap({ team: workspace, user, ...slackButton(simulators, actor, action) });
  } else {
    const { id: activityId } = teamsLook.parse(JSON.parse(before));
    await simulators.teams.execute({ tenant: workspace, user, activityId, verb: action });
  }
  await until(() => newestLook(simulators, actor) !== before);
}

function slackButton(simulators: Simulators, actor: Actor, action: string) {
  const look = newestLook(simulators, actor);
  const { channel, message } = slackLook.parse(JSON.parse(look));
  const [actionId] = new RegExp(`${action}#\\d+`).exec(look) ?? [];
  if (actionId === undefined) throw new Error(`no button ${action}`);
  return { channel, ts: message.ts, actionId };
}

async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; tries < 3_000; tries += 1) {
    if (isSo()) return;
    await sleep(20);
  }
  throw new Error('nothing came of it within a minute');
}
