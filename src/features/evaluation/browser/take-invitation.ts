import { digest } from './bytes.ts';
import { EMPTY_DRAFT, type Shelf } from './kept.ts';

/**
 * Takes the ticket out of the address before anything else, and stores it, because the tab may be closed.
 * @param tab storage that lives as long as this tab; it remembers which invitation was opened in it
 * @returns the name under which the invitation is stored; null without one
 */
export async function takeInvitation(shelf: Shelf, tab: Storage, campaign: string): Promise<string | null> {
  const given = new URLSearchParams(location.hash.slice(1));
  history.replaceState(null, '', location.pathname + location.search);
  const [ticket, fingerprint, language] = [given.get('t'), given.get('k'), given.get('taal')];
  if (!ticket || !fingerprint) return tab.getItem(campaign);
  const name = await digest(new TextEncoder().encode(ticket));
  const kept = shelf.read(name);
  if (!kept || kept.stage === 'invited')
    shelf.write(name, { stage: 'invited', ticket, fingerprint, draft: EMPTY_DRAFT });
  tab.setItem(campaign, name);
  speak(language);
  return name;
}

/**
 * Reloads the page in the language of the invitation. The server could not know it, because the part after # never
 * reaches it.
 */
function speak(language: string | null): void {
  if (!language || !/^(nl|en)$/.test(language) || language === document.documentElement.lang) return;
  location.replace(`${location.pathname}?taal=${language}`);
}
