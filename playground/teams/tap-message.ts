import { PolsslagError } from '../../src/errors.ts';
import { type ActionOnCard, fillIn, findActions, pickAction, type WhichAction } from './card-actions.ts';
import type { Inputs } from './card-inputs.ts';
import { invokeActivity } from './incoming-activities.ts';
import { readTapAnswer } from './invoke-answers.ts';
import { CARD_TYPE } from './message-body.ts';
import { conversationOf, performActivity } from './perform-activity.ts';
import type { ActivityResult, TapResult } from './results.ts';
import type { TeamsSimulation } from './simulation.ts';
import { type Conversation, currentVersion, type MessageInTeams, requireUser, type TeamsPerson } from './world.ts';

/** A tap on a button of a message. */
export interface MessageTap extends TeamsPerson, WhichAction {
  /** The person's own chat with the app when left out. */
  readonly conversation?: string;
  readonly activityId: string;
  /** The values that the person filled in on the card before the tap. */
  readonly inputs?: Inputs;
  /** Also finds a button on an earlier version of the message, like a phone that has not received the update yet. */
  readonly stale?: boolean;
}

/** A button that was found, and its message. */
interface FoundButton {
  readonly conversation: Conversation;
  readonly message: MessageInTeams;
  readonly action: ActionOnCard;
  readonly inputs: Inputs;
}

/**
 * Finds the tapped button on the current version of the message.
 * @throws PolsslagError NOT_FOUND when it is not there, BAD_INPUT when the card does not allow these inputs
 */
export function findButton(simulation: TeamsSimulation, tap: MessageTap, type: string): FoundButton {
  const conversation = conversationOf(simulation, tap, tap.conversation);
  const message = conversation.messages.find((one) => one.id === tap.activityId && one.byBot && !one.deleted);
  if (message === undefined) throw new PolsslagError('NOT_FOUND', 'There is no such message in this conversation.');
  const versions = tap.stale ? message.versions.toReversed() : [currentVersion(message)];
  for (const { card } of versions) {
    const actions = card === null ? [] : findActions(card, type);
    const action = pickAction(actions, tap);
    if (card !== null && action !== null)
      return { conversation, message, action, inputs: fillIn(card, action, tap.inputs ?? {}) };
  }
  throw new PolsslagError('NOT_FOUND', 'This button is not on the message as it stands.');
}

/** Taps an Action.Execute; a card in the answer replaces the message's card. */
export async function execute(simulation: TeamsSimulation, tap: MessageTap): Promise<ActivityResult> {
  const { conversation, message, action, inputs } = findButton(simulation, tap, 'Action.Execute');
  const { id, title, verb, data } = action;
  const activity = invokeActivity(simulation, requireUser(simulation.world, tap), conversation, {
    name: 'adaptiveCard/action',
    replyToId: message.id,
    value: { action: { type: 'Action.Execute', id, title, verb, data: { ...data, ...inputs } }, trigger: 'manual' },
  });
  return performActivity(simulation, tap, conversation, activity, (answer) => {
    const result = readTapAnswer(answer);
    showTapResult(simulation, tap, message, result);
    return result;
  });
}

function showTapResult(
  simulation: TeamsSimulation,
  { tenant, user }: TeamsPerson,
  message: MessageInTeams,
  result: TapResult,
): void {
  if (result.kind === 'note') simulation.seenPrivately.push({ tenant, user, kind: 'note', content: result.text });
  if (result.kind !== 'replace') return;
  const { summary } = currentVersion(message);
  const activity = { type: 'message', attachments: [{ contentType: CARD_TYPE, content: result.card }] };
  message.versions.push({ via: 'invoke', activity, text: '', summary, card: result.card, at: simulation.now() });
}
