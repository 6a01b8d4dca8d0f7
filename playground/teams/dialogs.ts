import { PolsslagError } from '../../src/errors.ts';
import { fillIn, findActions, pickAction, type WhichAction } from './card-actions.ts';
import type { Inputs } from './card-inputs.ts';
import { invokeActivity } from './incoming-activities.ts';
import { readDialogAnswer } from './invoke-answers.ts';
import { conversationOf, performActivity } from './perform-activity.ts';
import type { ActivityResult, DialogResult } from './results.ts';
import type { TeamsSimulation } from './simulation.ts';
import { findButton, type MessageTap } from './tap-message.ts';
import { personKey, requireUser, type TeamsPerson } from './world.ts';

const context = { theme: 'default' };

/**
 * Taps an Action.Submit that opens a dialog; the dialog stays open for this person.
 * @throws PolsslagError NOT_FOUND without such a button, BAD_INPUT when the button opens no dialog
 */
export async function openDialog(simulation: TeamsSimulation, tap: MessageTap): Promise<ActivityResult> {
  const { conversation, message, action, inputs } = findButton(simulation, tap, 'Action.Submit');
  if (!isTaskFetch(action.data['msteams'])) throw new PolsslagError('BAD_INPUT', 'This button opens no dialog.');
  const activity = invokeActivity(simulation, requireUser(simulation.world, tap), conversation, {
    name: 'task/fetch',
    replyToId: message.id,
    value: { data: { ...action.data, ...inputs }, context },
  });
  return performActivity(simulation, tap, conversation, activity, (answer) => {
    const result = readDialogAnswer(answer, false);
    showDialogResult(simulation, tap, conversation.id, result);
    return result;
  });
}

/**
 * Submits this person's open dialog with these fields (value by field id).
 * @param which selects the button when the dialog has more than one
 * @throws PolsslagError NOT_FOUND without an open dialog, BAD_INPUT for fields that it does not have
 */
export async function submitDialog(
  simulation: TeamsSimulation,
  person: TeamsPerson,
  inputs: Inputs,
  which: WhichAction,
): Promise<ActivityResult> {
  const dialog = simulation.dialogs.get(personKey(person));
  if (dialog === undefined) throw new PolsslagError('NOT_FOUND', 'This person has no dialog open.');
  const action = pickAction(findActions(dialog.card, 'Action.Submit'), which);
  if (action === null) throw new PolsslagError('NOT_FOUND', 'The dialog has no such button.');
  const conversation = conversationOf(simulation, person, dialog.conversation);
  const activity = invokeActivity(simulation, requireUser(simulation.world, person), conversation, {
    name: 'task/submit',
    value: { data: { ...action.data, ...fillIn(dialog.card, action, inputs) }, context },
  });
  return performActivity(simulation, person, conversation, activity, (answer) => {
    const result = readDialogAnswer(answer, true);
    showDialogResult(simulation, person, conversation.id, result);
    return result;
  });
}

/** Closes the open dialog with the cross; the app is not told. */
export function closeDialog(simulation: TeamsSimulation, person: TeamsPerson): void {
  simulation.dialogs.delete(personKey(person));
  simulation.changed();
}

function showDialogResult(
  simulation: TeamsSimulation,
  { tenant, user }: TeamsPerson,
  conversation: string,
  result: DialogResult,
): void {
  const key = personKey({ tenant, user });
  if (result.kind === 'show') {
    const { title, card } = result;
    simulation.dialogs.set(key, { tenant, user, title, card, conversation });
    simulation.seenPrivately.push({ tenant, user, kind: 'dialog', content: { title, card } });
  }
  if (result.kind === 'note') simulation.seenPrivately.push({ tenant, user, kind: 'note', content: result.text });
  if (result.kind === 'note' || result.kind === 'close') simulation.dialogs.delete(key);
}

function isTaskFetch(msteams: unknown): boolean {
  return typeof msteams === 'object' && msteams !== null && 'type' in msteams && msteams.type === 'task/fetch';
}
