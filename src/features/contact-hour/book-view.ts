import { buttonRow, textBlock } from '../../chat/blocks.ts';
import type { AnyButton, Block, Button, Dialog, View } from '../../chat/view.ts';
import type { Pages } from '../../feature.ts';
import { firstNameOf } from '../../people/person.ts';
import { ACTIONS } from './actions.ts';
import { type Appointment, changeableUntil } from './appointment.ts';
import { eventForms, fileLink } from './calendar-links.ts';
import { hasEnough, type Offer, type OfferedSlot } from './offer.ts';
import { contactHourTexts } from './texts.ts';
import { longDay, shortDay, timeOf, timesOf } from './when.ts';

/** How many slots are shown at a time. */
const AT_ONCE = 6;

interface OfferContext {
  readonly language: string;
  readonly personId: string;
  readonly pages: Pages | null;
  readonly now: Date;
}

interface OfferPage {
  /** The first sentence. */
  readonly first?: string;
  /** The index of the first slot shown. */
  readonly from?: number;
  /** The appointment that is being moved. */
  readonly moving?: string | null;
}

/** A teacher's appointments, and the free slots. */
export function offerView(offer: Offer, shown: OfferContext, { first, from = 0, moving = null }: OfferPage = {}): View {
  const texts = contactHourTexts(shown.language);
  const held = moving === null ? offer.own.filter(({ heldUntil }) => heldUntil !== null) : [];
  const own = offer.own.filter(({ heldUntil, id }) => heldUntil === null && (moving === null || id === moving));
  const blocks: Block[] = [
    ...(first === undefined ? [] : [textBlock(first)]),
    ...held.flatMap((appointment) => heldBlocks(appointment, shown.language)),
    ...own.flatMap((appointment) =>
      moving === null ? appointmentBlocks(appointment, shown) : [bookedLine(appointment, shown)],
    ),
    ...(own.length === 0 || moving !== null ? [] : [{ kind: 'divider' } as const]),
    ...(moving === null && hasEnough(offer) ? [textBlock(texts.enough)] : choiceBlocks(offer, shown, from, moving)),
  ];
  return { summary: first ?? own.map((each) => bookedText(each, shown.language))[0] ?? texts.choose, blocks };
}

/** One appointment, with everything that can be done about it. */
export function appointmentView(appointment: Appointment, shown: OfferContext, first: readonly string[] = []): View {
  return {
    summary: first[0] ?? bookedText(appointment, shown.language),
    blocks: [...first.map(textBlock), ...appointmentBlocks(appointment, shown)],
  };
}

/**
 * A slot held for somebody, to accept or decline. @param isLastTime they leave the waiting list when they do not answer
 */
export function heldView(appointment: Appointment, isLastTime: boolean, language: string): View {
  const { lastTime } = contactHourTexts(language);
  const last: Block[] = isLastTime ? [{ kind: 'note', text: lastTime }] : [];
  return { summary: heldText(appointment, language), blocks: [...heldBlocks(appointment, language), ...last] };
}

function heldBlocks(appointment: Appointment, language: string): Block[] {
  const texts = contactHourTexts(language);
  const { id, heldUntil, timezone, place } = appointment;
  const until = { begins: heldUntil ?? appointment.begins, timezone };
  const data = { appointment: id };
  return [
    textBlock(heldText(appointment, language)),
    { kind: 'facts', facts: [{ label: texts.where, value: place }] },
    buttonRow([
      { label: texts.accept, action: ACTIONS.accept, data, tone: 'primary', opens: 'view' },
      { label: texts.decline, action: ACTIONS.decline, data, tone: 'plain', opens: 'view' },
    ]),
    { kind: 'note', text: texts.heldUntil(shortDay(until, language), timeOf(until.begins, timezone)) },
  ];
}

function heldText(appointment: Appointment, language: string): string {
  const { supervisor } = appointment;
  return contactHourTexts(language).offer(longDay(appointment, language), timesOf(appointment), supervisor);
}

/** A sentence with a button to the free slots. */
export function chooseAgainView(text: string, language: string): View {
  return {
    summary: text,
    blocks: [textBlock(text), buttonRow([openButton(contactHourTexts(language).chooseAgain, 'primary')])],
  };
}

