import { type Instrument, itemsOfScale } from './instrument.ts';
import { SCALES, type Scale } from './scale.ts';

/** Fewest complete cycles, and fewest teachers who made them, before a reliability is told. */
const CYCLES_NEEDED = 30;
const TEACHERS_NEEDED = 10;

/** An answer with the running number of its teacher's cycle of nine items. */
export interface CycleAnswer {
  readonly person: string;
  readonly cycle: number;
  readonly item: string;
  /** 0 to 6, whole. */
  readonly value: number;
}

export interface Reliability {
  /** Cycles in which one teacher answered all nine items. */
  readonly cycles: number;
  /** Cronbach's alpha to two decimals; null where the answers do not differ at all. */
  readonly alpha: Readonly<Record<Scale, number | null>>;
}

/**
 * Cronbach's alpha per scale over complete three-week cycles; null below CYCLES_NEEDED cycles of TEACHERS_NEEDED
 * teachers. Usual reading: from 0.70 on the three items hang together well enough for a group; it does not say that a
 * scale measures the right thing. Limits here: the three answers lie up to two weeks apart, which lowers it, and a
 * teacher counts once per cycle, so that cycles are not independent.
 */
export function reliabilityOf(answers: readonly CycleAnswer[], instrument: Instrument): Reliability | null {
  const complete = completeCycles(answers, instrument);
  const teachers = new Set(complete.map(({ person }) => person));
  if (complete.length < CYCLES_NEEDED || teachers.size < TEACHERS_NEEDED) return null;
  const [vigour, dedication, absorption] = SCALES.map((scale) => {
    const codes = itemsOfScale(instrument, scale).map((item) => item.code);
    return cronbachAlpha(complete.map(({ values }) => codes.map((code) => values.get(code) ?? 0)));
  });
  const round = (alpha: number | null | undefined) => (alpha == null ? null : Math.round(alpha * 100) / 100);
  return {
    cycles: complete.length,
    alpha: { vigour: round(vigour), dedication: round(dedication), absorption: round(absorption) },
  };
}

/**
 * alpha = k / (k − 1) · (1 − Σ var(item) / var(sum)), with k items and sample variances over the rows; null when the
 * sums do not differ. Source: Cronbach (1951), Psychometrika 16, 297-334. `rows` hold one value per item, all as long.
 */
export function cronbachAlpha(rows: readonly (readonly number[])[]): number | null {
  const items = rows[0]?.length ?? 0;
  const ofSums = variance(rows.map((row) => row.reduce((sum, value) => sum + value, 0)));
  if (items < 2 || !(ofSums > 0)) return null;
  const ofItems = Array.from({ length: items }, (_, item) => variance(rows.map((row) => row[item] ?? 0)));
  return (items / (items - 1)) * (1 - ofItems.reduce((sum, each) => sum + each, 0) / ofSums);
}

function completeCycles(answers: readonly CycleAnswer[], instrument: Instrument) {
  const cycles = new Map<string, { person: string; values: Map<string, number> }>();
  for (const { person, cycle, item, value } of answers) {
    const key = JSON.stringify([person, cycle]);
    const known = cycles.get(key) ?? { person, values: new Map<string, number>() };
    known.values.set(item, value);
    cycles.set(key, known);
  }
  return [...cycles.values()].filter(({ values }) => instrument.items.every((item) => values.has(item.code)));
}

function variance(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}
