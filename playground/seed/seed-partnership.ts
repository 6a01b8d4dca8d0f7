import { randomUUID } from 'node:crypto';
import type { PlatformName } from '../../src/chat/address.ts';
import { type Insert, insertRows } from './insert-rows.ts';

interface SeedWorkspace {
  readonly platform: PlatformName;
  /** The id of a Slack team or a Teams tenant; unique. */
  readonly externalId: string;
  readonly name: string;
  readonly sealedToken?: string;
  readonly botUser?: string;
}

export interface SeedPerson {
  readonly key: string;
  readonly name: string;
  /** Teacher unless given. */
  readonly role?: 'teacher' | 'supervisor' | 'lead';
  readonly language?: 'nl' | 'en';
  readonly cluster?: number | null;
  readonly school?: string | null;
  readonly circles?: readonly string[];
  /** Null, or left out, for people who have not been asked yet. */
  readonly consent?: { readonly at: Date; readonly basis: 'chat' | 'on_file' | 'demonstration' } | null;
  /** The product tries them by rank, lowest first. */
  readonly accounts?: readonly SeedAccount[];
}

interface SeedAccount {
  readonly workspace: string;
  readonly user: string;
  readonly rank?: number;
  readonly conversation?: unknown;
}

/**
 * Made-up people and their circles, schools and workspaces. They refer to each other by name, or by the platform's id.
 */
interface SeedPartnership {
  readonly workspaces: readonly SeedWorkspace[];
  readonly channels?: readonly { readonly workspace: string; readonly channel: string }[];
  readonly circles?: readonly string[];
  readonly schools?: readonly { readonly name: string; readonly circle: string }[];
  readonly people: Iterable<SeedPerson>;
}

/** The ids in the database, by the given names. */
interface Seeded {
  readonly workspaces: ReadonlyMap<string, string>;
  readonly people: ReadonlyMap<string, string>;
  /** By workspace and user, such as 'T1:U1'. */
  readonly accounts: ReadonlyMap<string, string>;
}

/** Rows in one statement. */
const BATCH = 5_000;

/**
 * Inserts a partnership into a database without one, in a few statements however many people it has.
 * @returns the ids of its rows
 * @throws Error when it refers to something that it does not contain
 */
export async function seedPartnership(insert: Insert, partnership: SeedPartnership): Promise<Seeded> {
  const { channels = [], circles = [], schools = [] } = partnership;
  const ids = {
    workspaces: idsFor(partnership.workspaces.map(({ externalId }) => externalId)),
    circles: idsFor(circles),
    schools: idsFor(schools.map(({ name }) => name)),
    people: new Map<string, string>(),
    accounts: new Map<string, string>(),
  };
  await insertRows(
    insert,
    'Workspace',
    partnership.workspaces.map(({ sealedToken = null, botUser = null, ...workspace }) => ({
      id: known(ids.workspaces, workspace.externalId),
      ...workspace,
      sealedToken,
      botUser,
    })),
  );
  await insertRows(
    insert,
    'SupervisorChannel',
    channels.map(({ workspace, channel }) => ({
      id: randomUUID(),
      workspaceId: known(ids.workspaces, workspace),
      externalId: channel,
      language: 'nl',
    })),
  );
  await insertRows(
    insert,
    'Circle',
    circles.map((name) => ({ id: known(ids.circles, name), name })),
  );
  await insertRows(
    insert,
    'School',
    schools.map(({ name, circle }) => ({
      id: known(ids.schools, name),
      name,
      circleId: known(ids.circles, circle),
      region: 'midden',
      timezone: 'Europe/Amsterdam',
    })),
  );
  for (const people of batches(partnership.people)) await seedPeople(insert, people, ids);
  return ids;
}

type Ids = Readonly<Record<'workspaces' | 'circles' | 'schools', ReadonlyMap<string, string>>> &
  Readonly<Record<'people' | 'accounts', Map<string, string>>>;

async function seedPeople(insert: Insert, people: readonly SeedPerson[], ids: Ids): Promise<void> {
  for (const { key } of people) ids.people.set(key, randomUUID());
  await insertRows(
    insert,
    'Person',
    people.map(({ key, name, role = 'teacher', language = 'nl', cluster = null, school = null, consent = null }) => ({
      id: known(ids.people, key),
      key,
      name,
      role,
      language,
      cluster,
      schoolId: school === null ? null : known(ids.schools, school),
      consentedAt: consent?.at ?? null,
      consentBasis: consent?.basis ?? null,
    })),
  );
  await insertRows(
    insert,
    'PersonCircle',
    people.flatMap(({ key, circles = [] }) =>
      circles.map((circle) => ({ personId: known(ids.people, key), circleId: known(ids.circles, circle) })),
    ),
  );
  const accounts = people.flatMap(({ key, accounts: own = [] }) =>
    own.map(({ workspace, user, rank = 0, conversation = null }) => {
      const id = randomUUID();
      ids.accounts.set(`${workspace}:${user}`, id);
      const workspaceId = known(ids.workspaces, workspace);
      return { id, personId: known(ids.people, key), workspaceId, externalId: user, rank, conversation };
    }),
  );
  await insertRows(insert, 'Account', accounts);
}

function idsFor(names: readonly string[]): Map<string, string> {
  return new Map(names.map((name) => [name, randomUUID()]));
}

/** @throws Error when the seed does not contain that name */
function known(ids: ReadonlyMap<string, string>, name: string): string {
  const id = ids.get(name);
  if (id === undefined) throw new Error('The seed refers to a name that it does not contain: add it first.');
  return id;
}

function* batches<T>(rows: Iterable<T>): Generator<T[]> {
  let batch: T[] = [];
  for (const row of rows) {
    batch.push(row);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
