import { insertWith } from '../../playground/seed/insert-rows.ts';
import { seedPartnership } from '../../playground/seed/seed-partnership.ts';
import type { Simulators } from '../../playground/simulators.ts';
import type { PlatformName } from '../../src/chat/address.ts';
import type { Database } from '../../src/database/client.ts';
import { seal } from '../../src/secrets/seal.ts';
import { KEY } from './process-options.ts';

/** A made-up teacher. */
export interface ChaosTeacher {
  readonly key: string;
  readonly platform: PlatformName;
  readonly workspace: string;
  readonly user: string;
  readonly school: string;
}

/** Each workspace is a lane. */
const WORKSPACES = [
  { platform: 'slack', workspace: 'T0CHAOSA' },
  { platform: 'teams', workspace: '6f0f2f1e-3a52-4a7e-9f0b-5a8c1d2e3f41' },
  { platform: 'slack', workspace: 'T0CHAOSB' },
  { platform: 'teams', workspace: '6f0f2f1e-3a52-4a7e-9f0b-5a8c1d2e3f42' },
] as const;
const SCHOOLS = ['Noord', 'Oost', 'Zuid'] as const;

/** Makes teachers, spread over two Slack workspaces, two Teams tenants and three schools. */
export function makeTeachers(count: number): ChaosTeacher[] {
  return Array.from({ length: count }, (_, index) => {
    const where = WORKSPACES[index % WORKSPACES.length] ?? WORKSPACES[0];
    const number = String(index + 1).padStart(6, '0');
    const user = where.platform === 'slack' ? `U0${number}` : `00000000-0000-4000-8000-000000${number}`;
    const school = SCHOOLS[Math.floor(index / WORKSPACES.length) % SCHOOLS.length] ?? SCHOOLS[0];
    return { key: `teacher-${number}`, ...where, user, school };
  });
}

/**
 * Puts the teachers into the simulated platforms and the database. They have consented but have no school yet, so that
 * nobody is asked anything.
 */
export async function seedTeachers(
  { prisma }: Database,
  { slack, teams }: Simulators,
  teachers: readonly ChaosTeacher[],
  now: Date,
): Promise<void> {
  const workspaces = WORKSPACES.map(({ platform, workspace }) => {
    const common = { platform, externalId: workspace, name: workspace };
    if (platform === 'slack') return { ...common, ...addWorkspace(slack, workspace) };
    teams.addTenant({ tenant: workspace, name: workspace });
    return common;
  });
  for (const { platform, workspace, user, key } of teachers) {
    if (platform === 'slack') slack.addUser({ team: workspace, user, name: key });
    else teams.addUser({ tenant: workspace, user, name: key });
  }
  const consent = { at: now, basis: 'demonstration' } as const;
  await seedPartnership(insertWith(prisma), {
    workspaces,
    circles: SCHOOLS,
    schools: SCHOOLS.map((name) => ({ name, circle: name })),
    people: teachers.map(({ key, workspace, user }) => ({ key, name: key, consent, accounts: [{ workspace, user }] })),
  });
}

function addWorkspace(slack: Simulators['slack'], team: string): { sealedToken: string; botUser: string } {
  const { botToken, botUser } = slack.addWorkspace({ team, name: team });
  return { sealedToken: seal(botToken, [KEY]), botUser };
}

/**
 * Installs the app for the teachers on Teams: only then does the bot know where to write. Slack needs no installation.
 */
export async function installTeams({ teams }: Simulators, teachers: readonly ChaosTeacher[]): Promise<void> {
  const waiting = teachers.filter(({ platform }) => platform === 'teams');
  const installNext = async (): Promise<void> => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      await teams.install({ tenant: next.workspace, user: next.user });
    }
  };
  await Promise.all(Array.from({ length: 8 }, installNext));
}

/** Gives these teachers their school, so that the next planning asks them. */
export async function assignSchools({ prisma }: Database, teachers: readonly ChaosTeacher[]): Promise<void> {
  for (const name of SCHOOLS) {
    const keys = teachers.filter(({ school }) => school === name).map(({ key }) => key);
    const { id: schoolId } = await prisma.school.findUniqueOrThrow({ where: { name } });
    await prisma.person.updateMany({ where: { key: { in: keys } }, data: { schoolId } });
  }
}
