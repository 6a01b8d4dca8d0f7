import { buttonRow } from '../../chat/blocks.ts';
import { sentenceView } from '../../chat/sentence.ts';
import type { Block, Button, Dialog, DialogField, View } from '../../chat/view.ts';
import type { InterventionList } from '../../measurement/intervention-list.ts';
import { type HelpRequest, UNHEARD } from './store.ts';
import { helpTexts } from './texts.ts';

/** What taps and dialogs are called. */
export const ACTIONS = {
  ask: 'help-request.ask',
  take: 'help-request.take',
  plan: 'help-request.plan',
  done: 'help-request.done',
  withdraw: 'help-request.withdraw',
  list: 'help-request.list',
} as const;

/** Where a button stands that is one of several requests'. */
export const LIST = 'list';

const MAX_LENGTH = 300;
/** Shown in one message. */
const MAX_SHOWN = 6;

/** A request, and how it stands today where the visit is to be. */
export interface DatedRequest extends HelpRequest {
  /** The day of the visit is over. */
  readonly hasPassed: boolean;
  /** The day by which a first visit is due is over. */
  readonly isLate: boolean;
  readonly waitedDays: number;
}

/** A request with what was sealed in it opened. */
export interface OpenedRequest extends DatedRequest {
  readonly question: string;
  readonly feedback: string | null;
  readonly materials: string | null;
}

interface CardReader {
  readonly id: string;
  readonly language: string;
  /** They see several at once, so many after the first: what is tapped there leads to these again. */
  readonly listFrom?: number;
}

/**
 * Who has it, and when they come; of a day that is over only that it was planned, because nobody has said yet whether they were there.
 * @param readerId whoever is spoken to: of what they took themselves it is said to them
 */
export function stateText(
  { withdrawnAt, doneAt, visitOn, supervisor, supervisorId, hasPassed }: DatedRequest,
  language: string,
  readerId: string | null = null,
): string {
  const { state } = helpTexts(language);
  if (withdrawnAt) return state.withdrawn;
  if (doneAt) return state.done;
  if (supervisor === null) return state.open;
  if (readerId !== null && supervisorId === readerId) {
    if (visitOn === null) return state.takenByYou;
    return hasPassed ? state.wasPlannedByYou(visitOn) : state.plannedByYou(visitOn);
  }
  if (visitOn === null) return state.taken(supervisor);
  return hasPassed ? state.wasPlanned(supervisor, visitOn) : state.planned(supervisor, visitOn);
}

/** Withdrawn or done: nothing can change any more. */
export function isOver({ withdrawnAt, doneAt }: HelpRequest): boolean {
  return withdrawnAt !== null || doneAt !== null;
}

/** A teacher's requests, and the way to a new one. */
export function ownRequestsView(
  requests: readonly OpenedRequest[],
  language: string,
  first: string | null = null,
): View {
  const texts = helpTexts(language);
  return {
    summary: first ?? texts.offer,
    blocks: [
      ...(first === null ? [] : [{ kind: 'text', text: first } as const]),
      { kind: 'text', text: texts.offer },
      { kind: 'buttons', layout: 'row', buttons: [askButton(language)] },
      ...(requests.length === 0 ? [] : [{ kind: 'heading', text: texts.mine } as const]),
      ...requests.slice(0, MAX_SHOWN).flatMap((request): Block[] => [
        { kind: 'text', text: request.question },
        { kind: 'note', text: stateText(request, language) },
        { kind: 'facts', facts: [due(request, language)] },
        { kind: 'buttons', layout: 'row', buttons: [tapButton(texts.withdraw, ACTIONS.withdraw, request, 'plain')] },
      ]),
    ],
  };
}

/** The way to the dialog, wherever a teacher may want it. */
export function askButton(language: string): Button {
  return { label: helpTexts(language).ask, action: ACTIONS.ask, data: {}, tone: 'plain', opens: 'dialog' };
}

