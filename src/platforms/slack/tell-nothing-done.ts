import { commonTexts } from '../../text/common-texts.ts';
import { inAllLanguages } from '../../text/translated.ts';
import { type Acknowledgement, noteIn } from './acknowledgement.ts';
import type { TellingPlace } from './payload.ts';
import { renderMessage } from './render.ts';
import { respond } from './respond.ts';

/** What somebody is told whose payload we could not read, or whose workspace we do not serve. */
export type Why = 'unreadable' | 'notConnected';

/**
 * Tells somebody that nothing came of what they did, for silence would look as if it did: in the acknowledgement of a
 * modal, or through a response address. Neither takes a token. In every language, for we do not know who it is.
 * @returns the acknowledgement; none where the address took it
 */
export async function tellNothingDone(
  place: TellingPlace,
  why: Why,
  timeoutMs: number,
): Promise<Acknowledgement | undefined> {
  const text = inAllLanguages(commonTexts, (texts) => texts[why]);
  if (place.kind === 'submission') return noteIn(place.frame, text);
  const message = renderMessage({ summary: text, blocks: [{ kind: 'text', text }] });
  await respond(place.responseUrl, { ...message, response_type: 'ephemeral', replace_original: false }, timeoutMs);
  return undefined;
}
