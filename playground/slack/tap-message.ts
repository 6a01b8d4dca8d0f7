import { interactionRequest } from './app-request.ts';
import type { SlackBlock } from './block-schema.ts';
import type { AppDelivery } from './deliver.ts';
import type { ChosenValue } from './element-state.ts';
import { actionJson, type ElementName, type FoundElement, findElement, matchingElements } from './find-element.ts';
import { messageJson, slackHandle, stateValues } from './json-shapes.ts';
import { findPerson, type PersonContext, type SlackPerson, sendFor } from './person-context.ts';
import type { Conversation, MessageRecord, StoredMessage, Workspace } from './world.ts';

export interface MessageTap extends SlackPerson, ElementName {
  readonly channel: string;
  readonly ts: string;
  /** The option chosen in a select. */
  readonly selectedValue?: ChosenValue;
  /** Taps the newest earlier version with this element, like a screen that has not received the update yet. */
  readonly stale?: boolean;
}

/**
 * A person taps a button or chooses in a select of a message; resolves with the app's acknowledgement.
 * @throws Error when the person does not see that message, or it has no such element
 */
export function tapMessage(context: PersonContext, tap: MessageTap): Promise<AppDelivery> {
  const { workspace } = findPerson(context.world, tap);
  const conversation = workspace.conversations.get(tap.channel);
  if (!conversation?.members.has(tap.user)) throw new Error('This person is not in that conversation.');
  const record = conversation.messages.get(tap.ts);
  if (!record || (record.ephemeralFor !== null && record.ephemeralFor !== tap.user)) {
    throw new Error('This person sees no such message.');
  }
  const message = shownVersion(record, tap);
  const found = findElement(message.blocks, tap);
  const payload = tapPayload(context, { workspace, conversation, record, message, found, tap });
  return sendFor(context, workspace, tap.user, interactionRequest(payload));
}

function shownVersion(record: MessageRecord, tap: MessageTap): StoredMessage {
  const shown = tap.stale
    ? record.earlier.findLast((version) => matchingElements(version.blocks, tap).length > 0)
    : record.current;
  if (!shown) throw new Error(tap.stale ? 'No earlier version has that element.' : 'The message was deleted.');
  return shown;
}

function tapPayload(
  context: PersonContext,
  at: {
    workspace: Workspace;
    conversation: Conversation;
    record: MessageRecord;
    message: StoredMessage;
    found: FoundElement;
    tap: MessageTap;
  },
) {
  const { workspace, conversation, message, found, tap } = at;
  const ephemeral = at.record.ephemeralFor !== null;
  const chosen = tap.selectedValue ?? null;
  return {
    ...interactionBase(context, workspace, tap.user, 'block_actions'),
    // A message belongs to the workspace in which it was written. Only for a person of an organisation is `team` null.
    ...(workspace.people.get(tap.user)?.home === null ? {} : { team: teamJson(workspace) }),
    container: { type: 'message', message_ts: message.ts, channel_id: conversation.id, is_ephemeral: ephemeral },
    channel: channelJson(conversation),
    ...(ephemeral ? {} : { message: messageJson(context.world, workspace, message, true) }),
    state: { values: stateAfter(message.blocks, found, chosen) },
    response_url: context.responseUrls.issue(
      { team: workspace.team, channel: conversation.id, user: tap.user, ts: message.ts },
      'actions',
    ),
    actions: [actionJson(found, chosen, context.world.nextTs())],
  };
}

function stateAfter(blocks: readonly SlackBlock[], found: FoundElement, chosen: ChosenValue | null) {
  const choices = chosen === null ? [] : [[`${found.blockId}/${found.actionId}`, chosen] as const];
  return stateValues(blocks, new Map(choices));
}

const ORGANISATION = { id: 'E0PLAYGROUND', name: 'Playground' };

/** The fields of every interaction: the person, the workspace, the app and a new trigger. */
export function interactionBase(context: PersonContext, workspace: Workspace, user: string, type: string) {
  const person = workspace.people.get(user);
  const name = slackHandle(person?.name ?? user);
  const home = person?.home ?? null;
  return {
    type,
    user: { id: user, username: name, name, team_id: home ?? ORGANISATION.id },
    api_app_id: context.world.appId,
    token: 'playground',
    trigger_id: context.triggers.issue(workspace.team, user),
    team: home === null ? null : { ...teamJson(workspace), id: home },
    enterprise: home === null ? ORGANISATION : null,
    is_enterprise_install: false,
  };
}

function channelJson(conversation: Conversation) {
  return { id: conversation.id, name: conversation.name };
}

function teamJson(workspace: Workspace) {
  return { id: workspace.team, domain: slackHandle(workspace.name) };
}
