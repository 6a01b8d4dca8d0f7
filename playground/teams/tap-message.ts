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

/** A button on a message, and who taps it. */
export interface MessageTap extends TeamsPerson, WhichAction {
  /** The person's own chat with the app when left out. */
  readonly conversation?: string;
  readonly activityId: string;
  /** What the person filled in on the card first. */
  readonly inputs?: Inputs;
  /** Also finds a button of an earlier version of the message, as on a phone that was not refreshed. */
  readonly stale?: boolean;
}

/** A button as it was found, with the message that it stands on. */
interface FoundButton {
  readonly conversation: Conversation;
  readonly message: MessageInTeams;
  readonly action: ActionOnCard;
  readonly inputs: Inputs;
}

/**
 * Finds the tapped button on the message as it stands now.
 * @throws PolsslagError NOT_FOUND when it is not there, BAD_INPUT when the fields cannot be filled in like that
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

/** Taps an Action.Execute; a card in the answer takes the place of the message's. */
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
