import { sentenceView } from '../../chat/sentence.ts';
import type { ActionData, Block, Button, View } from '../../chat/view.ts';
import type { ResourceInstrument } from '../../measurement/resource-instrument.ts';
import { resourceTexts } from './texts.ts';

/** What taps and dialogs are called. */
export const ACTIONS = {
  begin: 'resources.begin',
  answer: 'resources.answer',
  skip: 'resources.skip',
  own: 'resources.own',
  change: 'resources.change',
  offering: 'resources.offering',
} as const;

/** Questions in a row; more of them are for who asks for more. */
export const A_FEW = 4;

/** A few questions in a row: from how many that were done in the quarter up to how many. */
export interface Sitting {
  readonly quarter: string;
  readonly from: number;
  readonly until: number;
}

/** What is to be seen of a sitting; it holds no answer. */
interface ShownSitting {
  readonly language: string;
  /** In that language. */
  readonly instrument: ResourceInstrument;
  readonly sitting: Sitting;
  /** How many questions of the quarter are done, and those that are left, in their order. */
  readonly done: number;
  readonly left: readonly string[];
  /** How many teachers there are behind a figure at least. */
  readonly fewest: number;
}

/** The next question of a sitting with its five steps, or thanks. It never tells what was answered: messages stay. */
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

/** Below the thanks after a check-in. */
export function offerBlocks(language: string, count: number): Block[] {
  const texts = resourceTexts(language);
  const begin = button(texts.begin, ACTIONS.begin, { place: 'new', count: String(count) });
  return [
    { kind: 'note', text: texts.offer(count) },
    { kind: 'buttons', layout: 'row', buttons: [begin, offeringButton(language, 'off', 'new')] },
  ];
}

/** What these questions are, for teachers who ask. */
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

/** To who does not want them, with the way back. */
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

/** To who takes no part any more: what they answered before is theirs to see. */
export function stoppedView(language: string): View {
  const { summary, blocks } = sentenceView(resourceTexts(language).stopped);
  return { summary, blocks: [...blocks, { kind: 'buttons', layout: 'row', buttons: [answersButton(language)] }] };
}

/** Among what is not about this. */
export function ownButton(language: string): Button {
  return { ...answersButton(language), label: resourceTexts(language).own };
}

/** To what somebody answered, in a dialog. */
export function answersButton(language: string): Button {
  return { ...button(resourceTexts(language).ownAnswers, ACTIONS.own, {}), opens: 'dialog' };
}

/** @param place whether what follows stands here, or in a message of its own */
function offeringButton(language: string, offering: 'on' | 'off', place: 'here' | 'new' = 'here'): Button {
  return button(resourceTexts(language)[offering], ACTIONS.offering, { offering, place });
}

function dataOf({ quarter, from, until }: Sitting): ActionData {
  return { quarter, from: String(from), until: String(until) };
}

function button(label: string, action: string, data: ActionData): Button {
  return { label, action, data, tone: 'plain', opens: 'view' };
}
