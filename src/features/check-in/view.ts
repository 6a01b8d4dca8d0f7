import type { Block, Button, Dialog, View } from '../../chat/view.ts';
import type { Instrument } from '../../measurement/instrument.ts';
import type { CheckIn } from './store.ts';
import { checkInTexts } from './texts.ts';

export const ANSWER_ACTION = 'check-in.answer';
export const OPEN_ACTION = 'check-in.open';
export const CHANGE_ACTION = 'check-in.change';

/**
 * The message of a check-in: the first unanswered question with its seven answers, thanks, or why it is over. It never tells what
 * was answered, because a message stays in the chat and can be exported.
 * @param instrument in the teacher's language
 * @param offers what stands under the thanks
 */
export function checkInView(checkIn: CheckIn, instrument: Instrument, now: Date, offers: readonly Block[] = []): View {
  const texts = checkInTexts(checkIn.language);
  const index = checkIn.items.findIndex(({ value }) => value === null);
  const open = checkIn.items[index];
  const over = whyOver(checkIn, now);
  if (over !== null) return { summary: over, blocks: [{ kind: 'text', text: over }] };
  if (!open) return thanksView(checkIn, offers);

  const buttons = instrument.answers.map(
    ({ value, label }): Button => ({
      label: `${value} · ${label}`,
      action: ANSWER_ACTION,
      data: { checkIn: checkIn.id, item: open.item, value: String(value) },
      tone: 'plain',
      opens: 'view',
    }),
  );
  return {
    summary: texts.summary,
    blocks: [
      { kind: 'note', text: texts.progress(index + 1, checkIn.items.length) },
      { kind: 'heading', text: itemText(instrument, open.item) },
      { kind: 'text', text: instrument.question },
      { kind: 'buttons', layout: 'stacked', buttons },
      { kind: 'note', text: texts.whoSees },
    ],
  };
}

/** Why nothing can be answered any more, for the teacher; null while it can. */
export function whyOver({ language, closesAt, takesPart }: CheckIn, now: Date): string | null {
  const texts = checkInTexts(language);
  if (!takesPart) return texts.stopped;
  return now >= closesAt ? texts.closed : null;
}

/** The dialog in which a teacher sees and changes the answers of an open check-in. */
export function changeDialog(checkIn: CheckIn, instrument: Instrument): Dialog {
  const texts = checkInTexts(checkIn.language);
  const options = instrument.answers.map(({ value, label }) => ({
    value: String(value),
    label: `${value} · ${label}`,
  }));
  return {
    action: CHANGE_ACTION,
    data: { checkIn: checkIn.id },
    title: texts.dialogTitle,
    intro: texts.dialogIntro(checkIn.closesAt),
    fields: checkIn.items.map(({ item, value }) => ({
      kind: 'choice',
      name: item,
      label: itemText(instrument, item),
      options,
      initial: value === null ? null : String(value),
      // An answer can be changed, and not taken back.
      missing: value === null ? null : texts.nothingChosen,
    })),
    submit: texts.save,
    close: texts.close,
  };
}

function thanksView(checkIn: CheckIn, offers: readonly Block[]): View {
  const texts = checkInTexts(checkIn.language);
  return {
    summary: texts.thanks,
    blocks: [
      { kind: 'text', text: `${texts.thanks} ${texts.thanksMore}` },
      {
        kind: 'buttons',
        layout: 'row',
        buttons: [
          { label: texts.change, action: OPEN_ACTION, data: { checkIn: checkIn.id }, tone: 'plain', opens: 'dialog' },
        ],
      },
      { kind: 'note', text: texts.whoSees },
      ...offers,
    ],
  };
}

function itemText(instrument: Instrument, code: string): string {
  // An item of an instrument that has been replaced since still needs something to show: its code.
  return instrument.items.find((item) => item.code === code)?.text ?? code;
}
