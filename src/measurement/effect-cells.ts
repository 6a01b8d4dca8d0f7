import { FEWEST_OF_SEVERAL, type gateEffect } from './effect-gate.ts';

type Effects = Parameters<typeof gateEffect>[0];

/** The effect that one teacher reported of one intervention by one supervisor: their answers added up. */
export interface Felt {
  /** Null when the supervisor is no longer known. */
  readonly supervisor: string | null;
  readonly teacher: string;
  readonly sum: number;
  readonly answers: number;
}

/** The effects of a group, one for each teacher: the mean of their answers. */
interface EffectCell extends Effects {
  /** The supervisor; null for all others together. */
  readonly supervisor: string | null;
}

/**
 * Divides the effects of an intervention into cells without common answers: every supervisor with enough different
 * teachers, and all others together; while the others are too few, the smallest supervisor joins them. Only numbers of
 * teachers and answers decide: if answers decided who is shown separately, that choice would reveal something about
 * them.
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
  // A teacher with several answers counts once.
  const effects = ofTeachers.map(({ sum, answers }) => sum / answers);
  return { supervisor, rows, effects, isOnce: ofTeachers.every(({ answers }) => answers === 1) };
}

/** Groups rows by a key, in the order in which keys first occur. */
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
