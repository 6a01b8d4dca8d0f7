import type pg from 'pg';
import { type SeedPerson, seedPartnership } from '../../playground/seed/seed-partnership.ts';

interface Seed {
  readonly teachers: number;
  /** Teachers are spread evenly over the circles. */
  readonly circles: number;
  /** Spread over the circles as the teachers are; none when left out. */
  readonly supervisors?: number;
  /** The number of Slack workspaces; each circle is in one of them. */
  readonly workspaces: number;
  /** The token of every workspace. */
  readonly sealedToken: string;
}

/** Inserts participating teachers, each with a school, a circle and a Slack account. */
export async function seedTeachers(client: pg.Client, seed: Seed): Promise<void> {
  const { sealedToken } = seed;
  const circles = range(seed.circles).map((number) => `Circle ${number}`);
  await seedPartnership(insertOver(client), {
    workspaces: range(seed.workspaces).map((number) => {
      const name = { externalId: `T${number}`, name: `Board ${number}` };
      return { platform: 'slack', ...name, sealedToken, botUser: 'UBOT' };
    }),
    circles,
    schools: circles.map((circle) => ({ name: `School of ${circle}`, circle })),
    people: people(seed),
  });
}

function* people({ teachers: count, circles, workspaces, supervisors = 0 }: Seed): Generator<SeedPerson> {
  const consent = { at: new Date('2026-01-01'), basis: 'on_file' } as const;
  for (let number = 0; number < count; number += 1) {
    const circle = `Circle ${number % circles}`;
    yield {
      key: `t${number}`,
      name: `Teacher ${number}`,
      school: `School of ${circle}`,
      circles: [circle],
      consent,
      accounts: [{ workspace: `T${(number % circles) % workspaces}`, user: `U${number}` }],
    };
  }
  for (let number = 0; number < supervisors; number += 1) {
    yield {
      key: `s${number}`,
      name: `Supervisor ${number}`,
      role: 'supervisor',
      circles: [`Circle ${number % circles}`],
    };
  }
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, number) => number);
}

function insertOver(client: pg.Client): Parameters<typeof seedPartnership>[0] {
  return (statement, rows) => client.query(statement, [rows]);
}
