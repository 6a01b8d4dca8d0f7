import { Command } from 'commander';
import { z } from 'zod';
import { type CommandContext, printLine, withStores } from '../cli/context.ts';
import { remedyFor } from '../cli/remedies.ts';
import type { Config } from '../config.ts';
import type { Database } from '../database/client.ts';
import { listWorkspaces } from '../database/workspace-store.ts';
import type { Upcoming } from '../feature.ts';
import { readInstruments } from '../instruments.ts';
import { listRests } from '../outbox/lane-rest-store.ts';
import { platformOf } from '../outbox/notification.ts';
import { countOutbox } from '../outbox/outbox-count-store.ts';
import { readPause } from '../outbox/pause-store.ts';
import { listPeople } from '../people/people-list.ts';
import { describeStatus } from './describe-status.ts';
import { FEATURES } from './features.ts';
import { gather } from './gather.ts';
import { toolsOver } from './join-features.ts';
import { type Status, statusSchema } from './status-schema.ts';

const options = z.object({ json: z.boolean().default(false) });
const ALL_LANES = 10_000;

export function statusCommand(context: CommandContext): Command {
  return new Command('status')
    .description('what comes next and when, what waits, what rests, and who is not connected')
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
  const about = { clock: { now: () => now }, config, instruments, onTrouble: () => undefined };
  return gather(FEATURES, toolsOver(about, database, null)).upcoming(now);
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
