import { buttonRow, textBlock } from '../../chat/blocks.ts';
import type { Block, Button } from '../../chat/view.ts';
import { firstNameOf } from '../../people/person.ts';
import { ACTIONS } from './actions.ts';
import type { Offer, OfferedSlot } from './offer.ts';
import { contactHourTexts } from './texts.ts';
import { shortDay, timeOf, timesOf } from './when.ts';

/** How many slots are shown at a time. */
const AT_ONCE = 6;

/**
 * The free slots as buttons, a few at a time, or what to say when there are none.
 * @param from the index of the first slot shown
 * @param moving the appointment that is being moved; null when a new one is booked
 */
export function choiceBlocks(offer: Offer, language: string, from: number, moving: string | null): Block[] {
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

/** Shows the free slots from an index on. */
export function lookButton(label: string, from: number, moving: string | null): Button {
  const data = moving === null ? { from: String(from) } : { from: String(from), moving };
  return { label, action: ACTIONS.look, data, tone: 'plain', opens: 'view' };
}

function waitButton(label: string, answer: 'yes' | 'no'): Button {
  return { label, action: ACTIONS.wait, data: { answer }, tone: 'plain', opens: 'view' };
}
