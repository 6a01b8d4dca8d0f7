import { byId } from './find.ts';
import { openShelf } from './kept.ts';
import { openPage } from './page.ts';
import { complain, endWith } from './screens.ts';

/*
 * The whole script of the page with the form. What the server may know of a teacher and of an evaluation, and why it cannot
 * join the two, is in docs/evaluation.md.
 */

/** @returns null when the browser does not allow storage */
function openStorage(): { local: Storage; tab: Storage } | null {
  try {
    const [local, tab] = [localStorage, sessionStorage];
    local.setItem('polsslag-evaluation', '');
    local.removeItem('polsslag-evaluation');
    return { local, tab };
  } catch {
    return null;
  }
}

async function beginPage(): Promise<void> {
  byId('without', HTMLElement).hidden = true;
  const { campaign = '', state = '', closesAt = '' } = byId('main', HTMLElement).dataset;
  const storage = openStorage();
  if (!isSecureContext) endWith('insecure');
  else if (!storage) endWith('no-storage');
  else {
    const shelf = openShelf(storage.local, campaign);
    await openPage({ shelf, tab: storage.tab, campaign, state, closesAt: Date.parse(closesAt) });
  }
}

beginPage().catch(() => complain('trouble'));
