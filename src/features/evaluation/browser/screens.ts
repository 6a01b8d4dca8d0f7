import { all, byId } from './find.ts';
import type { Obstacle } from './obtain.ts';
import type { Setback } from './send.ts';

/** The page contains all texts, hidden, in its language; this module only shows and hides them. */
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

/** Shows a problem and what to do about it, below the current screen. */
export function complain(problem: Problem): void {
  hide('[data-problem]');
  const said = all(`[data-problem="${problem}"]`)[0];
  if (!said) return;
  said.hidden = false;
  focusOn(said);
}

/** Hides a problem that no longer exists. */
export function clearProblem(problem: Problem): void {
  hide(`[data-problem="${problem}"]`);
}

/** Shows a problem in place of everything else, because the page cannot go on. */
export function endWith(problem: Problem): void {
  showScreen(null);
  complain(problem);
}

/** Runs work unless other work is under way. @returns its result; null when other work is under way */
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