/** What supervisors can take, plan and finish; of what is over nothing is told but that. */
function requestBlocks(request: OpenedRequest, reader: CardReader, interventions: InterventionList): Block[] {
  const texts = helpTexts(reader.language);
  const state = stateText(request, reader.language, reader.id);
  if (isOver(request)) return [{ kind: 'text', text: state }];
  const { wishes, feedback, materials, coordinatorKnows } = request;
  const labels = wishes.map((code) => interventions.labelOf(code, reader.language)).join(', ');
  const facts = [
    ...(labels === '' ? [] : [{ label: texts.told.wishes, value: labels }]),
    ...(feedback === null ? [] : [{ label: texts.told.feedback, value: feedback }]),
    ...(materials === null ? [] : [{ label: texts.told.materials, value: materials }]),
    { label: texts.told.coordinatorKnows, value: coordinatorKnows ? texts.yes : texts.no },
    due(request, reader.language),
  ];
  const buttons = buttonsFor(request, reader);
  return [
    { kind: 'heading', text: texts.title(request.teacher, request.school) },
    { kind: 'text', text: request.question },
    { kind: 'facts', facts },
    { kind: 'note', text: state },
    ...(buttons.length === 0 ? [] : [{ kind: 'buttons', layout: 'row', buttons } as const]),
  ];
}

function buttonsFor(request: OpenedRequest, { id, language, listFrom }: CardReader): Button[] {
  const texts = helpTexts(language);
  const tap = (label: string, action: string, tone: Button['tone']): Button => {
    const { data, ...button } = tapButton(label, action, request, tone);
    return { ...button, data: { ...data, ...placeInList(listFrom) } };
  };
  if (request.supervisorId === null) return [tap(texts.take, ACTIONS.take, 'primary')];
  if (request.supervisorId !== id) return [];
  const label = request.visitOn === null ? texts.plan : texts.replan;
  const plan = { label, action: ACTIONS.plan, data: { request: request.id }, opens: 'dialog' } as const;
  // Once the day is over it is asked first whether they were there, and that is what most will say.
  return request.hasPassed
    ? [tap(texts.finish, ACTIONS.done, 'primary'), { ...plan, tone: 'plain' }]
    : [{ ...plan, tone: 'primary' }, tap(texts.finish, ACTIONS.done, 'plain')];
}

/** @param first what is said before it; null: nothing */
export function requestView(
  request: OpenedRequest,
  reader: CardReader,
  interventions: InterventionList,
  first: string | null = null,
): View {
  const title = helpTexts(reader.language).title(request.teacher, request.school);
  const before: Block[] = first === null || isOver(request) ? [] : [{ kind: 'text', text: first }];
  return { summary: first ?? title, blocks: [...before, ...requestBlocks(request, reader, interventions)] };
}

/** To the teacher: who comes, and when. @param off the day on which nobody comes after all, where that is what is told */
export function toldView(
  { supervisor, visitOn, dueOn, isLate, hasPassed }: DatedRequest,
  language: string,
  off: string | null = null,
): View {
  const { tellAgain, tellTaken, tellPlanned, state } = helpTexts(language);
  if (supervisor === null) return sentenceView(tellAgain(off));
  if (visitOn !== null && hasPassed) return sentenceView(state.wasPlanned(supervisor, visitOn));
  return sentenceView(visitOn === null ? tellTaken(supervisor, dueOn, isLate) : tellPlanned(supervisor, visitOn));
}

/** The same where it was told before: what a later message says is not said twice. @param visit the day that it told of */
export function toldBeforeView(
  { supervisor, visitOn }: HelpRequest,
  language: string,
  visit: string | null = null,
): View {
  const { before } = helpTexts(language);
  if (supervisor === null) return sentenceView(before.free(visit));
  return sentenceView(visit === null || visitOn === null ? before.taken(supervisor) : before.otherDay(supervisor));
}

/**
 * In a channel, as things stand: neither who asked nor what, nor who takes it.
 * @param after how many days outside holidays it is told, or UNHEARD; it says how many have passed
 */
