import { Command } from 'commander';
import { z } from 'zod';
import { type CommandContext, printLine, withStores } from '../cli/context.ts';
import { remedyFor } from '../cli/remedies.ts';
import { localTime } from '../cli/terminal.ts';
import type { Config } from '../config.ts';
import type { Database } from '../database/client.ts';
import { listWorkspaces } from '../database/workspace-store.ts';
import type { Upcoming } from '../feature.ts';
import { readInstruments } from '../instruments.ts';
import { listRests } from '../outbox/lane-store.ts';
import { platformOf } from '../outbox/notification.ts';
import { countOutbox } from '../outbox/outbox-count-store.ts';
import { readPause } from '../outbox/pause-store.ts';
import { listPeople } from '../people/people-list.ts';
import { countOf } from '../text/numbers.ts';
import { FEATURES } from './features.ts';
import { gather } from './gather.ts';
import { toolsOver } from './join-features.ts';

const options = z.object({ json: z.boolean().default(false) });
const ALL_LANES = 10_000;
/** How many people are named at most; `people list` lists all of them. */
const MAX_NAMED = 20;

const moment = z.date().transform((date) => date.toISOString());

/** What `polsslag status --json` prints; times in UTC. Scripts read it: add fields, and do not change existing ones. */
const statusSchema = z.object({
  /** Null unless the operator paused everything. `ranOut` counts the messages that became too late in the meantime. */
  paused: z.object({ since: moment, ranOut: z.int() }).nullable(),
  /** The next run of each schedule by its name: a moment `at`, and what it is for. */
  next: z.record(
    z.string(),
    z.record(z.string(), z.union([z.string(), moment, z.array(z.union([z.string(), moment]))])),
  ),
  /** Messages on their way, by lane (a Slack workspace or a Teams tenant). */
  waiting: z.array(z.object({ lane: z.string(), queued: z.int(), sending: z.int(), oldestDueSeconds: z.number() })),
  /** Given up: `polsslag queue failed` says why. */
  failed: z.int(),
  /** Lanes that send nothing for a while. */
  resting: z.array(
    z.object({ lane: z.string(), until: moment, reason: z.string().nullable(), remedy: z.string().nullable() }),
  ),
  /** Workspaces and tenants that get nothing until somebody acts. */
  toReconnect: z.array(z.object({ lane: z.string(), people: z.int(), remedy: z.string() })),
  people: z.object({
    all: z.int(),
    takingPart: z.int(),
    /** Named by key and name, because only the operator's terminal shows this. */
    notConnected: z.array(z.object({ person: z.string(), name: z.string(), hindrance: z.string() })),
  }),
});
type Status = z.infer<typeof statusSchema>;

/** `polsslag status`. It shows counts and moments; people are named only when they are not connected. */
export function statusCommand(context: CommandContext): Command {
  return new Command('status')
    .description('what comes next and when, what waits, and who is not connected')
    .option('--json', 'print JSON')
    .action(async (_options: unknown, command: Command) => {
      const config = context.config();
      const { status, next } = await withStores(context, command, async ({ database }) => {
        const upcoming = await readUpcoming(database, config, context.now());
        return { status: await readStatus(database, upcoming, context.now()), next: upcoming };
      });
      if (options.parse(command.opts()).json) return printLine(context.stdout, JSON.stringify(status));
      for (const line of describeStatus(status, next, config.timezone)) printLine(context.stdout, line);
    });
}

async function readUpcoming(database: Database, config: Config, now: Date): Promise<readonly Upcoming[]> {
  const instruments = await readInstruments(config.instrumentFiles);
  const about = { clock: { now: () => now }, config, instruments, keys: [], onTrouble: () => undefined };
  return gather(FEATURES, {
    ...toolsOver(about, database, null),
    edit: async () => undefined,
    showHome: async () => undefined,
  }).upcoming(now);
}

