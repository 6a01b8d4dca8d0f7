/** A group of people that is shown as one: a circle, or the pool of circles that are not shown by themselves. */
export interface Cell<Figures> {
  /** The circle's name; null for the pool. */
  readonly circle: string | null;
  readonly figures: Figures;
}

/**
 * Divides a week into cells that share nobody: every circle that passes, and all others pooled, if that passes; if not,
 * the smallest circle that passes joins the pool, and so on; in the end nothing. `show` gives what may be shown of some
 * circles together, or null when they do not pass. A circle without answers is pooled too: otherwise its silence would be seen.
 *
 * Not promised: that a circle of enough people is not shown by itself can tell, together with the pool's figure, that the
 * circle's answers lay near an end of a scale (PRIVACY.md).
 */
export function divideIntoCells<Circle extends { readonly people: number }, Figures>(
  circles: ReadonlyMap<string, Circle>,
  show: (circles: readonly Circle[]) => Figures | null,
): readonly Cell<Figures>[] {
  const shown: { circle: string; content: Circle; figures: Figures }[] = [];
  const pooled: Circle[] = [];
  for (const [circle, content] of circles) {
    const figures = show([content]);
    if (figures === null) pooled.push(content);
    else shown.push({ circle, content, figures });
  }
  if (pooled.length === 0) return shown;
  shown.sort((a, b) => b.content.people - a.content.people || (a.circle < b.circle ? -1 : 1));
  for (;;) {
    const figures = show(pooled);
    if (figures !== null) return [...shown, { circle: null, figures }];
    const smallest = shown.pop();
    if (smallest === undefined) return [];
    pooled.push(smallest.content);
  }
}
