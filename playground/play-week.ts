import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { makeFolders } from '../src/make-folders.ts';
import { weekOf } from '../src/measurement/iso-week.ts';
import type { Demo } from './demo.ts';
import { SLACK_CHANNEL, TEAMS_CHANNEL } from './partnership.ts';
import { type PlayedHours, playContactHours } from './play-contact-hours.ts';
import { type PlayedEvaluation, playEvaluation } from './play-evaluation.ts';
import { type PlayedResources, playResources } from './play-resources.ts';
import { type PlayedSickDay, playSickDay } from './play-sick-day.ts';
import { type PlayedInterventions, type PlayedRequests, playHelpRequests, playInterventions } from './play-support.ts';
import type { Simulators } from './simulators.ts';

/** The result of one played week. */
export interface PlayedWeek {
  readonly week: string;
  /** The number of check-ins that arrived, as counted by the platforms. */
  readonly sent: { readonly slack: number; readonly teams: number };
  /** Teachers who answered all three questions. */
  readonly answered: number;
  readonly contactHour: PlayedHours & PlayedSickDay;
  readonly interventions: PlayedInterventions;
  readonly helpRequests: PlayedRequests;
  readonly resources: PlayedResources;
  /** This campaign closes in the week after. */
  readonly evaluation: PlayedEvaluation;
  /** The JSON that `trends --json` prints. */
  readonly trend: unknown;
  /** The texts of the posts in the supervisors' channels. */
  readonly posts: { readonly slack: readonly string[]; readonly teams: readonly string[] };
}

/**
 * Plays a whole week. Everyone gets a check-in and most answer; contact hours are set, booked and lost to illness;
 * teachers ask for help and supervisors log what they did; the week is published, and teachers evaluate the help.
 */
export async function playWeek(demo: Demo): Promise<PlayedWeek> {
  const { simulators, clock, running } = demo;
  const { database, config } = running.foundation;
  await demo.toNextCheckIn();
  const week = weekOf(clock.now(), config.timezone);
  const sent = countCheckIns(simulators);
  const contactHour = await playContactHours(demo);
  const helpRequests = await playHelpRequests(demo);
  const resources = await playResources(demo);
  const interventions = await playInterventions(demo);
  const illDay = await playSickDay(demo);
  // After the other messages: a teacher who was asked about a visit is not asked anything else in that week.
  const evaluation = await playEvaluation(demo);
  await helpRequests.visit();
  await demo.toNextMonday();
  const answered = await database.prisma.checkIn.findMany({
    where: { week },
    select: { _count: { select: { answers: true } } },
  });
  const frozen = await database.prisma.publishedWeek.findUnique({ where: { week } });
  const played = {
    week,
    sent,
    answered: answered.filter(({ _count }) => _count.answers === 3).length,
    contactHour: { ...contactHour, ...illDay },
    interventions: await interventions(),
    helpRequests: await helpRequests.outcome(week),
    resources,
    trend: JSON.parse(frozen?.body ?? 'null'),
    posts: readPosts(simulators),
  };
  return { ...played, evaluation: await evaluation() };
}

const keyed = z.looseObject({ channelData: z.looseObject({ polsslagKey: z.string() }) });

function countCheckIns({ slack, teams }: Simulators): PlayedWeek['sent'] {
  const isCheckIn = (key: string) => key.startsWith('check-in:');
  const teamsKeys = teams.sends.flatMap(({ activity }) => {
    const parsed = keyed.safeParse(activity);
    return parsed.success ? [parsed.data.channelData.polsslagKey] : [];
  });
  return { slack: [...slack.postsByKey().keys()].filter(isCheckIn).length, teams: teamsKeys.filter(isCheckIn).length };
}

function readPosts({ slack, teams }: Simulators): PlayedWeek['posts'] {
  const channel = slack
    .state()
    .workspaces.flatMap(({ conversations }) => conversations)
    .find((conversation) => conversation.channel === SLACK_CHANNEL.channel);
  const threads = teams
    .state()
    .conversations.filter(({ kind, id }) => kind === 'channel' && id.startsWith(TEAMS_CHANNEL.channel));
  return {
    slack: (channel?.messages ?? []).map(({ blocks }) => visibleText(blocks)),
    teams: threads.flatMap(({ messages }) =>
      messages.filter(({ byBot }) => byBot).map(({ card }) => visibleText(card)),
    ),
  };
}

const TEXT_KEYS = ['text', 'title', 'value', 'alt_text', 'altText'];

/** Every text in a message, one per line, in the order in which it is shown, each only once. */
function visibleText(part: unknown): string {
  return [...new Set(textsIn(part, ''))].join('\n');
}

function textsIn(value: unknown, key: string): string[] {
  if (typeof value === 'string') return TEXT_KEYS.includes(key) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((each) => textsIn(each, key));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => textsIn(each, name));
}

/**
 * Writes every request that the product made to a platform, in order, as `<number>-<platform>.json`.
 * @returns the number of requests
 */
export async function recordRequests({ slack, teams }: Simulators, folder: string): Promise<number> {
  makeFolders(folder);
  const requests = [...slack.requests, ...teams.requests];
  for (const [index, { platform, method, url, body }] of requests.entries()) {
    const name = `${String(index + 1).padStart(4, '0')}-${platform}.json`;
    await writeFile(path.join(folder, name), `${JSON.stringify({ platform, method, url, body }, null, 2)}\n`);
  }
  return requests.length;
}
