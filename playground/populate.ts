import type { Database, Transaction } from '../src/database/client.ts';
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
import type { Simulators } from './simulators.ts';

/** What a demonstration fills, each after those that it refers to. */
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
] as const;

/** Empties a demonstration's database. Throws PolsslagError NOT_ALLOWED when it holds anything else. */
export async function clearDemonstration({ prisma }: Database, now: Date): Promise<void> {
  const deployment = await prisma.deployment.findUnique({ where: { id: 1 } });
  const used = (await prisma.person.count()) + (await prisma.workspace.count());
  if (!deployment?.demonstration && used > 0) {
    throw new PolsslagError(
      'NOT_ALLOWED',
      'This folder holds a real deployment, which a demonstration would erase: choose another --data-dir.',
    );
  }
  const tables = [...DEMONSTRATION_TABLES, 'Lane'].map((name) => `"${name}"`);
  await prisma.$executeRawUnsafe(`TRUNCATE ${tables.join(', ')} CASCADE`);
  await prisma.$executeRawUnsafe('DROP SCHEMA IF EXISTS bullmq CASCADE');
  const data = { demonstration: true, createdAt: now, pausedAt: null };
  await prisma.deployment.upsert({ where: { id: 1 }, create: { id: 1, ...data }, update: data });
}

/** Puts the demonstration partnership into the simulated platforms and into the database; all teachers but the newcomer have consented. */
export async function populate(
  database: Database,
  keys: readonly SealKey[],
  simulators: Simulators,
  now: Date,
): Promise<void> {
  const tokens = fillSlack(simulators);
  fillTeams(simulators);
  await database.prisma.$transaction(async (transaction) => {
    const workspaces = await addWorkspaces(transaction, tokens, keys);
    const schools = await addSchools(transaction);
    for (const [index, person] of PEOPLE.entries())
      await addPerson(transaction, person, index, { workspaces, schools, now });
  });
}

/** Adds the app for everyone on Teams, and to the supervisors' team: from then on the bot knows where to write. */
export async function installTeams({ teams }: Simulators): Promise<void> {
  const users = PEOPLE.filter((person) => person.platform === 'teams');
  await Promise.all(users.map(({ workspace, user }) => teams.install({ tenant: workspace, user })));
  const supervisor = users.find((person) => person.role === 'supervisor');
  if (supervisor)
    await teams.installInTeam({ tenant: TEAMS_TENANT.tenant, team: TEAMS_CHANNEL.team, user: supervisor.user });
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

/** Ids by Slack team or Teams tenant. */
async function addWorkspaces(
  transaction: Transaction,
  tokens: readonly SlackTokens[],
  keys: readonly SealKey[],
): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (const { team, name, botToken, botUser } of tokens) {
    const data = { platform: 'slack', externalId: team, name, botUser, sealedToken: seal(botToken, keys) } as const;
    ids.set(team, (await transaction.workspace.create({ data })).id);
  }
  const { tenant, name } = TEAMS_TENANT;
  ids.set(tenant, (await transaction.workspace.create({ data: { platform: 'teams', externalId: tenant, name } })).id);
  for (const [workspace, channel] of [
    [SLACK_CHANNEL.team, SLACK_CHANNEL.channel],
    [tenant, TEAMS_CHANNEL.channel],
  ] as const) {
    await transaction.supervisorChannel.create({
      data: { workspaceId: ids.get(workspace) ?? '', externalId: channel, language: 'nl' },
    });
  }
  return ids;
}

interface Schools {
  readonly schools: ReadonlyMap<string, string>;
  readonly circles: ReadonlyMap<string, string>;
}

async function addSchools(transaction: Transaction): Promise<Schools> {
  const circles = new Map<string, string>();
  for (const name of CIRCLES) circles.set(name, (await transaction.circle.create({ data: { name } })).id);
  const schools = new Map<string, string>();
  for (const { name, circle } of SCHOOL_ROWS) {
    const data = { name, circleId: circles.get(circle) ?? '', region: 'midden', timezone: 'Europe/Amsterdam' } as const;
    schools.set(name, (await transaction.school.create({ data })).id);
  }
  return { schools, circles };
}

async function addPerson(
  transaction: Transaction,
  person: DemoPerson,
  index: number,
  known: { workspaces: ReadonlyMap<string, string>; schools: Schools; now: Date },
): Promise<void> {
  const { key, role, name, language, cluster } = person;
  const circleId = known.schools.circles.get(person.circle) ?? '';
  await transaction.person.create({
    data: {
      key,
      role,
      name,
      language,
      cluster,
      schoolId: person.school === null ? null : (known.schools.schools.get(person.school) ?? null),
      ...(person.consents && { consentedAt: known.now, consentBasis: 'demonstration' }),
      circles: { create: { circleId } },
      accounts: {
        create: { workspaceId: known.workspaces.get(person.workspace) ?? '', externalId: person.user, rank: index },
      },
    },
  });
}
