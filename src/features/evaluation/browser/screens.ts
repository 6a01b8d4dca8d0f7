import { all, byId } from './find.ts';
import type { Obstacle } from './obtain.ts';
import type { Setback } from './send.ts';

/** Everything that is ever said stands in the page, hidden, in its language: this only shows and hides. */
type Screen = 'start' | 'form' | 'waiting' | 'received';

export type Problem =
  | Obstacle
  | Setback
  /** Opened without an invitation. */
  | 'no-ticket'
  /** The browser offers no cryptography here. */
  | 'insecure'
  /** The browser lets nothing be kept. */
  | 'no-storage'
  /** Nothing is filled in. */
  | 'empty';

/** Shows one screen, or none, and puts the focus where it begins. */
export function showScreen(screen: Screen | null): void {
  hide('[data-problem]');
  for (const each of all('[data-screen]')) each.hidden = each.dataset['screen'] !== screen;
  if (screen !== null) focusOn(byId(`${screen}-title`, HTMLElement));
}

/** Says what is wrong and what to do, below the screen that stands there. */
export function complain(problem: Problem): void {
  hide('[data-problem]');
  const said = all(`[data-problem="${problem}"]`)[0];
  if (!said) return;
  said.hidden = false;
  focusOn(said);
}

/** It is so no longer. */
export function clearProblem(problem: Problem): void {
  hide(`[data-problem="${problem}"]`);
}

/** Says it in place of everything else: there is nothing to go on with. */
export function endWith(problem: Problem): void {
  showScreen(null);
  complain(problem);
}

/** While something is under way nothing else is begun. @returns what the work came to; null when other work is under way */
export async function whileBusy<Result>(work: () => Promise<Result>): Promise<Result | null> {
  const main = byId('main', HTMLElement);
  const busy = byId('busy', HTMLElement);
  if (main.ariaBusy === 'true') return null;
  main.ariaBusy = 'true';
  hide('[data-problem]');
  busy.hidden = false;
  try {
    return await work();
  } finally {
    main.ariaBusy = 'false';
    busy.hidden = true;
  }
}

function hide(selector: string): void {
  for (const each of all(selector)) each.hidden = true;
}

function focusOn(element: HTMLElement): void {
  element.focus();
  element.scrollIntoView({ block: 'nearest' });
}
