import { buttonRow } from '../../chat/blocks.ts';
import { sentenceView } from '../../chat/sentence.ts';
import type { Block, Button, Dialog, DialogField, View } from '../../chat/view.ts';
import type { InterventionList } from '../../measurement/intervention-list.ts';
import { type HelpRequest, UNHEARD } from './store.ts';
import { helpTexts } from './texts.ts';

/** The names of taps and dialogs. */
export const ACTIONS = {
  ask: 'help-request.ask',
  take: 'help-request.take',
  plan: 'help-request.plan',
  done: 'help-request.done',
  withdraw: 'help-request.withdraw',
  list: 'help-request.list',
} as const;

/** The place of a button in a list of several requests. */
export const LIST = 'list';

const MAX_LENGTH = 300;
/** How many requests one message shows. */
const MAX_SHOWN = 6;

/** A request with its state today, in the timezone of the school. */
export interface DatedRequest extends HelpRequest {
  /** Whether the planned day has passed. */
  readonly hasPassed: boolean;
  /** Whether the day by which a first visit is due has passed. */
  readonly isLate: boolean;
  readonly waitedDays: number;
}

/** A request with its texts unsealed. */
export interface OpenedRequest extends DatedRequest {
  readonly question: string;
  readonly feedback: string | null;
  readonly materials: string | null;
}

interface CardReader {
  readonly id: string;
  readonly language: string;
  /**
   * How many requests were skipped in the list that they see; absent for a single request. A tap leads back to the same
   * place.
   */
  readonly listFrom?: number;
}

/**
 * Who has the request and when they come. After the planned day it only says that a visit was planned, because nobody
 * has confirmed it yet.
 * @param readerId the reader, who is addressed as "you" when they took it themselves
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

/** A teacher's requests, with a button for a new one. */
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

/** The button that opens the dialog for a new request. */
export function askButton(language: string): Button {
  return { label: helpTexts(language).ask, action: ACTIONS.ask, data: {}, tone: 'plain', opens: 'dialog' };
}

/** A request as supervisors see it, with buttons to take, plan and finish it. One that is over shows only that. */
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
  // After the planned day most will say that they were there, so that this button comes first.
  return request.hasPassed
    ? [tap(texts.finish, ACTIONS.done, 'primary'), { ...plan, tone: 'plain' }]
    : [{ ...plan, tone: 'primary' }, tap(texts.finish, ACTIONS.done, 'plain')];
}

/** A message with one request. @param first a sentence to put before it; null for none */
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

/** Tells the teacher who comes and when. @param off the day of a visit that was cancelled, when that is the news */
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

/**
 * The short form of an older message to the teacher, when a later message tells the news. @param visit the day that the
 * older message named
 */
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
 * A post about a late request, as things are now; it names neither the teacher, the question nor the supervisor.
 * @param after the reminder's number of days, or UNHEARD; the text says how many days have really passed
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

/**
 * A list of requests; null when there are none. @param from how many to skip; starts at the first when there are not
 * that many
 */
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

/** The data with which a tap in a list leads back to the same place. */
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

/** The dialog for a new request. Only the question is required, because asking has to be easy. */
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

/**
 * The dialog that plans a visit. @param first the first day that can be chosen; an earlier planned day is not filled in
 */
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
