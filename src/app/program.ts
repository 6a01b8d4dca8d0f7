import { Command, CommanderError } from 'commander';
import { z } from 'zod';
import { describeBadUse, describeEmptyWords } from '../cli/bad-use.ts';
import { type CommandContext, CommandFailed, type Commands, printLine } from '../cli/context.ts';
import { refusalOf } from '../database/refusal.ts';
import { PolsslagError } from '../errors.ts';
import type { Feature } from '../feature.ts';
import { requireUnique } from './require-unique.ts';

/** The commands that no feature has. @param given features to use in place of the product's */
const commandsFor = (given: readonly Feature[] | undefined): Commands => ({
  start: async () => (await import('./start-command.ts')).startCommand,
  doctor: async () => (await import('./doctor.ts')).doctorCommand,
  status: async () => (await import('./status.ts')).statusCommand,
  person: async () => (await import('./person-command.ts')).personCommand,
  pause: async () => (await import('../cli/pause.ts')).pauseCommand,
  resume: async () => (await import('../cli/pause.ts')).resumeCommand,
  db: async () => (await import('../cli/db.ts')).dbCommand,
  slack: async () => (await import('../cli/workspaces.ts')).slackCommand,
  teams: async () => (await import('../cli/workspaces.ts')).teamsCommand,
  channel: async () => (await import('../cli/channel.ts')).channelCommand,
  queue: async () => (await import('../cli/queue.ts')).queueCommand,
  secrets: async () => {
    const { secretsCommand } = await import('../cli/secrets.ts');
    const sealed = (await featuresOr(given)).flatMap((feature) => feature.sealed ?? []);
    return (context) => secretsCommand(context, sealed);
  },
});

/** Additions to the command line, for the playground and for tests. */
interface More {
  readonly commands?: Commands;
  /** Features to use in place of the product's. */
  readonly features?: readonly Feature[];
}

/** Builds the program with only the command that was asked for, or with all commands for help and for unknown words. */
async function buildProgram(words: readonly string[], context: CommandContext, more: More): Promise<Command> {
  const program = new Command('polsslag')
    .description('A bot for Slack and Microsoft Teams that helps the people who help teachers.')
    .option('--data-dir <dir>', 'folder of the embedded database, used instead of DATABASE_URL');
  const own = Object.entries({ ...commandsFor(more.features), ...more.commands });
  const known = own.filter(([name]) => name === words[0]);
  // These commands do not need the features, so nobody waits for those to load.
  const all = known.length > 0 ? known : [...own, ...(await featureCommands(more.features))];
  const asked = all.filter(([name]) => name === words[0]);
  const loaded = asked.length > 0 ? asked : all;
  for (const [, load] of loaded) program.addCommand((await load())(context));
  applySettings(program, context);
  program.hook('preAction', (_program, action) => {
    const faults = describeEmptyWords(action);
    if (faults.length > 0) throw new PolsslagError('BAD_INPUT', faults);
  });
  return program;
}

async function featuresOr(given: readonly Feature[] | undefined): Promise<readonly Feature[]> {
  return given ?? (await import('./features.ts')).FEATURES;
}

async function featureCommands(given: readonly Feature[] | undefined): Promise<[string, Commands[string]][]> {
  const features = await featuresOr(given);
  const commands = features.map(({ cli }) => cli ?? {});
  const imports = features.map(({ imports }) => imports ?? {});
  requireUnique('command', [Object.keys(commandsFor(given)), ['import'], ...commands.map((each) => Object.keys(each))]);
  requireUnique(
    'import',
    imports.map((each) => Object.keys(each)),
  );
  const all: Commands = Object.assign({ import: importCommand(Object.assign({}, ...imports)) }, ...commands);
  return Object.entries(all);
}

/** `polsslag import`, with the imports of all features as its subcommands. */
function importCommand(imports: Commands): Commands[string] {
  return async () => {
    const made: Awaited<ReturnType<Commands[string]>>[] = [];
    for (const load of Object.values(imports)) made.push(await load());
    const names = new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(Object.keys(imports));
    return (context) => {
      const command = new Command('import').description(`bring in ${names} from a CSV file`);
      for (const make of made) command.addCommand(make(context));
      return command;
    };
  };
}

/** Applied to every command by hand, because Commander does not pass these settings on to commands made elsewhere. */
function applySettings(command: Command, context: CommandContext): void {
  command
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => context.stdout.write(text),
      writeErr: (text) => context.stderr.write(text),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
      outputError: (text, write) => {
        for (const fault of describeBadUse(command, text)) write(`${fault.replaceAll('\n', ' ')}\n`);
      },
    });
  for (const child of command.commands) applySettings(child, context);
}

const BAD_USE = 2;
const UNAVAILABLE = 69;
const EXIT_CODES: Readonly<Partial<Record<PolsslagError['code'], number>>> = {
  BAD_INPUT: BAD_USE,
  BAD_CONFIGURATION: BAD_USE,
  UNAVAILABLE,
};

/**
 * Runs one command line.
 * @param words what was typed after `polsslag`
 * @returns the exit code: 0, 2 for bad input or configuration, 69 when something needed is down, 1 for all else
 */
export async function runCommand(words: readonly string[], context: CommandContext, more: More = {}): Promise<number> {
  try {
    const program = await buildProgram(words, context, more);
    await program.parseAsync([...words], { from: 'user' });
    return 0;
  } catch (error) {
    return reportError(error, context);
  }
}

function reportError(error: unknown, context: CommandContext): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : BAD_USE;
  if (error instanceof CommandFailed) return 1;
  if (error instanceof PolsslagError) {
    for (const fault of error.faults) printLine(context.stderr, fault);
    return EXIT_CODES[error.code] ?? 1;
  }
  const refusal = refusalOf(error);
  printLine(context.stderr, refusal?.advice ?? describeUnexpected(error));
  return refusal === null ? 1 : UNAVAILABLE;
}

const unexpected = z.object({ name: z.string(), stack: z.string().catch(''), code: z.string().nullish().catch(null) });

/**
 * Describes an unexpected error by its kind and place only, because the messages of other libraries may quote their
 * input.
 */
function describeUnexpected(error: unknown): string {
  const { data } = unexpected.safeParse(error);
  if (!data) return 'Something unexpected happened.';
  const frames = data.stack.split('\n').filter((line) => line.startsWith('    at '));
  return [`Something unexpected happened: ${data.name}${data.code ? ` (${data.code})` : ''}.`, ...frames].join('\n');
}
