import { z } from 'zod';
import { rounded } from './statistics.ts';

const ratio = { ratio: z.number() };
const throughput = {
  ours_per_s: z.number(),
  limit_per_s: z.number(),
  cpuMsPerMessage: z.number(),
  limit_cpuMsPerMessage: z.number(),
};
const times = { ours_ms: z.number(), limit_ms: z.number(), ...ratio };

/** What `bench --json` prints: each of our figures beside a limit that was measured in the same run. */
const figures = z.strictObject({
  ack: z.strictObject({
    ours_rps: z.number(),
    limit_rps: z.number(),
    ...ratio,
    ours_p99_ms: z.number(),
    limit_p99_ms: z.number(),
    cpuMsPerTap: z.number(),
    limit_cpuMsPerTap: z.number(),
  }),
  picture: z.strictObject({
    fetches_per_s: z.number(),
    alone_p99_ms: z.number(),
    beside_p99_ms: z.number(),
    ...ratio,
  }),
  fanout: z.strictObject({ ...throughput, ...ratio }),
  scaling: z.array(z.strictObject({ workers: z.number(), share: z.number(), ...throughput })),
  plan: z.strictObject({ ...times, teachers: z.number() }),
  memory: z.strictObject({ idle_mb: z.number(), during_plan_mb: z.number(), above_idle_mb: z.number() }),
  trends: z.strictObject({ ...times, gate_ms: z.number(), answers: z.number(), growth: z.number() }),
  interventions: z.strictObject({
    logged: z.number(),
    month: z.strictObject(times),
    atOnce: z.strictObject(times),
  }),
  booking: z.strictObject({
    teachers: z.number(),
    winners: z.number(),
    offered: z.number(),
    errors: z.number(),
    p99_ms: z.number(),
    limit_p99_ms: z.number(),
    cpuMsPerTap: z.number(),
    ...ratio,
  }),
  evaluation: z.strictObject({
    evaluations: z.number(),
    issued_per_s: z.number(),
    library_issued_per_s: z.number(),
    issued_ratio: z.number(),
    openssl_issued_per_s: z.number(),
    verified_per_s: z.number(),
    library_verified_per_s: z.number(),
    verified_ratio: z.number(),
  }),
  coldStart: z.strictObject({ ...times, above_s: z.number() }),
});

/** A run with --only has only some of the figures. */
export const reportSchema = figures.partial().extend({
  full: z.boolean(),
  machine: z.strictObject({
    cpu: z.string(),
    cores: z.number(),
    memory_gb: z.number(),
    node: z.string(),
    /** The load average of the last minute when the run began, which tells what else the machine was doing. */
    load: z.number(),
    seconds: z.number(),
  }),
});
export type Report = z.infer<typeof reportSchema>;
type Figures = z.infer<typeof figures>;
type ReportRow = readonly [figure: string, ours: string, limit: string, ratio: string, goal: string];