export function lateView(
  { circle, dueOn, visitOn, supervisorId, isLate, waitedDays: days }: DatedRequest,
  after: number,
  language: string,
): View {
  const { late, latePlanned, mustBeThere, unheard, unheardTaken } = helpTexts(language);
  if (visitOn !== null) return sentenceView(latePlanned(circle));
  const [due, isTaken] = [mustBeThere(dueOn, isLate), supervisorId !== null];
  if (after !== UNHEARD) return sentenceView(late({ circle, days, due, isTaken }));
  return sentenceView(isTaken ? unheardTaken(circle, due) : unheard(circle, due));
}

/** Null when there are none. @param from how many are passed over; where there are no more than these, none */
export function requestsView(
  requests: readonly OpenedRequest[],
  reader: CardReader,
  interventions: InterventionList,
  from = 0,
): View | null {
  if (requests.length === 0) return null;
  const listFrom = from < requests.length ? from : 0;
  const blocks = requests
    .slice(listFrom, listFrom + MAX_SHOWN)
    .flatMap((request, index): Block[] => [
      ...(index === 0 ? [] : [{ kind: 'divider' } as const]),
      ...requestBlocks(request, { ...reader, listFrom }, interventions),
    ]);
  const { inCircles, more, first } = helpTexts(reader.language);
  const left = requests.length - listFrom - MAX_SHOWN;
  const turns = [
    ...(left > 0 ? [listButton(more(left), listFrom + MAX_SHOWN)] : []),
    ...(listFrom > 0 ? [listButton(first, 0)] : []),
  ];
  return { summary: inCircles, blocks: turns.length === 0 ? blocks : [...blocks, buttonRow(turns)] };
}

function listButton(label: string, from: number): Button {
  return { label, action: ACTIONS.list, data: { from: String(from) }, tone: 'plain', opens: 'view' };
}

/** What a tap in a list carries along, so that it leads back there. */
function placeInList(from: number | undefined): Readonly<Record<string, string>> {
  if (from === undefined) return {};
  return from === 0 ? { place: LIST } : { place: LIST, from: String(from) };
}

function due({ dueOn }: HelpRequest, language: string) {
  return { label: helpTexts(language).due, value: helpTexts(language).dayOf(dueOn) };
}

function tapButton(label: string, action: string, { id }: HelpRequest, tone: Button['tone']): Button {
  return { label, action, data: { request: id }, tone, opens: 'view' };
}

/** Only the sentence must be filled in: asking has to be easy. */
export function askDialog(interventions: InterventionList, language: string): Dialog {
  const texts = helpTexts(language);
  const text = { kind: 'text', lines: 'one', maxLength: MAX_LENGTH, initial: null } as const;
  const fields: DialogField[] = [
    { ...text, name: 'question', label: texts.question, placeholder: texts.questionHint, missing: texts.missing },
    {
      kind: 'several',
      name: 'wishes',
      label: texts.wishes,
      missing: null,
      options: interventions.codes.map((value) => ({ value, label: interventions.labelOf(value, language) })),
      initial: [],
    },
    {
      kind: 'choice',
      name: 'about',
      label: texts.about,
      missing: null,
      options: Object.entries(texts.abouts).map(([value, label]) => ({ value, label })),
      initial: null,
    },
    { ...text, name: 'feedback', label: texts.feedback, missing: null },
    { ...text, name: 'materials', label: texts.materials, missing: null },
    { kind: 'yes-no', name: 'coordinator', label: texts.coordinator, statement: texts.coordinatorKnows, initial: 'no' },
  ];
  return {
    action: ACTIONS.ask,
    data: {},
    title: texts.ask,
    intro: texts.dialogIntro,
    fields,
    submit: texts.send,
    close: texts.close,
  };
}

/** @param first the first day that can be chosen: one that has passed is not filled in */
export function planDialog({ id, dueOn, visitOn }: HelpRequest, first: string, language: string): Dialog {
  const texts = helpTexts(language);
  const initial = visitOn !== null && visitOn >= first ? visitOn : null;
  return {
    action: ACTIONS.plan,
    data: { request: id },
    title: texts.planTitle,
    intro: texts.planIntro(dueOn, dueOn < first),
    fields: [{ kind: 'date', name: 'day', label: texts.day, missing: texts.missing, initial }],
    submit: texts.plan,
    close: texts.close,
  };
}
