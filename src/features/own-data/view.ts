import { buttonRow } from '../../chat/blocks.ts';
import { sentenceView } from '../../chat/sentence.ts';
import type { Button, View } from '../../chat/view.ts';
import { commonTexts } from '../../text/common-texts.ts';
import { ownDataTexts } from './texts.ts';

export const FORGET_ACTION = 'own-data.forget';

/** The way to one's own data. @param url null where nobody can open a page of ours */
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

/** Whether it is meant, with what remains. */
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

/** The confirmation, once nothing of them is stored any more. */
export function forgottenView(language: string): View {
  return sentenceView(commonTexts(language).forgotten);
}

function button(label: string, answer: 'ask' | 'yes' | 'no'): Button {
  return { label, action: FORGET_ACTION, data: { answer }, tone: 'plain', opens: 'view' };
}
