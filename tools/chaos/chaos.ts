import { parseArgs } from 'node:util';
import { z } from 'zod';
import { PolsslagError } from '../../src/errors.ts';
import { type ChaosFigures, isKept } from './figures.ts';
import { type ChaosOptions, runChaos } from './run.ts';

const HELP = `npm run -s chaos -- [--json] [--teachers N] [--kills N] [--seed N] [--queue redis|postgres] [--minutes N]

Lets a wave of check-ins go while workers are killed, servers are restarted and the platforms fail, and counts what was
lost or came twice. Ends with 1 when something did that must not.

  --json          print one JSON object instead of sentences
  --teachers N    how many are asked; 100 unless you say otherwise
  --kills N       how many processes are killed; 5
  --seed N        another number is another course of events; 1
  --queue KIND    what the queue runs on, redis or postgres; redis
  --minutes N     gives up after so many; 4
  --data-dir DIR  an absolute folder for PostgreSQL's data, kept afterwards; without it a temporary one
  --log LEVEL     what the processes write: debug, info, warn, error or silent; silent
`;

const whole = (what: string) =>
  z.coerce.number(`--${what} must be a whole number`).int(`--${what} must be a whole number`);

const optionsSchema = z.object({
  json: z.boolean().default(false),
  teachers: whole('teachers').min(1).max(100_000).default(100),
  kills: whole('kills').min(0).max(1_000).default(5),
  seed: whole('seed').default(1),
  queue: z.enum(['redis', 'postgres'], '--queue is redis or postgres').default('redis'),
  dataDir: z.string().optional(),
  minutes: whole('minutes').min(1).max(60).default(4),
  log: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('silent'),
});
type Options = z.infer<typeof optionsSchema>;

/** @returns null when only the help was asked for */
function readOptions(): Options | null {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean' },
      teachers: text,
      kills: text,
      seed: text,
      queue: text,
      'data-dir': text,
      minutes: text,
      log: text,
      help: { type: 'boolean' },
    },
  });
  if (values.help) return null;
  return optionsSchema.parse({ ...values, dataDir: values['data-dir'] });
}

async function main(): Promise<boolean> {
  const read = readOptions();
  if (read === null) {
    process.stdout.write(HELP);
    return true;
  }
  const { json, minutes, log: logLevel, dataDir = null, ...options } = read;
  const end = new AbortController();
  const tooLong = setTimeout(() => {
    end.abort(new PolsslagError('UNAVAILABLE', `The run did not end within ${minutes} minutes.`));
  }, minutes * 60_000);
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    // A listener that stays: a second signal must not cut the clean-up short.
    process.on(name, () => end.abort(new PolsslagError('UNAVAILABLE', 'Stopped.')));
  }
  const begun = performance.now();
  const say: ChaosOptions['say'] = (line) => {
    if (!json) process.stderr.write(`${((performance.now() - begun) / 1_000).toFixed(1).padStart(6)} s  ${line}\n`);
  };
  try {
    const figures = await runChaos({ ...options, dataDir, logLevel, signal: end.signal, say });
    process.stdout.write(json ? `${JSON.stringify(figures)}\n` : describe(figures));
    return isKept(figures);
  } finally {
    clearTimeout(tooLong);
  }
}

function describe({
  teachers,
  kills,
  inFlightAtKill,
  delivered,
  duplicates,
  inDoubt,
  doubtsPerKill,
  doubledAfterAnswer,
  lost,
  answersLost,
  longestStallMs,
}: ChaosFigures) {
  return [
    `${kills} kills, ${inFlightAtKill} of them with a request under way`,
    `${delivered} of ${teachers} teachers reached, ${lost} never`,
    `reached twice: ${duplicates.slack} on Slack, ${duplicates.teams} on Teams (${inDoubt} counted as in doubt, ${doubtsPerKill} a kill)`,
    `twice in the chat of somebody who has answered: ${doubledAfterAnswer}`,
    `acknowledged answers lost: ${answersLost}`,
    `the simulated platforms stood still for ${longestStallMs} ms at most`,
    '',
  ].join('\n');
}

function explain(error: unknown): string {
  if (error instanceof z.ZodError) return error.issues.map(({ message }) => message).join('\n');
  return error instanceof Error ? error.message : 'failed';
}

main().then(
  (kept) => process.exit(kept ? 0 : 1),
  (error: unknown) => {
    process.stderr.write(`${explain(error)}\n`);
    process.exit(1);
  },
);
