import { Command, CommanderError } from 'commander';
import { z } from 'zod';
import { PolsslagError, type PolsslagErrorCode } from '../errors.ts';
import { channelCommand } from './channel.ts';
import { CommandFailed } from './command-failed.ts';
import { type CommandContext, printLine } from './context.ts';
import { dbCommand } from './db.ts';
import { demoCommand } from './demo.ts';
import { doctorCommand } from './doctor.ts';
import { importCommand } from './import.ts';
import { methodCommand } from './method.ts';
import { pauseCommand, resumeCommand } from './pause.ts';
import { peopleCommand } from './people.ts';
import { queueCommand } from './queue.ts';
import { secretsCommand } from './secrets.ts';
import { simulateCommand } from './simulate.ts';
import { slackCommand } from './slack.ts';
import { startCommand } from './start.ts';
import { statusCommand } from './status.ts';
import { teamsCommand } from './teams.ts';
import { trendsCommand } from './trends.ts';

/** Every command under one name. */
function buildProgram(context: CommandContext): Command {
  const program = new Command('polsslag')
    .description('A bot for Slack and Microsoft Teams that helps the people who help teachers.')
    .option('--data-dir <dir>', 'folder of the embedded database, used instead of DATABASE_URL')
    .addCommand(startCommand(context))
    .addCommand(demoCommand(context))
    .addCommand(trendsCommand(context))
    .addCommand(methodCommand(context))
    .addCommand(doctorCommand(context))
    .addCommand(statusCommand(context))
    .addCommand(pauseCommand(context))
    .addCommand(resumeCommand(context))
    .addCommand(dbCommand(context))
    .addCommand(slackCommand(context))
    .addCommand(teamsCommand(context))
    .addCommand(channelCommand(context))
    .addCommand(importCommand(context))
    .addCommand(peopleCommand(context))
    .addCommand(simulateCommand(context))
    .addCommand(queueCommand(context))
    .addCommand(secretsCommand(context));
  settle(program, context);
  return program;
}

/** Commander hands none of these down to commands that were made elsewhere. */
function settle(command: Command, context: CommandContext): void {
  command
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => context.stdout.write(text),
      writeErr: (text) => context.stderr.write(text),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
      outputError: (text, write) =>
        write(
          `${text
            .replace(/^error: /, '')
            .trim()
            .replaceAll('\n', ' ')}\n`,
        ),
    });
  for (const child of command.commands) settle(child, context);
}

const BAD_USE = 2;
const UNAVAILABLE = 69;
const EXIT_CODES: Readonly<Partial<Record<PolsslagErrorCode, number>>> = {
  BAD_INPUT: BAD_USE,
  BAD_CONFIGURATION: BAD_USE,
  UNAVAILABLE,
};

/**
 * Runs one command line.
 * @param words what was typed after `polsslag`
 * @returns the exit code: 0, 2 for bad input or configuration, 69 when something needed is down, 1 for all else
 */
export async function runCommand(words: readonly string[], context: CommandContext): Promise<number> {
  try {
    await buildProgram(context).parseAsync([...words], { from: 'user' });
    return 0;
  } catch (error) {
    return explain(error, context);
  }
}

function explain(error: unknown, context: CommandContext): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : BAD_USE;
  if (error instanceof CommandFailed) return 1;
  if (error instanceof PolsslagError) {
    for (const fault of error.faults) printLine(context.stderr, fault);
    return EXIT_CODES[error.code] ?? 1;
  }
  printLine(context.stderr, describeUnexpected(error));
  return 1;
}

const unexpected = z.object({ name: z.string(), stack: z.string().catch(''), code: z.string().nullish().catch(null) });

/** Messages of other libraries may quote what they were given, so only the kind of error and its place are shown. */
function describeUnexpected(error: unknown): string {
  const { data } = unexpected.safeParse(error);
  if (!data) return 'Something unexpected happened.';
  const frames = data.stack.split('\n').filter((line) => line.startsWith('    at '));
  return [`Something unexpected happened: ${data.name}${data.code ? ` (${data.code})` : ''}.`, ...frames].join('\n');
}
