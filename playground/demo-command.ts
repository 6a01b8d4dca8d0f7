import { accessSync, constants } from 'node:fs';
import { Command } from 'commander';
import { type CommandContext, printLine, readStoreOptions, untilStopped } from '../src/cli/context.ts';
import type { Config } from '../src/config.ts';
import { PolsslagError, whyUnwritable } from '../src/errors.ts';
import { createLog } from '../src/log.ts';
import { makeFolders } from '../src/make-folders.ts';

/** How many weeks the demonstration has behind it, so that its chart shows a line. */
const PAST_WEEKS = 11;
const SEED = 20150601;

interface DemoFlags {
  readonly week?: true;
  readonly json?: true;
  readonly record?: string;
}

/** `polsslag demo`: opens the page or, with `--week`, plays one whole week and prints the result. */
export function demoCommand(context: CommandContext): Command {
  return new Command('demo')
    .description('the whole product on this machine, with a simulated Slack and Teams and a page to look at them')
    .option('--week', 'play one whole week without a page, and end')
    .option('--json', 'with --week: print one JSON object')
    .option('--record <dir>', 'with --week: write every request to a platform to this folder')
    .action(async (flags: DemoFlags, command: Command) => {
      requireWeek(flags);
      const { dataDir } = readStoreOptions(command);
      const config = demoConfig(context.config(), dataDir);
      if (flags.week) await showWeek(context, config, flags);
      else await showPage(context, config);
    });
}

/**
 * Refuses --json and --record without --week. The page prints no JSON and runs until it is stopped, so a caller who
 * asked for JSON would wait forever.
 * @throws PolsslagError BAD_INPUT
 */
function requireWeek({ week, ...others }: DemoFlags): void {
  const alone = week
    ? []
    : Object.keys(others).map((name) => `--${name} goes with --week: polsslag demo --week --${name}`);
  if (alone.length > 0) throw new PolsslagError('BAD_INPUT', alone);
}

/** A demonstration uses nothing real: databases, platforms and addresses from the environment are ignored. */
function demoConfig(config: Config, dataDir: string | undefined): Config {
  return {
    ...config,
    dataDir: dataDir ?? config.dataDir,
    databaseUrl: null,
    redisUrls: [],
    slack: { kind: 'simulated' },
    teams: { kind: 'simulated' },
    host: '127.0.0.1',
    publicUrl: null,
  };
}

/**
 * Checks that the folder can be written, before a minute is spent on playing the week.
 * @throws PolsslagError BAD_INPUT
 */
function makeRecordFolder(folder: string): void {
  try {
    makeFolders(folder);
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new PolsslagError(
      'BAD_INPUT',
      `The folder of --record, ${folder}, cannot be written: ${whyUnwritable(cause)}.`,
      {
        cause,
      },
    );
  }
}

async function showWeek(context: CommandContext, config: Config, flags: DemoFlags): Promise<void> {
  if (flags.record) makeRecordFolder(flags.record);
  const { startDemo } = await import('./demo.ts');
  const { playWeek, recordRequests } = await import('./play-week.ts');
  const demo = await startDemo({
    config: { ...config, port: 0 },
    log: createLog('silent'),
    now: context.now(),
    seed: SEED,
    pastWeeks: 0,
  });
  try {
    const played = await playWeek(demo);
    if (flags.record) await recordRequests(demo.simulators, flags.record);
    if (flags.json) printLine(context.stdout, JSON.stringify(played, null, 2));
    else {
      const { week, sent, answered, posts } = played;
      printLine(
        context.stdout,
        `Week ${week}: ${sent.slack} check-ins in Slack and ${sent.teams} in Teams, ${answered} answered.`,
      );
      printLine(context.stdout, posts.slack.join('\n'));
    }
  } finally {
    await demo.stop();
  }
}

async function showPage(context: CommandContext, config: Config): Promise<void> {
  printLine(context.stdout, 'Starting PostgreSQL, the queue, a simulated Slack and a simulated Teams …');
  const { startDemo } = await import('./demo.ts');
  const { createDemoPage: page } = await import('./demo-page.ts');
  const { bundlePage } = await import('./page/bundle.ts');
  // esbuild bundles it in a process of its own meanwhile. A failure is reported when the page asks for the bundle.
  bundlePage().catch(() => undefined);
  const log = createLog(config.logLevel === 'info' ? 'warn' : config.logLevel);
  const kept = { say: (line: string) => printLine(context.stdout, line) };
  const demo = await startDemo({ config, log, now: context.now(), seed: SEED, pastWeeks: PAST_WEEKS, kept, page });
  try {
    printLine(context.stdout, `Polsslag is ready. Open ${demo.url} in your browser; Ctrl+C ends it.`);
    await untilStopped();
  } finally {
    await demo.stop();
  }
}
