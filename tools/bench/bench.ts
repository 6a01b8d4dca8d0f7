import { cpus, loadavg, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { PolsslagError } from '../../src/errors.ts';
import { readInstruments } from '../../src/instruments.ts';
import type { Instrument } from '../../src/measurement/instrument.ts';
import type { InterventionList } from '../../src/measurement/intervention-list.ts';
import { prepareAck } from './ack.ts';
import { prepareBooking } from './booking.ts';
import { stopChildren } from './child.ts';
import { makeStartedFolder, measureColdStart } from './cold-start.ts';
import { prepareEvaluation } from './evaluation.ts';
import { prepareFanout } from './fanout.ts';
import { prepareInterventions } from './interventions.ts';
import { preparePicture } from './picture.ts';
import { preparePlan } from './plan.ts';
import { type Report, reportSchema, reportTable } from './report.ts';
import { type Servers, startServers } from './servers.ts';
import { rounded } from './statistics.ts';
import { prepareTrends } from './trends.ts';

/**
 * Short sizes can be measured within 50 seconds: a tenth or a twentieth of the full ones, and less where filling takes
 * long.
 */
const SIZES = {
  short: {
    ack: { taps: 400, rounds: 1 },
    picture: { taps: 200, rounds: 1 },
    fanout: { warmUp: 300, notifications: 1_000, rounds: 1, workers: [1], throttled: null },
    plan: { teachers: 5_000, rounds: 1 },
    trends: { weeks: 4, warmUp: 8, rounds: 9 },
    interventions: { logged: 10_000, rounds: 5 },
    booking: { teachers: 40, slots: 200, rounds: 1 },
    evaluation: { evaluations: 100, librarySignatures: 2 },
    coldStart: 1,
  },
  full: {
    ack: { taps: 5_000, rounds: 3 },
    picture: { taps: 2_000, rounds: 2 },
    fanout: {
      warmUp: 3_000,
      notifications: 10_000,
      rounds: 7,
      workers: [1, 2, 4],
      throttled: { share: 0.3, notifications: 3_000 },
    },
    plan: { teachers: 100_000, rounds: 2 },
    trends: { weeks: 261, warmUp: 15, rounds: 41 },
    interventions: { logged: 200_000, rounds: 11 },
    booking: { teachers: 200, slots: 3_000, rounds: 5 },
    evaluation: { evaluations: 4_000, librarySignatures: 30 },
    coldStart: 5,
  },
} as const;

interface Setup {
  readonly servers: Servers;
  /** The folder for the cold start; null when that is not measured. */
  readonly startedBefore: string | null;
  readonly instrument: Instrument;
  readonly interventions: InterventionList;
  readonly sizes: (typeof SIZES)[keyof typeof SIZES];
}

type Measure = () => Promise<object>;

/** The figures, in the order of measuring. Each part prepares its data and returns the function that measures. */
const PARTS = {
  coldStart:
    async ({ startedBefore, sizes }: Setup) =>
    async () => ({
      coldStart: await measureColdStart(startedBefore ?? (await makeStartedFolder()), sizes.coldStart),
    }),
  ack: async ({ servers, instrument, sizes }: Setup) => {
    const measureAck = await prepareAck(servers, instrument, sizes.ack);
    return async () => ({ ack: await measureAck() });
  },
  picture: async ({ servers, instrument, sizes }: Setup) => {
    const measurePicture = await preparePicture(servers, instrument, sizes.picture);
    return async () => ({ picture: await measurePicture() });
  },
  fanout: ({ servers, instrument, sizes }: Setup) => prepareFanout(servers, instrument, sizes.fanout),
  plan: ({ servers, sizes }: Setup) => preparePlan(servers, sizes.plan),
  trends: async ({ servers, instrument, sizes }: Setup) => {
    const measureTrends = await prepareTrends(servers, instrument, sizes.trends);
    return async () => ({ trends: await measureTrends() });
  },
  interventions: async ({ servers, interventions, sizes }: Setup) => {
    const measureInterventions = await prepareInterventions(servers, interventions, sizes.interventions);
    return async () => ({ interventions: await measureInterventions() });
  },
  booking: async ({ servers, sizes }: Setup) => {
    const measureBooking = await prepareBooking(servers, sizes.booking);
    return async () => ({ booking: await measureBooking() });
  },
  evaluation: async ({ servers, sizes }: Setup) => {
    const measureEvaluation = await prepareEvaluation(servers, sizes.evaluation);
    return async () => ({ evaluation: await measureEvaluation() });
  },
} satisfies { readonly [part: string]: (setup: Setup) => Promise<Measure> };

const HELP = `npm run -s bench -- [--json] [--full] [--only PARTS]

Measures Polsslag against limits: the least that could do the same on this machine, in the same run.

  --json        print one JSON object instead of a table
  --full        the sizes of the published figures; some thirteen minutes instead of about one
  --only PARTS  only these, with commas between them: ${Object.keys(PARTS).join(', ')}
`;

async function measure(full: boolean, only: readonly string[], say: (line: string) => void): Promise<Report> {
  const begun = performance.now();
  const load = loadavg()[0] ?? 0;
  const { first: instrument, interventions } = await readInstruments([]);
  say('starting PostgreSQL and Redis');
  // The folder is made on one processor and the servers start on the other.
  const [startedBefore, servers] = await Promise.all([
    only.includes('coldStart') ? makeStartedFolder() : null,
    startServers(!full),
  ]);
  const letGo = closeOnSignal(servers);
  try {
    const setup: Setup = { servers, startedBefore, instrument, interventions, sizes: full ? SIZES.full : SIZES.short };
    const figures: Partial<Report> = {};
    const parts = Object.entries(PARTS).filter(([part]) => only.includes(part));
    const prepared = new Map<string, Measure>();
    if (!full) {
      say('filling databases');
      // All at once, because nothing is measured yet. The full sizes would not fit beside each other.
      await Promise.all(parts.map(async ([part, prepare]) => prepared.set(part, await prepare(setup))));
    }
    for (const [part, prepare] of parts) {
      say(part);
      const measurePart = prepared.get(part) ?? (await prepare(setup));
      Object.assign(figures, await measurePart());
    }
    const seconds = Math.round((performance.now() - begun) / 1_000);
    return reportSchema.parse({ full, machine: { ...describeMachine(), load: rounded(load), seconds }, ...figures });
  } finally {
    letGo();
    // Children of a figure that failed would keep calling servers that are gone.
    await stopChildren();
    await servers.close();
  }
}

/** @returns the parts to measure. @throws Error for an unknown name */
function readOnly(written: string | undefined): readonly string[] {
  const parts = Object.keys(PARTS);
  const asked = written?.split(',').map((name) => name.trim()) ?? parts;
  const unknown = asked.filter((name) => !parts.includes(name));
  if (unknown.length === 0) return asked;
  throw new Error(`--only: there is no ${unknown.join(', ')}. There are: ${parts.join(', ')}.`);
}

function describeMachine() {
  const processors = cpus();
  return {
    cpu: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memory_gb: Math.round(totalmem() / 2 ** 30),
    node: process.versions.node,
  };
}

/** Closes the servers when the benchmark is interrupted. @returns a function that removes the listeners */
function closeOnSignal(servers: Servers): () => void {
  const close = () => {
    void servers.close().finally(() => process.exit(130));
  };
  process.once('SIGINT', close).once('SIGTERM', close);
  return () => {
    process.off('SIGINT', close).off('SIGTERM', close);
  };
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean' },
      full: { type: 'boolean' },
      only: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const only = readOnly(values.only);
  const begun = performance.now();
  const say = (line: string) => {
    process.stderr.write(`${String(Math.round((performance.now() - begun) / 1_000)).padStart(4)} s  ${line}\n`);
  };
  const report = await measure(values.full ?? false, only, say);
  process.stdout.write(`${values.json ? JSON.stringify(report) : reportTable(report)}\n`);
}

try {
  await main();
} catch (error) {
  const lines = error instanceof PolsslagError ? error.faults : [error instanceof Error ? error.message : 'failed'];
  for (const line of lines) process.stderr.write(`${line}\n`);
  // Open handles of a figure that failed would keep this process alive.
  process.exit(1);
}
