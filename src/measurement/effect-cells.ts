/** What a teacher felt of one intervention by one supervisor: answers added up. */
export interface Felt {
  /** Null when they are not known any more. */
  readonly supervisor: string | null;
  readonly teacher: string;
  readonly sum: number;
  readonly answers: number;
}

interface EffectCell {
  /** Whose it is; null for the others together. */
  readonly supervisor: string | null;
  /** One for each teacher: the mean of theirs. */
  readonly effects: readonly number[];
}

/**
 * Divides what was felt of an intervention into cells that share no answer: every supervisor with enough different
 * teachers, and all others together; while the others are too few, the smallest supervisor joins them. Told numbers of
 * teachers only: were answers to decide who is shown by themselves, that would give some away.
 */
export function effectCells(felt: readonly Felt[], fewest: number): readonly EffectCell[] {
  const bySupervisor = grouped(felt, ({ supervisor }) => supervisor);
  const size = (rows: readonly Felt[]) => new Set(rows.map(({ teacher }) => teacher)).size;
  const sizes = new Map([...bySupervisor].map(([name, rows]) => [name, size(rows)]));
  const sizeOf = (name: string | null) => sizes.get(name) ?? 0;
  const inOrder = [...bySupervisor].sort(([a], [b]) =>
    sizeOf(b) === sizeOf(a) ? (String(a) < String(b) ? -1 : 1) : sizeOf(b) - sizeOf(a),
  );
  const own = inOrder.filter(([name]) => name !== null && sizeOf(name) >= fewest);
  const pooled = inOrder.filter((each) => !own.includes(each)).flatMap(([, rows]) => rows);
  while (pooled.length > 0 && own.length > 0 && size(pooled) < fewest) {
    for (const [, rows] of own.splice(-1)) pooled.push(...rows);
  }
  const cells = own.map(([supervisor, rows]) => ({ supervisor, effects: meansOf(rows) }));
  return size(pooled) < fewest ? cells : [...cells, { supervisor: null, effects: meansOf(pooled) }];
}

/** A teacher who answered more often counts once. */
function meansOf(rows: readonly Felt[]): number[] {
  return [...grouped(rows, ({ teacher }) => teacher).values()].map(
    (each) => each.reduce((sum, row) => sum + row.sum, 0) / each.reduce((sum, row) => sum + row.answers, 0),
  );
}

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
