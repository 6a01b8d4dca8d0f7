import { Command } from 'commander';
import { countOutbox } from '../outbox/outbox-count-store.ts';
import { pause, resume } from '../outbox/pause-store.ts';
import { countOf } from '../text/numbers.ts';
import { type CommandContext, printLine, withRealStores } from './context.ts';
import { localTime } from './terminal.ts';

const ALL_LANES = 100_000;

const WHAT_A_PAUSE_DOES = `
While paused no check-in is planned, no week is published and no message leaves but replies: reminders of appointments and
news about requests for help wait too, until it is too late to send them. What people tap, type and answer is stored and
answered as always. It holds for every process, within seconds, and over restarts. Safe to repeat.`;

/** `polsslag pause`. It is a row in the database, so that it applies to every process. */
export function pauseCommand(context: CommandContext): Command {
  return new Command('pause')
    .description('plan and send nothing until polsslag resume; what people tap and type is still answered')
    .addHelpText('after', WHAT_A_PAUSE_DOES)
    .action(async (_options: unknown, command: Command) => {
      const { isNew, waiting } = await withRealStores(context, command, async ({ database: { prisma } }) => {
        const paused = await pause(prisma, context.now());
        const { lanes } = await countOutbox(prisma, context.now(), ALL_LANES);
        return { isNew: paused, waiting: lanes.reduce((sum, { queued }) => sum + queued, 0) };
      });
      const state = isNew ? 'Paused: from now on nothing is planned or sent.' : 'It was paused already.';
      printLine(context.stdout, `${state} Messages that wait: ${waiting}. polsslag resume goes on.`);
    });
}

/** `polsslag resume`. */
export function resumeCommand(context: CommandContext): Command {
  return new Command('resume')
    .description('continue after polsslag pause: send what waits, and do what was due this week')
    .action(async (_options: unknown, command: Command) => {
      const was = await withRealStores(context, command, ({ database }) => resume(database.prisma, context.now()));
      if (was === null) return printLine(context.stdout, 'It was not paused.');
      const since = localTime(was.since, context.config().timezone);
      printLine(context.stdout, `It goes on, after a pause since ${since}. What waits is sent from now on.`);
      printLine(
        context.stdout,
        "Check-ins and publications that this week's calendar asked for are made up for within a quarter of an hour; those of weeks before are not.",
      );
      if (was.ranOut > 0)
        printLine(context.stdout, `Too late to send, and so not sent at all: ${countOf(was.ranOut, 'message')}.`);
    });
}
