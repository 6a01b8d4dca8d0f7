import { PolsslagError } from '../errors.ts';
import { commonTexts } from '../text/common-texts.ts';
import { inAllLanguages } from '../text/translated.ts';
import type { ChatEvent, Reply } from './event.ts';

const BUSY = inAllLanguages(commonTexts, ({ busy }) => busy);
/** In every language, because somebody who cannot be looked up has none. */
const EXCUSE: Reply = { kind: 'say', view: { summary: BUSY, blocks: [{ kind: 'text', text: BUSY }] } };

/**
 * What somebody is told whose question we cannot answer now: silence, or a platform's error, would tell
 * them nothing.
 * @param failure why not; nothing while it only takes long
 * @returns null where nobody waits, and where another delivery of the same is still being worked on
 */
export function excuseFor({ kind }: ChatEvent, failure?: unknown): Reply | null {
  const isWaitedFor = kind === 'command' || kind === 'home-opened';
  return isWaitedFor && !(failure instanceof PolsslagError) ? EXCUSE : null;
}
