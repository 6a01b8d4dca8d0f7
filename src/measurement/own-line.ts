import { type Instrument, itemsOfScale } from './instrument.ts';
import { SCALES, type Scale } from './scale.ts';

export interface OwnAnswer {
  readonly item: string;
  /** 0 to 6, whole. */
  readonly value: number;
  /** The ISO week it counts in. */
  readonly week: string;
  readonly answeredAt: Date;
}

/** A teacher's own scores at the end of a week, 0 to 6; null until every item of the scale was answered once. */
type OwnScores = { readonly week: string } & Readonly<Record<Scale | 'total', number | null>>;

/**
 * A teacher's line over time, for that teacher only: after each week with answers, the latest answers to the nine items
 * give the score of each scale (the mean of its three) and the total (the mean of all nine), as the UBES does. Answers
 * may come in any order; items of another instrument are ignored.
 */
export function ownScores(answers: readonly OwnAnswer[], instrument: Instrument): readonly OwnScores[] {
  const known = new Set(instrument.items.map((item) => item.code));
  const sorted = answers
    .filter((answer) => known.has(answer.item))
    .toSorted((a, b) => compareText(a.week, b.week) || a.answeredAt.getTime() - b.answeredAt.getTime());
  const latest = new Map<string, number>();
  const line = new Map<string, OwnScores>();
  for (const { item, value, week } of sorted) {
    latest.set(item, value);
    line.set(week, { week, ...latestScores(latest, instrument) });
  }
  return [...line.values()];
}

function latestScores(
  latest: ReadonlyMap<string, number>,
  instrument: Instrument,
): Record<Scale | 'total', number | null> {
  const score = (codes: readonly string[]) => {
    const values = codes.map((code) => latest.get(code)).filter((value) => value !== undefined);
    return values.length < codes.length ? null : values.reduce((sum, value) => sum + value, 0) / codes.length;
  };
  const [vigour, dedication, absorption] = SCALES.map((scale) =>
    score(itemsOfScale(instrument, scale).map((item) => item.code)),
  );
  return {
    vigour: vigour ?? null,
    dedication: dedication ?? null,
    absorption: absorption ?? null,
    total: score(instrument.items.map((item) => item.code)),
  };
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
