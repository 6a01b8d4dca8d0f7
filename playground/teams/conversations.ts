import { z } from 'zod';
import { type MessageBody, readMessageBody } from './message-body.ts';
import { notInRoster, Refusal } from './refusal.ts';
import type { Answer } from './serve.ts';
import type { TeamsSimulation } from './simulation.ts';
import { type Conversation, isInstalled, type MessageInTeams, type TeamsUser, type World } from './world.ts';

/** A conversation as identified in a URL; for a thread in a channel the URL includes the id of its first post. */
interface Target {
  readonly conversation: Conversation;
  readonly thread: string | null;
}

const newConversation = z.looseObject({
  isGroup: z.boolean().optional(),
  members: z.array(z.looseObject({ id: z.string() })).optional(),
  tenantId: z.string().optional(),
  channelData: z
    .looseObject({
      tenant: z.looseObject({ id: z.string() }).optional(),
      channel: z.looseObject({ id: z.string() }).optional(),
    })
    .optional(),
  activity: z.unknown().optional(),
});

/** The tenant of the conversation in a request, or null when the conversation is unknown. */
export function tenantOfTarget(world: World, conversationId: string): string | null {
  const [base = ''] = conversationId.split(';messageid=');
  return world.conversations.get(base)?.tenant ?? null;
}

/** The tenant in which a body asks for a conversation, or null. */
export function tenantOfNewConversation(world: World, body: unknown): string | null {
  const parsed = newConversation.safeParse(body);
  if (!parsed.success) return null;
  const { channelData, tenantId } = parsed.data;
  const channel = channelData?.channel?.id;
  if (channel !== undefined) return world.channels.get(channel)?.tenant ?? null;
  return tenantId ?? channelData?.tenant?.id ?? null;
}

/** POST /v3/conversations. @throws Refusal */
export function createConversation(simulation: TeamsSimulation, body: unknown): Answer {
  const parsed = newConversation.safeParse(body);
  if (!parsed.success) throw new Refusal(400, 'BadSyntax', 'Incorrect conversation creation parameters');
  const channel = parsed.data.channelData?.channel?.id;
  if (channel !== undefined) return startThread(simulation, channel, parsed.data);
  return openPersonalChat(simulation, parsed.data);
}

function startThread(simulation: TeamsSimulation, channel: string, request: z.infer<typeof newConversation>): Answer {
  if (request.isGroup !== true || request.activity === undefined) {
    throw new Refusal(400, 'BadSyntax', 'A thread in a channel is a group and begins with an activity');
  }
  const target = findTarget(simulation.world, channel);
  const { conversation } = target;
  const tenant = request.tenantId ?? request.channelData?.tenant?.id ?? conversation.tenant;
  if (tenant !== conversation.tenant) throw notInRoster();
  const message = post(simulation, target, request.activity);
  return { status: 201, body: { id: `${conversation.id};messageid=${message}`, activityId: message } };
}

function openPersonalChat(simulation: TeamsSimulation, request: z.infer<typeof newConversation>): Answer {
  const tenant = request.tenantId ?? request.channelData?.tenant?.id;
  const [member, ...more] = request.members ?? [];
  if (request.isGroup === true || tenant === undefined || member === undefined || more.length > 0) {
    throw new Refusal(400, 'BadSyntax', 'Incorrect conversation creation parameters');
  }
  const user = findMember(simulation.world, tenant, member.id);
  if (user === undefined || !user.installed) throw notInRoster();
  if (request.activity === undefined) return { status: 201, body: { id: user.conversation } };
  const target = findTarget(simulation.world, user.conversation);
  return { status: 201, body: { id: user.conversation, activityId: post(simulation, target, request.activity) } };
}

function findMember(world: World, tenant: string, id: string): TeamsUser | undefined {
  return (
    world.users.get(`${tenant}/${id}`) ??
    [...world.users.values()].find((user) => user.tenant === tenant && user.teamsId === id)
  );
}

/** POST /v3/conversations/:id/activities and, as a reply, …/activities/:activity. @throws Refusal */
export function sendActivity(simulation: TeamsSimulation, id: string, replyTo: string | null, body: unknown): Answer {
  const target = findTarget(simulation.world, id);
  if (replyTo !== null && !knows(target.conversation, replyTo)) throw activityNotFound();
  return { status: 201, body: { id: post(simulation, target, body) } };
}

/** PUT /v3/conversations/:id/activities/:activity. @throws Refusal */
export function updateActivity(simulation: TeamsSimulation, id: string, activity: string, body: unknown): Answer {
  const { conversation } = findTarget(simulation.world, id);
  const message = findOwnMessage(conversation, activity);
  const content = readMessageBody(body, conversation.tenant);
  message.versions.push({ ...versionOf(content), via: 'update', at: simulation.now() });
  simulation.changed();
  return { status: 200, body: { id: message.id } };
}

/** DELETE /v3/conversations/:id/activities/:activity. @throws Refusal */
export function deleteActivity(simulation: TeamsSimulation, id: string, activity: string): Answer {
  findOwnMessage(findTarget(simulation.world, id).conversation, activity).deleted = true;
  simulation.changed();
  return { status: 200, body: {} };
}

function post(simulation: TeamsSimulation, target: Target, body: unknown): string {
  const { conversation } = target;
  const content = readMessageBody(body, conversation.tenant);
  const waitMs = simulation.limits?.sends.take(conversation.id, simulation.machineMs()) ?? 0;
  if (waitMs > 0) throw new Refusal(429, 'Throttled', 'Too many requests', Math.ceil(waitMs / 1000));
  const id = simulation.nextId();
  if (content.typing) return id;
  const at = simulation.now();
  conversation.messages.push({
    id,
    thread: conversation.kind === 'channel' ? (target.thread ?? id) : null,
    from: { id: `28:${simulation.appId}`, name: 'Polsslag' },
    byBot: true,
    versions: [{ ...versionOf(content), via: 'send', at }],
    deleted: false,
  });
  const { tenant } = conversation;
  simulation.sends.push({ tenant, conversation: conversation.id, activityId: id, ...versionOf(content), at });
  simulation.changed();
  return id;
}

function versionOf({ activity, text, summary, card }: MessageBody) {
  return { activity, text, summary, card };
}

function findTarget(world: World, id: string): Target {
  const [base = '', thread = null] = id.split(';messageid=');
  const conversation = world.conversations.get(base);
  if (conversation === undefined || conversation.gone) throw conversationNotFound();
  if (thread !== null && !conversation.messages.some((message) => message.id === thread)) throw conversationNotFound();
  if (!isInstalled(world, conversation)) throw notInRoster();
  return { conversation, thread };
}

function findOwnMessage(conversation: Conversation, id: string): MessageInTeams {
  const message = conversation.messages.find((one) => one.id === id && one.byBot && !one.deleted);
  if (message === undefined) throw activityNotFound();
  return message;
}

function knows(conversation: Conversation, activity: string): boolean {
  return conversation.incoming.has(activity) || conversation.messages.some((message) => message.id === activity);
}

function conversationNotFound(): Refusal {
  return new Refusal(404, 'ConversationNotFound', 'Conversation not found.');
}

function activityNotFound(): Refusal {
  return new Refusal(404, 'ActivityNotFoundInConversation', 'The activity is not in this conversation.');
}
