import { buttonRow } from '../../chat/blocks.ts';
import { sentenceView } from '../../chat/sentence.ts';
import type { Button, View } from '../../chat/view.ts';
import { commonTexts } from '../../text/common-texts.ts';
import { ownDataTexts } from './texts.ts';

export const FORGET_ACTION = 'own-data.forget';

/** Offers the link to one's own data. @param url null when Polsslag has no public address */
export function offerView(language: string, url: string | null, key: string): View {
  const texts = ownDataTexts(language);
  const forget = button(texts.forgetMe, 'ask');
  if (url === null) {
    const text = texts.noPage(key);
    return { summary: text, blocks: [{ kind: 'text', text }, buttonRow([forget])] };
  }
  return {
    summary: texts.offer,
    blocks: [
      { kind: 'text', text: texts.offer },
      buttonRow([{ label: texts.open, url, tone: 'primary', opens: 'address' }, forget]),
      { kind: 'note', text: texts.linkWorks },
    ],
  };
}

/** Asks for confirmation before erasing, and says what remains. */
export function forgetView(language: string): View {
  const texts = ownDataTexts(language);
  return {
    summary: texts.forgetTitle,
    blocks: [
      { kind: 'heading', text: texts.forgetTitle },
      { kind: 'text', text: texts.forget },
      { kind: 'text', text: texts.remains },
      { kind: 'note', text: texts.mayReturn },
      buttonRow([button(texts.yesForget, 'yes'), button(texts.keep, 'no')]),
    ],
  };
}

/** Confirms that nothing about them is stored any more. */
export function forgottenView(language: string): View {
  return sentenceView(commonTexts(language).forgotten);
}

function button(label: string, answer: 'ask' | 'yes' | 'no'): Button {
  return { label, action: FORGET_ACTION, data: { answer }, tone: 'plain', opens: 'view' };
}
