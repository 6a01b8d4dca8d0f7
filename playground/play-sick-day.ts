import { nextFriday } from 'date-fns/nextFriday';
import { messagesJson, newestMessageJson } from './actors.ts';
import { fillIn, supervisorOn, tap, typeAndAwait, waitUntil } from './chat-driver.ts';
import type { Demo } from './demo.ts';
import type { DemoPerson } from './partnership.ts';
import type { Simulators } from './simulators.ts';

/** What two supervisors saw of their appointments, and what happened to the appointments of the one who falls ill. */
export interface PlayedSickDay {
  /** The number of appointments on the home page in Slack, and in the card in Teams. */
  readonly agenda: { readonly slack: number; readonly teams: number };
  readonly ill: {
    readonly ended: number;
    /** Teachers who were told. */
    readonly told: number;
    /** How many of these got the next free slots offered, before those who were already waiting. */
    readonly offered: number;
    readonly accepted: number;
  };
}

const AWAY = 'contact-hour.away';
const ADD = 'contact-hour.add-once';
const ACCEPT = 'contact-hour.accept';

/**
 * The supervisor in Teams is ill on Friday. Their teachers are told, and when the colleague in Slack adds an extra hour
 * that day, these teachers get the first offer.
 */
export async function playSickDay({ simulators, running, teachers, clock }: Demo): Promise<PlayedSickDay> {
  const { prisma } = running.foundation.database;
  const [inSlack, inTeams] = [supervisorOn('slack'), supervisorOn('teams')];
  const agenda = { slack: await onHomePage(simulators, inSlack), teams: await inCard(simulators, inTeams) };
  const friday = nextFriday(clock.now()).toISOString().slice(0, 10);
  await typeAndAwait(simulators, inTeams, 'uren', AWAY);
  await fillIn(simulators, inTeams, AWAY, { 'date.day': friday, 'choice.why': 'ill' });
  const lost = await prisma.appointment.findMany({ where: { endedBy: 'ill' }, select: { teacher: true } });
  const theirs = teachers.filter(({ key }) => lost.some(({ teacher }) => teacher.key === key));
  const heard = (teacher: DemoPerson) => messagesJson(simulators, teacher).join().includes('is ziek');
  await waitUntil(() => theirs.every(heard));
  await typeAndAwait(simulators, inSlack, 'uren', ADD);
  await fillIn(simulators, inSlack, ADD, {
    'date.day': friday,
    'time.ends': '15:30',
    'text.place': 'De Zandloper, lokaal 3',
  });
  const held = (teacher: DemoPerson) => messagesJson(simulators, teacher).join().includes(ACCEPT);
  await waitUntil(() => theirs.every(held));
  const offered = theirs.filter(held);
  for (const teacher of offered) await tap(simulators, teacher, ACCEPT);
  return {
    agenda,
    ill: {
      ended: lost.length,
      told: theirs.filter(heard).length,
      offered: offered.length,
      accepted: await prisma.appointment.count({ where: { offered: true, heldUntil: null, endedAt: null } }),
    },
  };
}

/** A line such as '15:00–15:15 · Anne de Wit'. */
const VISIT = /\d\d:\d\d–\d\d:\d\d · /g;

async function onHomePage({ slack }: Simulators, { workspace: team, user }: DemoPerson): Promise<number> {
  await slack.openHome({ team, user });
  const home = () => slack.state().workspaces.find((each) => each.team === team)?.homes[user];
  await waitUntil(() => home() !== undefined);
  return JSON.stringify(home()).match(VISIT)?.length ?? 0;
}

async function inCard(simulators: Simulators, supervisor: DemoPerson): Promise<number> {
  await typeAndAwait(simulators, supervisor, 'agenda', 'contact-hour.hours');
  return newestMessageJson(simulators, supervisor).match(VISIT)?.length ?? 0;
}
