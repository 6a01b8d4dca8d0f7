import { PolsslagError } from '../errors.ts';
import { commonTexts } from '../text/common-texts.ts';
import { inAllLanguages } from '../text/translated.ts';
import type { ChatEvent, Reply } from './event.ts';

const BUSY = inAllLanguages(commonTexts, ({ busy }) => busy);
/** In every language, because the language of somebody who cannot be looked up is unknown. */
const EXCUSE: Reply = { kind: 'say', view: { summary: BUSY, blocks: [{ kind: 'text', text: BUSY }] } };

/**
 * The apology for an event that cannot be answered now: silence, or a platform's own error, would tell people nothing.
 * @param failure the error; left out while the answer only takes long
 * @returns null when nobody waits for an answer, or when another delivery of the same event is still being handled
 */
export function excuseFor({ kind }: ChatEvent, failure?: unknown): Reply | null {
  const isWaitedFor = kind === 'command' || kind === 'home-opened';
  return isWaitedFor && !(failure instanceof PolsslagError) ? EXCUSE : null;
}
