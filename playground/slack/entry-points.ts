import { z } from 'zod';
import { commandRequest, interactionRequest } from './app-request.ts';
import type { AppDelivery } from './deliver.ts';
import { slackHandle, viewJson } from './json-shapes.ts';
import { addNotice, findPerson, type PersonContext, type SlackPerson, sendFor } from './person-context.ts';
import { applyAnswer } from './response-url.ts';
import { sendEventFor } from './send-event.ts';
import { SlackFault } from './slack-fault.ts';
import { interactionBase } from './tap-message.ts';
import { type Conversation, directConversation, type Workspace } from './world.ts';

const commandAnswerSchema = z.union([z.string().transform((text) => ({ text })), z.looseObject({})]);

/**
 * A person types a slash command; the answer in the app's acknowledgement is shown.
 * @param channel where it is typed; null for the conversation with the app
 * @throws Error when the app has no scope `commands`: Slack does not know its commands then
 */
export async function slashCommand(
  context: PersonContext,
  who: SlackPerson,
  command: string,
  text: string,
  channel: string | null,
): Promise<AppDelivery> {
  const { workspace, person } = findPerson(context.world, who);
  if (!context.scopes.includes('commands')) throw new Error(`${command} is not a valid command.`);
  const conversation = conversationOf(context, workspace, who.user, channel);
  const target = { team: who.team, channel: conversation.id, user: who.user, ts: null };
  const request = commandRequest({
    token: 'playground',
    team_id: workspace.team,
    team_domain: slackHandle(workspace.name),
    channel_id: conversation.id,
    channel_name: conversation.name,
    user_id: who.user,
    user_name: slackHandle(person.name),
    command,
    text,
    api_app_id: context.world.appId,
    is_enterprise_install: 'false',
    response_url: context.responseUrls.issue(target, 'commands'),
    trigger_id: context.triggers.issue(workspace.team, who.user),
  });
  const delivery = await sendFor(context, workspace, who.user, request);
  if (delivery.problem || delivery.answer === null) return delivery;
  try {
    applyAnswer(context.world, workspace, conversation, target, commandAnswerSchema.parse(delivery.answer));
  } catch (error) {
    if (!(error instanceof SlackFault)) throw error;
    addNotice(context.world, workspace, who.user, 'invalid_command_response');
  }
  return delivery;
}

/**
 * A person picks a global shortcut. An answer in the app's acknowledgement is not shown.
 * @throws Error when the app has no scope `commands`: Slack does not list its shortcuts then
 */
export function shortcut(context: PersonContext, who: SlackPerson, callbackId: string): Promise<AppDelivery> {
  const { workspace } = findPerson(context.world, who);
  if (!context.scopes.includes('commands')) throw new Error(`There is no shortcut ${callbackId}.`);
  const base = interactionBase(context, workspace, who.user, 'shortcut');
  const payload = { ...base, callback_id: callbackId, action_ts: context.world.nextTs() };
  return sendFor(context, workspace, who.user, interactionRequest(payload));
}

/** A person opens the app's page, on the tab Home or Messages. */
export function openHome(
  context: PersonContext,
  who: SlackPerson,
  tab: 'home' | 'messages' = 'home',
): Promise<AppDelivery> {
  const { workspace } = findPerson(context.world, who);
  const home = workspace.homes.get(who.user);
  return sendEventFor(context, workspace, who.user, {
    type: 'app_home_opened',
    user: who.user,
    channel: directConversation(context.world, workspace, who.user).id,
    tab,
    event_ts: context.world.nextTs(),
    ...(home && tab === 'home' ? { view: viewJson(context.world, workspace, home) } : {}),
  });
}

function conversationOf(
  context: PersonContext,
  workspace: Workspace,
  user: string,
  channel: string | null,
): Conversation {
  if (channel === null) return directConversation(context.world, workspace, user);
  const conversation = workspace.conversations.get(channel);
  if (!conversation?.members.has(user)) throw new Error('This person is not in that conversation.');
  return conversation;
}
