import { describe, expect, it } from '@jest/globals';
import { type Report, reportSchema, reportTable } from '../../../tools/bench/report.ts';

const processor = { cpuMsPerMessage: 0.9, limit_cpuMsPerMessage: 0.8 };
const report: Report = {
  full: false,
  machine: { cpu: 'Some Processor', cores: 2, memory_gb: 8, node: '20.19.0', load: 0.5, seconds: 44 },
  ack: {
    ours_rps: 700,
    limit_rps: 1000,
    ratio: 0.7,
    ours_p99_ms: 40,
    limit_p99_ms: 30,
    cpuMsPerTap: 1.5,
    limit_cpuMsPerTap: 1.2,
  },
  picture: { fetches_per_s: 900, alone_p99_ms: 40, beside_p99_ms: 60, ratio: 1.5 },
  fanout: { ours_per_s: 800, limit_per_s: 1000, ...processor, ratio: 0.8 },
  scaling: [
    { workers: 1, share: 1, ours_per_s: 800, limit_per_s: 1000, ...processor },
    { workers: 1, share: 0.3, ours_per_s: 240, limit_per_s: 300, ...processor },
    { workers: 2, share: 1, ours_per_s: 1200, limit_per_s: 1500, ...processor },
    { workers: 2, share: 0.3, ours_per_s: 432, limit_per_s: 580, ...processor },
    { workers: 4, share: 1, ours_per_s: 1300, limit_per_s: 1600, ...processor },
  ],
  plan: { ours_ms: 1500, limit_ms: 1000, ratio: 1.5, teachers: 10_000 },
  memory: { idle_mb: 150, during_plan_mb: 190, above_idle_mb: 40 },
  trends: { ours_ms: 12, limit_ms: 8, ratio: 1.5, gate_ms: 3, answers: 100_800, growth: 1.1 },
  booking: {
    teachers: 200,
    winners: 1,
    offered: 199,
    errors: 0,
    p99_ms: 900,
    limit_p99_ms: 400,
    cpuMsPerTap: 5,
    ratio: 0.7,
  },
  evaluation: {
    evaluations: 4_000,
    issued_per_s: 210,
    library_issued_per_s: 3,
    issued_ratio: 70,
    openssl_issued_per_s: 900,
    verified_per_s: 300,
    library_verified_per_s: 4_000,
    verified_ratio: 0.08,
  },
  interventions: {
    logged: 200_000,
    month: { ours_ms: 50, limit_ms: 60, ratio: 0.83 },
    atOnce: { ours_ms: 1_900, limit_ms: 1_700, ratio: 1.12 },
  },
  coldStart: { ours_ms: 2000, limit_ms: 100, ratio: 20, above_s: 1.9 },
};

describe('the report', () => {
  it('is JSON with every figure beside its limit', () => {
    expect(reportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
  });

  it.each(['full', 'machine'])('is refused without %s', (part) => {
    expect(reportSchema.safeParse({ ...report, [part]: undefined }).success).toBe(false);
  });

  it('is refused with a figure that could not be measured', () => {
    const unmeasured = { ...report, ack: { ...report.ack, ratio: Number.NaN } };
    expect(reportSchema.safeParse(unmeasured).success).toBe(false);
  });
});

describe('the report of a part', () => {
  const part: Report = { full: report.full, machine: report.machine, plan: report.plan };

  it('has that part and no other', () => {
    expect(reportSchema.parse(JSON.parse(JSON.stringify(part)))).toEqual(part);
    expect(
      reportTable(part)
        .split('\n')
        .map((line) => line.split(/ {2,}/)[0]),
    ).toEqual([
      'figure',
      'plan 10000 teachers',
      '',
      'Some Processor, 2 cores, Node 20.19.0, load 0.5, short sizes, 44 s',
    ]);
  });
});

describe('the table', () => {
  it('has a line for every figure, with what it is to reach', () => {
    const lines = reportTable(report).split('\n');
    expect(lines[0]).toMatch(/^figure +ours +limit +ratio +goal$/);
    expect(lines).toContainEqual(expect.stringMatching(/^ack +700\/s +1000\/s +0\.7 +at least 0\.85$/));
    expect(lines).toContainEqual(expect.stringMatching(/^ {2}4 workers +1300\/s +1600\/s +1\.63 of one$/));
    expect(lines).toContainEqual(
      expect.stringMatching(/^ {2}2 workers, 0\.3 of a core each +432\/s +580\/s +1\.8 of one +at least 1\.5 of one$/),
    );
    expect(lines).toContainEqual(expect.stringMatching(/^plan 10000 teachers +1500 ms +1000 ms +1\.5 +at most 3$/));
    expect(lines).toContainEqual(expect.stringMatching(/^ {2}memory above idle +40 MB +at most 100 MB$/));
    expect(lines).toContainEqual(expect.stringMatching(/^ {2}with ten times the years +1\.1 +at most 2$/));
    expect(lines).toContainEqual(
      expect.stringMatching(/^month of 200000 interventions +50 ms +60 ms +0\.83 +at most 1\.2$/),
    );
    expect(lines).toContainEqual(expect.stringMatching(/^booking, 200 taps on one slot +1 booked +exactly 1$/));
    expect(lines).toContainEqual(
      expect.stringMatching(/^evaluation, 4000 signatures issued +210\/s +3\/s +70 +at least 1$/),
    );
    expect(lines).toContainEqual(expect.stringMatching(/^ {2}verified and stored +300\/s +4000\/s +0\.08$/));
    expect(lines).toContainEqual(expect.stringMatching(/^ {2}above PostgreSQL alone +1\.9 s +at most 2 s$/));
    expect(lines.at(-1)).toBe('Some Processor, 2 cores, Node 20.19.0, load 0.5, short sizes, 44 s');
  });

  it('aligns its columns', () => {
    const lines = reportTable(report).split('\n');
    const column = lines[0]?.indexOf('goal');
    expect(lines[1]?.indexOf('at least')).toBe(column);
  });
});