/** The offer below the thanks after a check-in, whatever was answered. */
export function offerBlocks(language: string): Block[] {
  const texts = contactHourTexts(language);
  return [{ kind: 'divider' }, textBlock(texts.offerAfterCheckIn), buttonRow([openButton(texts.offerButton, 'plain')])];
}

function openButton(label: string, tone: Button['tone']): Button {
  return { label, action: ACTIONS.open, data: {}, tone, opens: 'view' };
}

/** The dialog in which a teacher writes what an appointment is about. */
export function topicDialog(appointment: string, topic: string | null, language: string): Dialog {
  const texts = contactHourTexts(language);
  return {
    action: ACTIONS.topic,
    data: { appointment },
    title: texts.topicTitle,
    intro: texts.topicIntro,
    fields: [
      {
        kind: 'text',
        name: 'topic',
        label: texts.topicLabel,
        lines: 'several',
        maxLength: 500,
        initial: topic,
        missing: null,
      },
    ],
    submit: texts.save,
    close: texts.close,
  };
}

/**
 * The dialog with ways to add an appointment to a calendar, apart from the appointment, because people need one of them
 * at most.
 * @param version the version of this person's addresses
 */
export function calendarDialog(
  appointment: Appointment,
  { language, personId, pages }: OfferContext,
  version: number,
): Dialog {
  const texts = contactHourTexts(language);
  const forms = eventForms({ ...appointment, title: texts.eventForTeacher(appointment.supervisor) });
  const file = fileLink(appointment.id, personId, version);
  const address = (label: string, url: string): AnyButton => ({ label, url, tone: 'plain', opens: 'address' });
  return {
    action: ACTIONS.calendar,
    data: {},
    title: texts.inMyCalendar,
    intro: [bookedText(appointment, language), pages ? texts.calendarIntro : texts.calendarOnce].join('\n\n'),
    fields: [],
    buttons: [
      address(texts.outlook, forms.outlook),
      address(texts.google, forms.google),
      ...(pages ? [address(texts.calendarFile, file.address(pages))] : []),
      ...(pages
        ? [{ label: texts.feed, action: ACTIONS.feed, data: {}, tone: 'plain', opens: 'dialog' } as const]
        : []),
    ],
    submit: null,
    close: texts.close,
  };
}

function choiceBlocks(offer: Offer, { language }: OfferContext, from: number, moving: string | null): Block[] {
  const texts = contactHourTexts(language);
  if (!offer.hasHours) return [textBlock(texts.noHours)];
  const slots = offer.free.slice(from, from + AT_ONCE);
  if (slots.length === 0) {
    const said = offer.waits ? texts.waits : texts.full;
    const wait = offer.waits ? waitButton(texts.noLongerWait, 'no') : waitButton(texts.wait, 'yes');
    return [textBlock(said), buttonRow(moving === null ? [wait] : [lookButton(texts.earliest, 0, null)])];
  }
  // Sent along, so that an old tap cannot move again what was cancelled or moved since.
  const sequence = offer.own.find(({ id }) => id === moving)?.sequence;
  const along = moving === null || sequence === undefined ? {} : { moving, sequence: String(sequence) };
  const names = shortNames(slots.map(({ hour }) => hour.supervisor));
  const only = onlySupervisor(slots);
  const choices = slots.map(
    (slot): Button => ({
      label: slotLabel(slot, language, names),
      action: ACTIONS.take,
      data: { hour: slot.hour.id, at: slot.begins.toISOString(), seen: offer.at.toISOString(), ...along },
      tone: 'plain',
      opens: 'view',
    }),
  );
  const rest = offer.free.length > from + AT_ONCE;
  const turns = [
    ...(rest ? [lookButton(texts.more, from + AT_ONCE, moving)] : []),
    ...(from > 0 ? [lookButton(texts.earliest, 0, moving)] : []),
    ...(offer.waits ? [waitButton(texts.noLongerWait, 'no')] : []),
  ];
  return [
    textBlock(chooseText(only, moving !== null, language)),
    { kind: 'buttons', layout: 'stacked', buttons: choices },
    ...(turns.length === 0 ? [] : [buttonRow(turns)]),
    { kind: 'note', text: texts.whoSees },
  ];
}

