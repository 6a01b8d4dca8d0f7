import { cpus, loadavg, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { PolsslagError } from '../../src/errors.ts';
import { readInstruments } from '../../src/instruments.ts';
import { measureAck } from './ack.ts';
import { measureColdStart } from './cold-start.ts';
import { measureFanout } from './fanout.ts';
import { measurePicture } from './picture.ts';
import { measurePlan } from './plan.ts';
import { type Report, reportSchema, reportTable } from './report.ts';
import { type Servers, startServers } from './servers.ts';
import { rounded } from './statistics.ts';
import { measureTrends } from './trends.ts';

/** Short sizes are at least a tenth of the full ones. */
const SIZES = {
  short: {
    ack: { taps: 500, rounds: 2 },
    picture: { taps: 200, rounds: 1 },
    fanout: { notifications: 1_000, rounds: 1 },
    plan: { teachers: 10_000, rounds: 1 },
    trends: { weeks: 27, rounds: 15 },
    coldStart: 1,
  },
  full: {
    ack: { taps: 5_000, rounds: 3 },
    picture: { taps: 2_000, rounds: 2 },
    fanout: { notifications: 10_000, rounds: 3 },
    plan: { teachers: 100_000, rounds: 2 },
    trends: { weeks: 261, rounds: 41 },
    coldStart: 5,
  },
} as const;

const HELP = `npm run -s bench -- [--json] [--full]

Measures Polsslag against limits: the least that could do the same on this machine, in the same run.

  --json  print one JSON object instead of a table
  --full  the sizes of the published figures; minutes instead of less than one
`;

async function measure(full: boolean, say: (line: string) => void): Promise<Report> {
  const begun = performance.now();
  const load = loadavg()[0] ?? 0;
  const sizes = full ? SIZES.full : SIZES.short;
  const instrument = (await readInstruments([])).first;
  say('starting PostgreSQL and Redis');
  const servers = await startServers();
  const letGo = closeOnSignal(servers);
  try {
    say('cold start');
    const coldStart = await measureColdStart(sizes.coldStart);
    say('answers');
    const ack = await measureAck(servers, instrument, sizes.ack);
    say('pictures');
    const picture = await measurePicture(servers, instrument, sizes.picture);
    say('notifications');
    const { fanout, scaling } = await measureFanout(servers, instrument, sizes.fanout);
    say('planning');
    const { plan, memory } = await measurePlan(servers, sizes.plan);
    say('publishing');
    const trends = await measureTrends(servers, instrument, sizes.trends);
    const seconds = Math.round((performance.now() - begun) / 1_000);
    return reportSchema.parse({
      full,
      machine: { ...describeMachine(), load: rounded(load), seconds },
      ack,
      picture,
      fanout,
      scaling,
      plan,
      memory,
      trends,
      coldStart,
    });
  } finally {
    letGo();
    await servers.close();
  }
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

/** A benchmark that is broken off leaves no server behind. @returns takes the listeners away */
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
    options: { json: { type: 'boolean' }, full: { type: 'boolean' }, help: { type: 'boolean' } },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const begun = performance.now();
  const say = (line: string) => {
    process.stderr.write(`${String(Math.round((performance.now() - begun) / 1_000)).padStart(4)} s  ${line}\n`);
  };
  const report = await measure(values.full ?? false, say);
  process.stdout.write(`${values.json ? JSON.stringify(report) : reportTable(report)}\n`);
}

try {
  await main();
} catch (error) {
  const lines = error instanceof PolsslagError ? error.faults : [error instanceof Error ? error.message : 'failed'];
  for (const line of lines) process.stderr.write(`${line}\n`);
  process.exitCode = 1;
}