async function readStatus({ prisma }: Database, upcoming: readonly Upcoming[], now: Date): Promise<Status> {
  const { lanes, failed } = await countOutbox(prisma, now, ALL_LANES);
  const people = await listPeople(prisma);
  const workspaces = [...(await listWorkspaces(prisma, 'slack')), ...(await listWorkspaces(prisma, 'teams'))];
  return statusSchema.parse({
    paused: await readPause(prisma, now),
    next: Object.fromEntries(upcoming.map(({ name, facts }) => [name, facts])),
    waiting: lanes,
    failed,
    resting: (await listRests(prisma)).map((rest) => ({ ...rest, remedy: remedyOf(rest) })),
    toReconnect: workspaces
      .filter(({ connected }) => !connected)
      .map(({ platform, workspace, accounts }) => ({
        lane: `${platform}:${workspace}`,
        people: accounts,
        remedy: platform === 'slack' ? 'polsslag slack add' : `polsslag teams allow ${workspace}`,
      })),
    people: {
      all: people.length,
      takingPart: people.filter(({ consent }) => consent === 'yes').length,
      notConnected: people.filter(({ connected }) => !connected),
    },
  });
}

function remedyOf({ lane, reason }: { lane: string; reason: string | null }): string | null {
  return reason === null ? null : remedyFor({ reason, platform: platformOf(lane), to: 'person' });
}

/** The status in lines for a terminal. @param timezone IANA name of the operator's calendar */
function describeStatus(status: Status, next: readonly Upcoming[], timezone: string): string[] {
  const time = (iso: string) => localTime(new Date(iso), timezone);
  return [
    ...describePause(status, time),
    ...next.map(({ describe }) => describe((at) => localTime(at, timezone))),
    ...describeOutbox(status, time),
    ...describePeople(status),
  ];
}

type Time = (iso: string) => string;

function describePause({ paused }: Status, time: Time): string[] {
  if (paused === null) return [];
  const lost = paused.ranOut === 0 ? '' : ` Too late to send meanwhile: ${countOf(paused.ranOut, 'message')}.`;
  return [`Paused since ${time(paused.since)}: nothing below happens until polsslag resume.${lost}`];
}

function describeOutbox({ waiting, failed, resting, toReconnect }: Status, time: Time): string[] {
  return [
    ...(waiting.length === 0 ? ['Messages: none waits.'] : waiting.map(describeWaiting)),
    ...(failed === 0 ? [] : [`Given up: ${countOf(failed, 'message')}: polsslag queue failed.`]),
    ...resting.map(({ lane, until, reason, remedy }) => {
      const why = reason === null ? '' : ` (${reason}): ${remedy ?? ''}`;
      return `Resting: ${lane} until ${time(until)}${why === '' ? '.' : why}`;
    }),
    ...toReconnect.map(
      ({ lane, people, remedy }) => `Not connected: ${lane}, with ${countOf(people, 'person', 'people')}: ${remedy}.`,
    ),
  ];
}

function describeWaiting({ lane, queued, sending, oldestDueSeconds }: Status['waiting'][number]): string {
  const late =
    oldestDueSeconds < 60 ? '' : `; the oldest since ${countOf(Math.round(oldestDueSeconds / 60), 'minute')}`;
  return `Waiting: ${lane}  ${queued} queued  ${sending} sending${late}`;
}

function describePeople({ people: { all, takingPart, notConnected } }: Status): string[] {
  const named = notConnected
    .slice(0, MAX_NAMED)
    .map(({ person, name, hindrance }) => `  ${person}  ${name}  ${hindrance}`);
  const more = notConnected.length - named.length;
  return [
    `People: ${all}, of whom ${countOf(takingPart, 'teacher takes', 'teachers take')} part, and ${countOf(notConnected.length, 'is', 'are')} not connected.`,
    ...named,
    ...(more > 0 ? [`  … and ${more} more: polsslag people list --not-connected.`] : []),
  ];
}