function appointmentBlocks(appointment: Appointment, shown: OfferContext): Block[] {
  const { language, now } = shown;
  const texts = contactHourTexts(language);
  const { id, place, hasTopic } = appointment;
  const canChange = now <= changeableUntil(appointment);
  const opens = (label: string, action: string): Button => ({
    label,
    action,
    data: { appointment: id },
    tone: 'plain',
    opens: 'dialog',
  });
  const changes: Button[] = [
    opens(hasTopic ? texts.changeTopic : texts.addTopic, ACTIONS.topic),
    opens(texts.inMyCalendar, ACTIONS.calendar),
    ...(canChange
      ? [
          lookButton(texts.move, 0, id),
          {
            label: texts.cancel,
            action: ACTIONS.cancel,
            data: { appointment: id },
            tone: 'plain',
            opens: 'view',
          } as const,
        ]
      : []),
  ];
  return [
    bookedLine(appointment, shown),
    placeBlock(place, language),
    buttonRow(changes),
    { kind: 'note', text: canChange ? texts.untilAnHour : texts.fixed },
  ];
}

/** A place that is a web address becomes a link. */
function placeBlock(place: string, language: string): Block {
  const { where, openPlace } = contactHourTexts(language);
  if (/^https:\/\/\S+$/.test(place)) return { kind: 'link', label: openPlace, url: place };
  return { kind: 'facts', facts: [{ label: where, value: place }] };
}

function bookedLine(appointment: Appointment, { language }: OfferContext): Block {
  return textBlock(bookedText(appointment, language));
}

function bookedText(appointment: Appointment, language: string): string {
  const { begins, ends, timezone, supervisor } = appointment;
  const day = longDay(appointment, language);
  return contactHourTexts(language).booked(day, timeOf(begins, timezone), timeOf(ends, timezone), supervisor);
}

/** The supervisor, when all slots are with the same one, so that the name is shown once. */
function onlySupervisor(slots: readonly OfferedSlot[]): string | null {
  const [first, ...others] = new Set(slots.map(({ hour }) => hour.supervisor));
  return others.length === 0 ? (first ?? null) : null;
}

/**
 * The shortest form of each name that distinguishes it from the others, because a telephone cuts off long buttons.
 * Compared by whole names; empty when there is only one.
 */
function shortNames(names: readonly string[]): ReadonlyMap<string, string> {
  const different = [...new Set(names)];
  if (different.length === 1) return new Map();
  const initialled = (name: string) => {
    const first = firstNameOf({ name });
    const last = name.trim().split(/\s+/).at(-1) ?? '';
    return first === last ? name : `${first} ${last.charAt(0)}.`;
  };
  const shortest = (name: string) => {
    const isOnly = (short: (each: string) => string) =>
      different.every((other) => other === name || short(other) !== short(name));
    if (isOnly((each) => firstNameOf({ name: each }))) return firstNameOf({ name });
    return isOnly(initialled) ? initialled(name) : name;
  };
  return new Map(different.map((name) => [name, shortest(name)]));
}

function chooseText(only: string | null, isMoving: boolean, language: string): string {
  const { choose, chooseWith, chooseOther, chooseOtherWith } = contactHourTexts(language);
  if (isMoving) return only === null ? chooseOther : chooseOtherWith(only);
  return only === null ? choose : chooseWith(only);
}

function slotLabel({ hour, begins, ends }: OfferedSlot, language: string, names: ReadonlyMap<string, string>): string {
  const { timezone } = hour;
  const who = names.get(hour.supervisor);
  const day = shortDay({ begins, timezone }, language);
  // With a name there is no room for the end, which the confirmation shows.
  return who === undefined
    ? `${day} · ${timesOf({ begins, ends, timezone })}`
    : `${day} · ${timeOf(begins, timezone)} · ${who}`;
}

function lookButton(label: string, from: number, moving: string | null): Button {
  const data = moving === null ? { from: String(from) } : { from: String(from), moving };
  return { label, action: ACTIONS.look, data, tone: 'plain', opens: 'view' };
}

function waitButton(label: string, answer: 'yes' | 'no'): Button {
  return { label, action: ACTIONS.wait, data: { answer }, tone: 'plain', opens: 'view' };
}
