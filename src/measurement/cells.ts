/** Circles that are shown together: a single circle, or the pool of circles that cannot be shown separately. */
interface Cell {
  /** The circle's name; null for the pool. */
  readonly circle: string | null;
  /** The names of its circles. */
  readonly members: readonly string[];
}

/**
 * Divides the circles of a week into cells without common people. Every circle with at least `beside` people is a cell,
 * and all others form a pool; while the pool has too few people, the smallest circle joins it. `fewest` people are
 * enough for a pool of all circles. A circle without answers is pooled too, because
 * leaving it out would show that nobody answered. The function gets numbers of people only: if answers decided which
 * circle is shown separately, that choice would reveal something about them.
 */
export function divideIntoCells(
  people: ReadonlyMap<string, number>,
  { beside, fewest }: { readonly beside: number; readonly fewest: number },
): readonly Cell[] {
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