/** The lines for each figure, with its goal. */
const LINES: { readonly [Name in keyof Figures]: (figure: NonNullable<Report[Name]>) => readonly ReportRow[] } = {
  ack: (ack) => [
    ['ack', `${ack.ours_rps}/s`, `${ack.limit_rps}/s`, `${ack.ratio}`, 'at least 0.85'],
    ['  99th percentile', `${ack.ours_p99_ms} ms`, `${ack.limit_p99_ms} ms`, '', 'at most 1.3 times'],
    ['  processor a tap', `${ack.cpuMsPerTap} ms`, `${ack.limit_cpuMsPerTap} ms`, '', 'at most 1.6 ms'],
  ],
  picture: (picture) => [
    ['picture', `${picture.fetches_per_s}/s`, '', '', ''],
    [
      '  tap beside fetchers, 99th percentile',
      `${picture.beside_p99_ms} ms`,
      `${picture.alone_p99_ms} ms`,
      `${picture.ratio}`,
      'at most 2',
    ],
  ],
  fanout: (fanout) => [
    ['fanout', `${fanout.ours_per_s}/s`, `${fanout.limit_per_s}/s`, `${fanout.ratio}`, 'at least 0.9'],
    ['  processor a message', `${fanout.cpuMsPerMessage} ms`, `${fanout.limit_cpuMsPerMessage} ms`, '', ''],
  ],
  scaling: (scaling) =>
    scaling.map(({ workers, share, ours_per_s, limit_per_s }) => {
      const one = scaling.find((each) => each.workers === 1 && each.share === share);
      const held = share === 1 ? '' : `, ${share} of a core each`;
      const isGoal = workers === 2 && share < 1;
      return [
        `  ${workers} ${workers === 1 ? 'worker' : 'workers'}${held}`,
        `${ours_per_s}/s`,
        `${limit_per_s}/s`,
        one && workers > 1 ? `${rounded(ours_per_s / one.ours_per_s)} of one` : '',
        isGoal ? 'at least 1.5 of one' : '',
      ];
    }),
  plan: (plan) => [
    [`plan ${plan.teachers} teachers`, `${plan.ours_ms} ms`, `${plan.limit_ms} ms`, `${plan.ratio}`, 'at most 3'],
  ],
  memory: (memory) => [['  memory above idle', `${memory.above_idle_mb} MB`, '', '', 'at most 100 MB']],
  trends: (trends) => [
    [
      `trends of ${trends.answers} answers`,
      `${trends.ours_ms} ms`,
      `${trends.limit_ms} ms`,
      `${trends.ratio}`,
      'at most 1.2',
    ],
    ['  of which the gate', `${trends.gate_ms} ms`, '', '', ''],
    ['  with ten times the years', '', '', `${trends.growth}`, 'at most 2'],
  ],
  interventions: ({ logged, month, atOnce }) => [
    [
      `month of ${logged} interventions`,
      `${month.ours_ms} ms`,
      `${month.limit_ms} ms`,
      `${month.ratio}`,
      'at most 1.2',
    ],
    ['  all in one month', `${atOnce.ours_ms} ms`, `${atOnce.limit_ms} ms`, `${atOnce.ratio}`, 'at most 1.2'],
  ],
  booking: (booking) => [
    [`booking, ${booking.teachers} taps on one slot`, `${booking.winners} booked`, '', '', 'exactly 1'],
    ['  offered another one at once', `${booking.offered}`, '', '', 'everybody else'],
    ['  errors', `${booking.errors}`, '', '', '0'],
    ['  99th percentile', `${booking.p99_ms} ms`, `${booking.limit_p99_ms} ms`, '', ''],
    ['  processor time a tap', `${booking.cpuMsPerTap} ms`, '', '', ''],
    ['  distinct slots, against bare INSERTs', '', '', `${booking.ratio}`, 'at least 0.5'],
  ],
  evaluation: (evaluation) => [
    [
      `evaluation, ${evaluation.evaluations} signatures issued`,
      `${evaluation.issued_per_s}/s`,
      `${evaluation.library_issued_per_s}/s`,
      `${evaluation.issued_ratio}`,
      'at least 1',
    ],
    ["  OpenSSL's private operation alone", '', `${evaluation.openssl_issued_per_s}/s`, '', ''],
    [
      '  verified and stored',
      `${evaluation.verified_per_s}/s`,
      `${evaluation.library_verified_per_s}/s`,
      `${evaluation.verified_ratio}`,
      '',
    ],
  ],
  coldStart: (start) => [
    ['cold start', `${start.ours_ms} ms`, `${start.limit_ms} ms`, `${start.ratio}`, ''],
    ['  above PostgreSQL alone', `${start.above_s} s`, '', '', 'at most 2 s'],
  ],
};

/** Formats the report as a table. */
export function reportTable(report: Report): string {
  const { machine, full } = report;
  const heading: ReportRow = ['figure', 'ours', 'limit', 'ratio', 'goal'];
  const linesOf = <Name extends keyof Figures>(name: Name): readonly ReportRow[] => {
    const figure = report[name];
    return figure === undefined ? [] : LINES[name](figure);
  };
  const rows = [heading, ...figures.keyof().options.flatMap(linesOf)];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const size = full ? 'full sizes' : 'short sizes';
  const about = `${machine.cpu}, ${machine.cores} cores, Node ${machine.node}, load ${machine.load}, ${size}, ${machine.seconds} s`;
  return [...lines, '', about].join('\n');
}
