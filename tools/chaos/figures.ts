import { z } from 'zod';
import { messagesInTeams } from '../../playground/actors.ts';
import type { Simulators } from '../../playground/simulators.ts';
import type { Database } from '../../src/database/client.ts';
import { PolsslagError } from '../../src/errors.ts';
import { retryOnCutConnection } from './postgres.ts';
import type { ChaosRig } from './rig.ts';
import type { AcknowledgedAnswer, TeacherWorkload } from './teacher-workload.ts';
import type { ChaosTeacher } from './teachers.ts';

/** The figures that a run prints. */
export interface ChaosFigures {
  readonly teachers: number;
  readonly kills: number;
  /** Kills of a process that had a request under way. */
  readonly inFlightAtKill: number;
  /** Teachers whose message the platforms accepted at least once. */
  readonly delivered: number;
  /** Messages that the platforms accepted beyond one for each teacher. */
  readonly duplicates: { readonly slack: number; readonly teams: number };
  /** Sends that the product repeated without knowing whether the first had arrived, by its own count. */
  readonly inDoubt: number;
  /** The same for each kill; this includes doubts that the platforms' own failures caused. */
  readonly doubtsPerKill: number;
  /** Teachers who have answered everything and still have the message twice in their chat. */
  readonly doubledAfterAnswer: number;
  /** Teachers who never got their message. */
  readonly lost: number;
  /** Acknowledged answers that are not in the database as they were given. */
  readonly answersLost: number;
  /**
   * The longest stall of the simulated platforms, in milliseconds. When it exceeds the longest delay in the workers'
   * settings, a worker may have looked for a waiting request in vain and sent it again.
   */
  readonly longestStallMs: number;
}

/** Whether a run kept the product's promises. */
export function isKept(figures: ChaosFigures): boolean {
  const { kills, inFlightAtKill, duplicates, inDoubt, doubledAfterAnswer, lost, answersLost } = figures;
  const nothingGone = lost === 0 && answersLost === 0;
  const nothingTwice = duplicates.slack === 0 && duplicates.teams <= inDoubt && doubledAfterAnswer === 0;
  return nothingGone && nothingTwice && inFlightAtKill * 2 >= kills;
}

/** Counts the teachers on Teams who have answered everything and have two messages of the app in their chat. */
function countDoubled(
  simulators: Pick<Simulators, 'teams'>,
  people: readonly ChaosTeacher[],
  done: ReadonlySet<string>,
): number {
  const answered = people.filter(({ platform, key }) => platform === 'teams' && done.has(key));
  return answered.filter((teacher) => messagesInTeams(simulators, teacher).length > 1).length;
}

const keyed = z.looseObject({ channelData: z.looseObject({ polsslagKey: z.string() }) });

/** Counts deliveries by the platforms' own records. */
function countDeliveries(
  { slack, teams }: Pick<Simulators, 'slack' | 'teams'>,
  people: readonly ChaosTeacher[],
): Pick<ChaosFigures, 'teachers' | 'delivered' | 'duplicates' | 'lost'> {
  const messages = countByTeacher({ slack, teams });
  const reachedOn = (platform: ChaosTeacher['platform']) =>
    people.filter((one) => one.platform === platform && (messages.get(`${one.workspace}/${one.user}`) ?? 0) > 0).length;
  const [onSlack, onTeams] = [reachedOn('slack'), reachedOn('teams')];
  const slackPosts = [...slack.postsByKey().values()].reduce((sum, count) => sum + count, 0);
  const teamsPosts = teams.sends.filter(({ activity }) => keyed.safeParse(activity).success).length;
  return {
    teachers: people.length,
    delivered: onSlack + onTeams,
    duplicates: { slack: slackPosts - onSlack, teams: teamsPosts - onTeams },
    lost: people.length - onSlack - onTeams,
  };
}

/** The number of messages of the app in each teacher's chat, by 'workspace/user'. */
function countByTeacher({ slack, teams }: Pick<Simulators, 'slack' | 'teams'>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { team, users, conversations } of slack.state().workspaces) {
    const byChannel = new Map(conversations.map(({ channel, messages }) => [channel, messages]));
    for (const { user } of users) {
      const messages = byChannel.get(slack.directChannel(team, user) ?? '') ?? [];
      counts.set(`${team}/${user}`, messages.filter(({ fromApp }) => fromApp).length);
    }
  }
  const byConversation = teams.sendsByConversation();
  for (const { tenant, user, conversation } of teams.state().users) {
    counts.set(`${tenant}/${user}`, byConversation.get(conversation) ?? 0);
  }
  return counts;
}

/** Counts the acknowledged answers that are not in the database. */
async function countLostAnswers({ prisma }: Database, given: readonly AcknowledgedAnswer[]): Promise<number> {
  const stored = await prisma.answer.findMany({
    select: { item: true, value: true, person: { select: { key: true } } },
  });
  const known = new Set(stored.map(({ person, item, value }) => `${person.key}/${item}/${value}`));
  return given.filter(({ teacher, item, value }) => !known.has(`${teacher}/${item}/${value}`)).length;
}

/** The product's own count of messages that it sent again without knowing whether the first had arrived. */
async function countInDoubt({ prisma }: Database): Promise<number> {
  const { _sum } = await prisma.notification.aggregate({ _sum: { inDoubt: true } });
  return _sum.inDoubt ?? 0;
}

/** Collects the figures of a run that has settled. @throws PolsslagError UNAVAILABLE when a process ended by itself */
export async function collectFigures(
  { postgres, simulators, processes }: ChaosRig,
  teachers: readonly ChaosTeacher[],
  { given, done }: TeacherWorkload,
  known: Pick<ChaosFigures, 'kills' | 'inFlightAtKill' | 'longestStallMs'>,
): Promise<ChaosFigures> {
  if (processes.crashed.length > 0) {
    throw new PolsslagError('UNAVAILABLE', `Ended by themselves: ${processes.crashed.join(', ')}.`);
  }
  const inDoubt = await retryOnCutConnection(() => countInDoubt(postgres.database));
  return {
    ...countDeliveries(simulators, teachers),
    ...known,
    inDoubt,
    doubtsPerKill: Math.round((inDoubt / Math.max(1, known.kills)) * 100) / 100,
    doubledAfterAnswer: countDoubled(simulators, teachers, done),
    answersLost: await retryOnCutConnection(() => countLostAnswers(postgres.database, given)),
  };
}
