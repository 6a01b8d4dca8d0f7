import { subDays } from 'date-fns/subDays';
import { sentenceView } from '../../chat/sentence.ts';
import type { Button, Dialog, DialogField, View } from '../../chat/view.ts';
import type { InterventionList } from '../../measurement/intervention-list.ts';
import { dayName } from '../../text/day-name.ts';
import { ACTIONS, CHANGEABLE_DAYS } from './actions.ts';
import type { AskedItem, Question } from './question-store.ts';
import { questionTexts } from './question-texts.ts';

/** The value for "it did not happen to me"; the answers are 1 to 5. */
export const NOT_FOR_ME = '0';

const MAX_FIELDS = 20;

/**
 * The first item without an answer, with its five steps; or thanks; or why the question is over. It never shows an
 * answer.
 */
export function questionView(question: Question, interventions: InterventionList, now: Date): View {
  const { items, language, takesPart, isOff } = question;
  const texts = questionTexts(language);
  if (!takesPart) return sentenceView(texts.stopped);
  if (isOff) return askingView(language, true);
  const index = items.findIndex(isOpen);
  const open = items[index];
  if (!open) return items.length === 0 ? sentenceView(texts.over) : thanksView(question, now);
  const about = { question: question.id, visit: open.visitId, code: open.code };
  const answer = (label: string, value: string): Button => {
    return { label, action: ACTIONS.answer, data: { ...about, value }, tone: 'plain', opens: 'view' };
  };
  const [first = '', last = ''] = [texts.steps[0], texts.steps.at(-1)];
  return {
    summary: texts.summary,
    blocks: [
      ...(items.length > 1 ? [{ kind: 'note', text: texts.progress(index + 1, items.length) } as const] : []),
      { kind: 'heading', text: itemName(open, interventions, language) },
      { kind: 'note', text: texts.visit(open.supervisor, dayName(open.day, language)) },
      { kind: 'text', text: texts.ask },
      // Not on the buttons, because Teams cuts off labels that do not fit side by side on a phone.
      { kind: 'note', text: `${first} · ${texts.lowest}` },
      {
        kind: 'buttons',
        layout: 'stacked',
        buttons: texts.steps.map((step, index) => answer(step, String(index + 1))),
      },
      { kind: 'note', text: `${last} · ${texts.highest}` },
      { kind: 'buttons', layout: 'row', buttons: [answer(texts.notForMe, NOT_FOR_ME)] },
      { kind: 'note', text: `${texts.whoSees} ${texts.mayBeLeft}` },
      { kind: 'buttons', layout: 'row', buttons: [...changeButtons(question, now), askingButton(language, false)] },
    ],
  };
}

/** Whether it has no answer yet; "it did not happen to me" is an answer. */
export function isOpen({ answeredAt }: AskedItem): boolean {
  return answeredAt === null;
}

function thanksView(question: Question, now: Date): View {
  const { thanks, changeable, whoSees } = questionTexts(question.language);
  const buttons = [...changeButtons(question, now), askingButton(question.language, false)];
  return {
    summary: thanks,
    blocks: [
      { kind: 'text', text: thanks },
      { kind: 'buttons', layout: 'row', buttons },
      { kind: 'note', text: `${changeable} ${whoSees}` },
    ],
  };
}

/** Says whether somebody is asked after visits, with a button to change it. */
export function askingView(language: string, isOff: boolean): View {
  const texts = questionTexts(language);
  const text = isOff ? texts.isOff : texts.isOn;
  return {
    summary: text,
    blocks: [
      { kind: 'text', text },
      { kind: 'buttons', layout: 'row', buttons: [askingButton(language, isOff)] },
    ],
  };
}

function askingButton(language: string, isOff: boolean): Button {
  const { off, on } = questionTexts(language);
  const data = { ask: isOff ? 'on' : 'off' };
  return { label: isOff ? on : off, action: ACTIONS.asking, data, tone: 'plain', opens: 'view' };
}

function changeButtons(question: Question, now: Date): Button[] {
  if (changeableItems(question, now).length === 0) return [];
  const { change: label } = questionTexts(question.language);
  return [{ label, action: ACTIONS.open, data: { question: question.id }, tone: 'plain', opens: 'dialog' }];
}

/** The items whose answer was given less than a week ago. */
export function changeableItems({ items }: Question, now: Date): readonly AskedItem[] {
  const since = subDays(now, CHANGEABLE_DAYS);
  return items.filter(({ answeredAt }) => answeredAt !== null && answeredAt > since).slice(0, MAX_FIELDS);
}

/** The dialog in which a teacher sees and changes the answers of the past week. */
export function answersDialog(question: Question, interventions: InterventionList, now: Date): Dialog {
  const { language } = question;
  const texts = questionTexts(language);
  const words = [texts.lowest, null, null, null, texts.highest];
  const options = [
    ...texts.steps.map((step, index) => {
      const word = words[index] ?? null;
      return { label: word === null ? step : `${step} · ${word}`, value: String(index + 1) };
    }),
    { label: texts.notForMe, value: NOT_FOR_ME },
  ];
  const fields = changeableItems(question, now).map(
    (item): DialogField => ({
      kind: 'choice',
      name: fieldOf(item),
      label: `${itemName(item, interventions, language)} (${dayName(item.day, language)})`,
      options,
      initial: item.felt === null ? NOT_FOR_ME : String(item.felt),
      missing: texts.nothingChosen,
    }),
  );
  const { dialogTitle: title, dialogIntro: intro, save: submit, close } = texts;
  return { action: ACTIONS.answers, data: { question: question.id }, title, intro, fields, submit, close };
}

/** The name of an item's field in the dialog. */
export function fieldOf({ visitId, code }: Pick<AskedItem, 'visitId' | 'code'>): string {
  return `${visitId}:${code}`;
}

/** The item's label, with a capital. */
function itemName({ code }: AskedItem, interventions: InterventionList, language: string): string {
  const label = interventions.labelOf(code, language);
  return label.charAt(0).toLocaleUpperCase(language) + label.slice(1);
}
