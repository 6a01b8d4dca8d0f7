import { sentenceView } from '../../chat/sentence.ts';
import type { ActionData, Block, Button, View } from '../../chat/view.ts';
import type { ResourceInstrument } from '../../measurement/resource-instrument.ts';
import { resourceTexts } from './texts.ts';

/** The names of taps and dialogs. */
export const ACTIONS = {
  begin: 'resources.begin',
  answer: 'resources.answer',
  skip: 'resources.skip',
  own: 'resources.own',
  change: 'resources.change',
  offering: 'resources.offering',
} as const;

/** How many questions one sitting has; people can ask for more. */
export const A_FEW = 4;

/** A few questions in a row, by the number of the quarter's questions done at its beginning and its end. */
export interface Sitting {
  readonly quarter: string;
  readonly from: number;
  readonly until: number;
}

/** A sitting as it is shown; it has no answers. */
interface ShownSitting {
  readonly language: string;
  /** In that language. */
  readonly instrument: ResourceInstrument;
  readonly sitting: Sitting;
  /** How many of the quarter's questions are done, and which are left, in order. */
  readonly done: number;
  readonly left: readonly string[];
  /** The fewest teachers behind a figure. */
  readonly fewest: number;
}

/** The next question of a sitting with its five steps, or thanks. It never shows an answer, because messages stay. */
export function questionView(asked: ShownSitting): View {
  const { language, instrument, sitting, done, left, fewest } = asked;
  const texts = resourceTexts(language);
  const item = instrument.items.find(({ code }) => code === left[0]);
  if (done >= sitting.until || !item) return thanksView(asked);
  const about = { ...dataOf(sitting), item: item.code };
  const answers = instrument.answers.map(({ value, label }) =>
    button(`${value} · ${label}`, ACTIONS.answer, { ...about, value: String(value) }),
  );
  const first = done === sitting.from;
  const others = [
    button(texts.skip, ACTIONS.skip, about),
    first ? offeringButton(language, 'off') : answersButton(language),
  ];
  return {
    summary: texts.summary,
    blocks: [
      { kind: 'note', text: texts.progress(done - sitting.from + 1, sitting.until - sitting.from) },
      { kind: 'heading', text: item.text },
      { kind: 'text', text: instrument.groups[item.group].question },
      { kind: 'buttons', layout: 'stacked', buttons: answers },
      { kind: 'buttons', layout: 'row', buttons: others },
      { kind: 'note', text: texts.whoSees(fewest) },
    ],
  };
}

function thanksView({ language, left, fewest }: ShownSitting): View {
  const texts = resourceTexts(language);
  const text = left.length === 0 ? texts.allDone : texts.thanks;
  const more = left.length === 0 ? [] : [button(texts.more, ACTIONS.begin, { place: 'here', count: String(A_FEW) })];
  return {
    summary: text,
    blocks: [
      { kind: 'text', text },
      { kind: 'buttons', layout: 'row', buttons: [answersButton(language), ...more] },
      { kind: 'note', text: texts.whoSees(fewest) },
    ],
  };
}

/** The offer below the thanks after a check-in. */
export function offerBlocks(language: string, count: number): Block[] {
  const texts = resourceTexts(language);
  const begin = button(texts.begin, ACTIONS.begin, { place: 'new', count: String(count) });
  return [
    { kind: 'note', text: texts.offer(count) },
    { kind: 'buttons', layout: 'row', buttons: [begin, offeringButton(language, 'off', 'new')] },
  ];
}

/** Explains these questions to teachers who ask. */
export function aboutView(language: string, { items, fewest }: { items: number; fewest: number }): View {
  const texts = resourceTexts(language);
  const text = texts.about(items);
  const begin = button(texts.begin, ACTIONS.begin, { place: 'here', count: String(A_FEW) });
  return {
    summary: text,
    blocks: [
      { kind: 'text', text },
      { kind: 'buttons', layout: 'row', buttons: [begin, answersButton(language), offeringButton(language, 'off')] },
      { kind: 'note', text: texts.whoSees(fewest) },
    ],
  };
}

/** Says that these questions are off, with a button to switch them on. */
export function offView(language: string): View {
  const { isOff } = resourceTexts(language);
  return {
    summary: isOff,
    blocks: [
      { kind: 'text', text: isOff },
      { kind: 'buttons', layout: 'row', buttons: [answersButton(language), offeringButton(language, 'on')] },
    ],
  };
}

/** For people who no longer take part: they can still see their earlier answers. */
export function stoppedView(language: string): View {
  const { summary, blocks } = sentenceView(resourceTexts(language).stopped);
  return { summary, blocks: [...blocks, { kind: 'buttons', layout: 'row', buttons: [answersButton(language)] }] };
}

/** The button for one's own answers, among buttons of other features. */
export function ownButton(language: string): Button {
  return { ...answersButton(language), label: resourceTexts(language).own };
}

/** The button that opens one's own answers in a dialog. */
export function answersButton(language: string): Button {
  return { ...button(resourceTexts(language).ownAnswers, ACTIONS.own, {}), opens: 'dialog' };
}

/** Switches the offering on or off. @param place whether the reply replaces this message, or is a new one */
function offeringButton(language: string, offering: 'on' | 'off', place: 'here' | 'new' = 'here'): Button {
  return button(resourceTexts(language)[offering], ACTIONS.offering, { offering, place });
}

function dataOf({ quarter, from, until }: Sitting): ActionData {
  return { quarter, from: String(from), until: String(until) };
}

function button(label: string, action: string, data: ActionData): Button {
  return { label, action, data, tone: 'plain', opens: 'view' };
}
