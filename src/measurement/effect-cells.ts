import { FEWEST_OF_SEVERAL, type gateEffect } from './effect-gate.ts';

type Effects = Parameters<typeof gateEffect>[0];

/** What a teacher felt of one intervention by one supervisor: answers added up. */
export interface Felt {
  /** Null when they are not known any more. */
  readonly supervisor: string | null;
  readonly teacher: string;
  readonly sum: number;
  readonly answers: number;
}

/** The effects are one for each teacher: the mean of theirs. */
interface EffectCell extends Effects {
  /** Whose it is; null for the others together. */
  readonly supervisor: string | null;
}

/**
 * Divides what was felt of an intervention into cells that share no answer: every supervisor with enough different
 * teachers, and all others together; while the others are too few, the smallest supervisor joins them. Told numbers of
 * teachers and of their answers only: were answers to decide who is shown by themselves, that would give some away.
 */
export function effectCells(felt: readonly Felt[], fewest: number): readonly EffectCell[] {
  const all = [...grouped(felt, ({ supervisor }) => supervisor)].map(([supervisor, rows]) => cellOf(supervisor, rows));
  const inOrder = all.sort((a, b) =>
    b.effects.length === a.effects.length
      ? String(a.supervisor) < String(b.supervisor)
        ? -1
        : 1
      : b.effects.length - a.effects.length,
  );
  const isEnough = ({ effects, isOnce }: Effects) =>
    effects.length >= (isOnce ? fewest : Math.max(fewest, FEWEST_OF_SEVERAL));
  const own = inOrder.filter((cell) => cell.supervisor !== null && isEnough(cell));
  const pooled = inOrder.filter((cell) => !own.includes(cell)).flatMap(({ rows }) => rows);
  while (pooled.length > 0 && own.length > 0 && !isEnough(cellOf(null, pooled))) {
    for (const { rows } of own.splice(-1)) pooled.push(...rows);
  }
  const rest = cellOf(null, pooled);
  return isEnough(rest) ? [...own, rest] : own;
}

function cellOf(supervisor: string | null, rows: readonly Felt[]): EffectCell & { readonly rows: readonly Felt[] } {
  const ofTeachers = [...grouped(rows, ({ teacher }) => teacher).values()].map((each) => ({
    sum: each.reduce((total, { sum }) => total + sum, 0),
    answers: each.reduce((total, { answers }) => total + answers, 0),
  }));
  // A teacher who answered more often counts once.
  const effects = ofTeachers.map(({ sum, answers }) => sum / answers);
  return { supervisor, rows, effects, isOnce: ofTeachers.every(({ answers }) => answers === 1) };
}

/** Rows by a key, in the order in which the keys first come. */
export function grouped<Row, Key>(rows: readonly Row[], keyOf: (row: Row) => Key): Map<Key, Row[]> {
  const groups = new Map<Key, Row[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}
