import { Command } from 'commander';
import { z } from 'zod';
import type { Config } from '../config.ts';
import type { Connection } from '../database/client.ts';
import { listRests, regionsWithTeachers } from '../outbox/lane-rest-store.ts';
import { countOutbox } from '../outbox/outbox-count-store.ts';
import { readPause } from '../outbox/pause-store.ts';
import { listPeople } from '../features/roster/people-list-store.ts';
import { listWorkspaces } from '../database/workspace-store.ts';
import { platformOf } from '../outbox/notification.ts';
import { whatComes } from './coming.ts';
import { type CommandContext, printLine, withStores } from './context.ts';
import { describeStatus } from './describe-status.ts';
import { remedyFor } from './remedies.ts';

const moment = z.date().transform((date) => date.toISOString());

/** What `polsslag status --json` prints; times in UTC. A field is added rather than changed. */
const statusSchema = z.object({
  /** Null unless the operator paused everything; `ranOut`: messages that became too late meanwhile. */
  paused: z.object({ since: moment, ranOut: z.int() }).nullable(),
  /** What the calendar does next, holidays taken into account. */
  next: z.object({
    checkIns: z.object({ at: moment, week: z.string(), onHoliday: z.array(z.string()), skipped: z.array(moment) }),
    publication: z.object({ at: moment, week: z.string() }),
    method: z.object({ at: moment, quarter: z.string() }),
  }),
  /** What is on its way, by lane (a Slack workspace or a Teams tenant). */
  waiting: z.array(z.object({ lane: z.string(), queued: z.int(), sending: z.int(), oldestDueSeconds: z.number() })),
  /** Given up: `polsslag queue failed` says why. */
  failed: z.int(),
  /** Lanes through which nothing is sent for a while. */
  resting: z.array(
    z.object({ lane: z.string(), until: moment, reason: z.string().nullable(), remedy: z.string().nullable() }),
  ),
  /** Workspaces and tenants that get nothing until somebody acts. */
  toReconnect: z.array(z.object({ lane: z.string(), people: z.int(), remedy: z.string() })),
  people: z.object({
    all: z.int(),
    takingPart: z.int(),
    /** For the operator's own terminal: by their key and name. */
    notConnected: z.array(z.object({ person: z.string(), name: z.string(), hindrance: z.string() })),
  }),
});
export type Status = z.infer<typeof statusSchema>;

const options = z.object({ json: z.boolean().default(false) });
const ALL_LANES = 10_000;

export function statusCommand(context: CommandContext): Command {
  return new Command('status')
    .description('what comes next and when, what waits, what rests, and who is not connected')
    .option('--json', 'print JSON')
    .action(async (_options: unknown, command: Command) => {
      const config = context.config();
      const status = await withStores(context, command, ({ database }) =>
        readStatus(database.prisma, config, context.now()),
      );
      if (options.parse(command.opts()).json) return printLine(context.stdout, JSON.stringify(status));
      for (const line of describeStatus(status, config.timezone)) printLine(context.stdout, line);
    });
}

async function readStatus(prisma: Connection, config: Config, now: Date): Promise<Status> {
  const { lanes, failed } = await countOutbox(prisma, now, ALL_LANES);
  const people = await listPeople(prisma);
  const workspaces = [...(await listWorkspaces(prisma, 'slack')), ...(await listWorkspaces(prisma, 'teams'))];
  return statusSchema.parse({
    paused: await readPause(prisma, now),
    next: whatComes(config, await regionsWithTeachers(prisma), now),
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
