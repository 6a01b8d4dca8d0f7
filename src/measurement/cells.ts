/** Circles that are shown as one: a circle by itself, or the pool of circles that are not shown by themselves. */
interface Cell {
  /** The circle's name; null for the pool. */
  readonly circle: string | null;
  /** Names of the circles in it. */
  readonly members: readonly string[];
}

/**
 * Divides a week into cells that share nobody, each of at least `beside` people: every circle that has them, and all
 * others pooled; while the pool has too few, the smallest circle joins it. `fewest` will do for the only circle that there
 * is, and for a pool of all. A circle without answers is pooled too: otherwise its silence would be seen.
 *
 * It is told numbers of people only: were answers to decide which circle is shown by itself, that would give some away.
 */
export function divideIntoCells(
  people: ReadonlyMap<string, number>,
  numbers: { readonly beside: number; readonly fewest: number },
): readonly Cell[] {
  const { fewest } = numbers;
  const beside = people.size === 1 ? fewest : numbers.beside;
  const numberOf = (name: string) => people.get(name) ?? 0;
  const bySize = [...people.keys()].sort((a, b) => numberOf(b) - numberOf(a) || (a < b ? -1 : 1));
  const own = bySize.filter((name) => numberOf(name) >= beside);
  const pooled = bySize.filter((name) => numberOf(name) < beside);
  const inPool = () => pooled.reduce((sum, name) => sum + numberOf(name), 0);
  while (pooled.length > 0 && own.length > 0 && inPool() < beside) pooled.push(...own.splice(-1));
  const alone = own.map((name) => ({ circle: name, members: [name] }));
  const enough = inPool() >= (own.length > 0 ? beside : fewest);
  return pooled.length > 0 && enough ? [...alone, { circle: null, members: pooled }] : alone;
}
