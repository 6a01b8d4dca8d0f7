import { checkNumberOf } from '../check-number.ts';
import { alone } from './alone.ts';
import { byId } from './find.ts';
import { fillForm, isEmpty, readForm, watchForm } from './form.ts';
import type { Kept, Shelf } from './kept.ts';
import { obtainCredential } from './obtain.ts';
import { clearProblem, complain, endWith, type Problem, showScreen, whileBusy } from './screens.ts';
import { pickMoment } from './send.ts';
import { createSender } from './sender.ts';
import { createServer } from './server.ts';
import { takeInvitation } from './take-invitation.ts';

interface Opened {
  readonly shelf: Shelf;
  /** Storage that lives as long as this tab. */
  readonly tab: Storage;
  readonly campaign: string;
  readonly state: string;
  readonly closesAt: number;
}

/** Problems after which the page cannot go on. */
const ENDS: readonly Problem[] = ['key-differs', 'used-elsewhere', 'unknown-ticket', 'too-late', 'missed'];

/** Continues where this invitation was left, and sends what waits. */
export async function openPage(opened: Opened): Promise<void> {
  const { shelf, tab, campaign, state } = opened;
  addEventListener('hashchange', () => location.reload());
  const name = await takeInvitation(shelf, tab, campaign);
  if (state === 'closed') clearAway(shelf);
  else runPage(opened, name);
}

/** Whether something was filled in that was never sent, also when somebody forgot to send it. */
function isUnsent(kept: Kept | null): boolean {
  return kept?.stage === 'waiting' || (kept?.stage === 'ready' && !isEmpty(kept.draft));
}

/** Removes everything of a closed campaign from the browser, and tells people who were too late. */
function clearAway(shelf: Shelf): void {
  const unsent = shelf.names().filter((name) => isUnsent(shelf.read(name)));
  for (const name of shelf.names()) shelf.remove(name);
  if (unsent.length > 0) complain('missed');
}

/** @param current the invitation that was opened */
function runPage({ shelf, campaign, state, closesAt }: Opened, current: string | null): void {
  const server = createServer(`${location.origin}/evaluation`, campaign);
  const sender = createSender(shelf, server, (name, outcome) => {
    if (name === current) hear(outcome);
  });
  const kept = () => (current === null ? null : shelf.read(current));
  const goOn = () => showStage(kept(), state === 'issuance-over');

  function hear(outcome: 'ready' | 'received' | Problem): void {
    if (outcome === 'ready' || outcome === 'received') goOn();
    else if (ENDS.includes(outcome)) endWith(outcome);
    else complain(outcome);
  }

  /** @param change gives the new state of a form that is filled in or waits to be sent */
  function move(change: (now: Extract<Kept, { stage: 'ready' | 'waiting' }>) => Kept | null): void {
    const now = kept();
    const next = now?.stage === 'ready' || now?.stage === 'waiting' ? change(now) : now;
    if (current === null || next === null) return;
    shelf.write(current, next);
    goOn();
    sender.sendInTime(current);
  }

  const finish = (atOnce: boolean) =>
    move((now) => {
      const draft = now.stage === 'ready' ? readForm() : now.draft;
      if (!isEmpty(draft))
        return { ...now, stage: 'waiting', draft, sendAt: atOnce ? Date.now() : pickMoment(Date.now(), closesAt) };
      complain('empty');
      return null;
    });

  async function begin(name: string): Promise<void> {
    const outcome = await whileBusy(async () => {
      const now = kept();
      if (now && 'fingerprint' in now && !(await isShown(now.fingerprint))) return 'key-differs';
      return alone(name, () => obtainCredential(shelf, server, name));
    });
    if (outcome !== null) hear(outcome);
  }

  byId('begin', HTMLElement).addEventListener('click', () => {
    if (current !== null) void begin(current);
  });
  byId('now', HTMLElement).addEventListener('click', () => finish(true));
  byId('change-it', HTMLElement).addEventListener('click', () =>
    move(({ message, signature, draft }) => ({ stage: 'ready', message, signature, draft })),
  );
  byId('answers', HTMLElement).addEventListener('submit', (event) => {
    event.preventDefault();
    finish(event.submitter?.id === 'at-once');
  });
  watchForm(() => {
    clearProblem('empty');
    const now = kept();
    if (current !== null && now?.stage === 'ready') shelf.write(current, { ...now, draft: readForm() });
  });
  addEventListener('online', sender.sendAll);
  document.addEventListener('visibilitychange', sender.sendAll);
  goOn();
  sender.sendAll();
}

/**
 * Whether the shown fingerprint is the one of the invitation, against which the key is checked: people compare the
 * shown one.
 */
async function isShown(fingerprint: string): Promise<boolean> {
  const [whole, short] = ['fingerprint', 'check-number'].map((id) => byId(id, HTMLElement).textContent);
  return whole === fingerprint && short === (await checkNumberOf(fingerprint));
}

const SCREENS = {
  invited: 'start',
  exchanging: 'start',
  ready: 'form',
  waiting: 'waiting',
  received: 'received',
} as const;

function showStage(kept: Kept | null, tooLate: boolean): void {
  if (kept?.stage === 'ready') fillForm(kept.draft);
  if (kept?.stage === 'waiting') byId('send-at', HTMLElement).textContent = timeOf(kept.sendAt);
  const screen = kept && SCREENS[kept.stage];
  if (screen === null) endWith('no-ticket');
  else if (screen === 'start' && tooLate) endWith('too-late');
  else showScreen(screen);
}

function timeOf(at: number): string {
  const { lang } = document.documentElement;
  return new Date(at).toLocaleTimeString(lang, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}
