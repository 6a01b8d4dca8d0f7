import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../src/database/client.ts';
import { PolsslagError } from '../src/errors.ts';
import { type SealKey, seal } from '../src/secrets/seal.ts';
import {
  CIRCLES,
  type DemoPerson,
  PEOPLE,
  SCHOOL_ROWS,
  SLACK_CHANNEL,
  SLACK_SCHOOLS,
  SLACK_SUPERVISORS,
  TEAMS_CHANNEL,
  TEAMS_TENANT,
} from './partnership.ts';
import { insertWith } from './seed/insert-rows.ts';
import { type SeedPerson, seedPartnership } from './seed/seed-partnership.ts';
import type { Simulators } from './simulators.ts';

/** The tables that a demonstration fills; each comes after the tables that it refers to. */
export const DEMONSTRATION_TABLES = [
  'Workspace',
  'SupervisorChannel',
  'Circle',
  'School',
  'Person',
  'PersonCircle',
  'Account',
  'CheckIn',
  'CheckInItem',
  'Answer',
  'Declaration',
  'Notification',
  'PublishedWeek',
  'WeekPicture',
  'ItemTotal',
  'ScheduledRun',
  'IncomingEvent',
  'ContactHour',
  'ContactHourAbsence',
  'Appointment',
  'ContactHourWaiting',
  'CalendarFeed',
  'VisitQuestion',
  'Visit',
  'LoggedVisit',
  'Intervention',
  'InterventionPeriod',
  'OwnEffect',
  'HelpRequest',
  'HelpTaken',
  'HelpWaiting',
  'ResourceAnswer',
  'ResourceQuarter',
  'MethodQuarter',
] as const;

/** Empties the database of a demonstration. @throws PolsslagError NOT_ALLOWED when it holds a real deployment */
export async function clearDemonstration({ prisma }: Database, now: Date): Promise<void> {
  const deployment = await prisma.deployment.findUnique({ where: { id: 1 } });
  const used = (await prisma.person.count()) + (await prisma.workspace.count());
  if (!deployment?.demonstration && used > 0) {
    throw new PolsslagError(
      'NOT_ALLOWED',
      'This folder holds a real deployment, which a demonstration would erase: choose another --data-dir.',
    );
  }
  const tables = [...DEMONSTRATION_TABLES, 'Lane', 'JoinGuess'].map((name) => `"${name}"`);
  await prisma.$executeRawUnsafe(`TRUNCATE ${tables.join(', ')} CASCADE`);
  await prisma.$executeRawUnsafe('DROP SCHEMA IF EXISTS bullmq CASCADE');
  const data = { demonstration: true, createdAt: now, pausedAt: null };
  await prisma.deployment.upsert({ where: { id: 1 }, create: { id: 1, ...data }, update: data });
}

/**
 * Puts the demonstration partnership into the simulated platforms and the database; all teachers but the newcomer have
 * consented.
 */
export async function populate(
  database: Database,
  keys: readonly SealKey[],
  simulators: Simulators,
  now: Date,
): Promise<void> {
  const tokens = fillSlack(simulators);
  fillTeams(simulators);
  const slackWorkspaces = tokens.map(({ team, name, botToken, botUser }) => {
    return { platform: 'slack', externalId: team, name, botUser, sealedToken: seal(botToken, keys) } as const;
  });
  const { tenant, name } = TEAMS_TENANT;
  const partnership = {
    workspaces: [...slackWorkspaces, { platform: 'teams', externalId: tenant, name } as const],
    channels: [
      { workspace: SLACK_CHANNEL.team, channel: SLACK_CHANNEL.channel },
      { workspace: tenant, channel: TEAMS_CHANNEL.channel },
    ],
    circles: CIRCLES,
    schools: SCHOOL_ROWS,
    people: PEOPLE.map((person, index) => asSeed(person, index, now)),
  };
  await database.prisma.$transaction((transaction) => seedPartnership(insertWith(transaction), partnership));
}

function asSeed(person: DemoPerson, rank: number, now: Date): SeedPerson {
  const { key, role, name, language, cluster, school, circle, workspace, user } = person;
  const consent = person.consents ? ({ at: now, basis: 'demonstration' } as const) : null;
  const accounts = [{ workspace, user, rank }];
  return { key, role, name, language, cluster, school, circles: [circle], consent, accounts };
}

/** Installs the app for everyone on Teams and in the supervisors' team: only then does the bot know where to write. */
export async function installTeams({ teams }: Simulators): Promise<void> {
  const users = PEOPLE.filter((person) => person.platform === 'teams');
  await Promise.all(
    users.map(({ workspace, user }) => installWithRetries(teams, teams.install({ tenant: workspace, user }))),
  );
  const supervisor = users.find((person) => person.role === 'supervisor');
  if (!supervisor) return;
  const team = { tenant: TEAMS_TENANT.tenant, team: TEAMS_CHANNEL.team, user: supervisor.user };
  await installWithRetries(teams, teams.installInTeam(team));
}

const MAX_ATTEMPTS = 5;
const RETRY_MS = 500;

/**
 * Retries an installation: on a busy machine a request can time out, and Teams itself reports an installation only
 * once.
 * @throws PolsslagError UNAVAILABLE when it still fails after five attempts
 */
async function installWithRetries(
  teams: Simulators['teams'],
  installing: ReturnType<typeof teams.install>,
): Promise<void> {
  let { activityId, result } = await installing;
  for (let tries = 1; result.kind === 'error' && tries < MAX_ATTEMPTS; tries += 1) {
    await sleep(RETRY_MS);
    ({ activityId, result } = await teams.redeliver(activityId));
  }
  if (result.kind !== 'error') return;
  throw new PolsslagError('UNAVAILABLE', `The app could not be added in the simulated Teams: ${result.reason}.`);
}

interface SlackTokens {
  readonly team: string;
  readonly name: string;
  readonly botToken: string;
  readonly botUser: string;
}

function fillSlack({ slack }: Simulators): SlackTokens[] {
  const tokens = [SLACK_SCHOOLS, SLACK_SUPERVISORS].map((workspace) => ({
    ...workspace,
    ...slack.addWorkspace(workspace),
  }));
  for (const { workspace, user, name } of PEOPLE.filter((person) => person.platform === 'slack')) {
    slack.addUser({ team: workspace, user, name });
  }
  slack.addChannel(SLACK_CHANNEL);
  return tokens;
}

function fillTeams({ teams }: Simulators): void {
  teams.addTenant(TEAMS_TENANT);
  for (const { workspace, user, name } of PEOPLE.filter((person) => person.platform === 'teams')) {
    teams.addUser({ tenant: workspace, user, name });
  }
  teams.addChannel(TEAMS_CHANNEL);
}
