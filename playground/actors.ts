import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { ACTIONS } from '../src/features/check-in/view.ts';
import type { DemoPerson } from './partnership.ts';
import type { Simulators } from './simulators.ts';
import type { JsonObject } from './teams/world.ts';

/** A person who taps: their platform, workspace and user id. */
export type Actor = Pick<DemoPerson, 'platform' | 'workspace' | 'user'>;

const answerData = z.looseObject({ item: z.string(), value: z.string() });

/** A tap that was delivered to the app. */
export interface Tapped {
  /** The HTTP status of the app's answer. */
  readonly status: number;
  /** Delivers the same tap again, as a platform does after a lost acknowledgement. @returns the HTTP status */
  redeliver(): Promise<number>;
}

/**
 * Taps one answer in the newest check-in message of a teacher's chat, as the teacher would.
 * @param choose the value to tap for an item, 0 to 6
 * @returns null when no message asks a question (any more)
 */
export function answerOnce(
  simulators: Simulators,
  actor: Actor,
  choose: (item: string) => number,
): Promise<Tapped | null> {
  return actor.platform === 'slack' ? tapInSlack(simulators, actor, choose) : tapInTeams(simulators, actor, choose);
}

/** Answers all questions of the newest check-in. @returns how many were answered */
export async function answerAll(
  simulators: Simulators,
  actor: Actor,
  choose: (item: string) => number,
): Promise<number> {
  for (let answered = 0; ; answered += 1) {
    const before = messagesJson(simulators, actor).join();
    if (!(await answerOnce(simulators, actor, choose))) return answered;
    // Slack replaces the message only after the acknowledgement.
    for (let tries = 0; tries < 6_000 && messagesJson(simulators, actor).join() === before; tries += 1) await sleep(10);
  }
}

/** The current state of the newest message that the app wrote to this teacher, as JSON to compare or to search. */
export function newestMessageJson(simulators: Simulators, actor: Actor): string {
  return messagesJson(simulators, actor).at(-1) ?? 'null';
}

/**
 * The current state of every message that the app wrote to this teacher, oldest first: JSON that includes its place.
 */
export function messagesJson(simulators: Simulators, actor: Actor): string[] {
  const messages = actor.platform === 'slack' ? messagesInSlack(simulators, actor) : messagesInTeams(simulators, actor);
  return messages.map((message) => JSON.stringify(message));
}

async function tapInSlack(
  simulators: Simulators,
  actor: Actor,
  choose: (item: string) => number,
): Promise<Tapped | null> {
  // Newer messages about something else do not keep a teacher from answering.
  const found = messagesInSlack(simulators, actor).findLast(({ message }) => answersIn(message.blocks).length > 0);
  if (!found) return null;
  const { channel, message } = found;
  const buttons = answersIn(message.blocks);
  const target = pickButton(buttons, ({ value }) => JSON.parse(value), choose);
  if (!target) return null;
  const delivery = await simulators.slack.tap({
    team: actor.workspace,
    user: actor.user,
    channel,
    ts: message.ts,
    actionId: target.action_id,
  });
  return {
    status: delivery.status ?? 0,
    redeliver: async () => (await simulators.slack.redeliver(delivery)).status ?? 0,
  };
}

async function tapInTeams(
  simulators: Simulators,
  actor: Actor,
  choose: (item: string) => number,
): Promise<Tapped | null> {
  // When a message was delivered twice, the teacher taps the copy that still asks a question.
  const messages = messagesInTeams(simulators, actor);
  const message = messages.findLast(({ card }) => answersOn(card).length > 0);
  const answers = answersOn(message?.card ?? null);
  const action = pickButton(answers, ({ data }) => data, choose);
  if (!message || !action) return null;
  const { workspace: tenant, user } = actor;
  const outcome = await simulators.teams.execute({
    tenant,
    user,
    activityId: message.id,
    verb: ACTIONS.answer,
    data: action.data,
  });
  return {
    status: outcome.status,
    redeliver: async () => (await simulators.teams.redeliver(outcome.activityId)).status,
  };
}

/** Finds the button of the chosen value. Calls `choose` once, because each call may return another value. */
function pickButton<T>(
  buttons: readonly T[],
  dataOf: (button: T) => unknown,
  choose: (item: string) => number,
): T | undefined {
  const answers = buttons.flatMap((button) => {
    const data = answerData.safeParse(dataOf(button));
    return data.success ? [{ button, ...data.data }] : [];
  });
  const [first] = answers;
  const chosen = first && String(choose(first.item));
  return answers.find(({ value }) => value === chosen)?.button;
}

const slackAnswer = z.looseObject({ type: z.literal('button'), action_id: z.string(), value: z.string() });
const holdsElements = z.looseObject({ elements: z.array(z.looseObject({})).catch([]) });

function answersIn(blocks: readonly unknown[]) {
  return blocks
    .flatMap((block) => holdsElements.parse(block).elements)
    .flatMap((element) => slackAnswer.safeParse(element).data ?? [])
    .filter(({ action_id: id }) => id.startsWith(`${ACTIONS.answer}#`));
}

function messagesInSlack({ slack }: Simulators, { workspace, user }: Actor) {
  const channel = slack.directChannel(workspace, user);
  const team = slack.state().workspaces.find((candidate) => candidate.team === workspace);
  const messages = team?.conversations.find((conversation) => conversation.channel === channel)?.messages ?? [];
  return channel ? messages.filter(({ fromApp }) => fromApp).map((message) => ({ channel, message })) : [];
}

function answersOn(card: JsonObject | null): ReturnType<typeof actionsOf> {
  return actionsOf(card).filter(({ verb }) => verb === ACTIONS.answer);
}

/** The messages that the app wrote to this teacher and did not delete, oldest first. */
export function messagesInTeams({ teams }: Pick<Simulators, 'teams'>, { workspace, user }: Actor) {
  const state = teams.state();
  const person = state.users.find((candidate) => candidate.tenant === workspace && candidate.user === user);
  const conversation = state.conversations.find(({ id }) => id === person?.conversation);
  return conversation?.messages.filter(({ byBot }) => byBot) ?? [];
}

const executable = z.looseObject({
  type: z.literal('Action.Execute'),
  verb: z.string(),
  data: z.looseObject({}).catch({}),
});

/** Finds every Action.Execute in a card, at any depth. */
function actionsOf(card: JsonObject | null): { verb: string; data: JsonObject }[] {
  const found: { verb: string; data: JsonObject }[] = [];
  const look = (part: unknown): void => {
    const action = executable.safeParse(part);
    if (action.success) found.push({ verb: action.data.verb, data: action.data.data });
    if (Array.isArray(part)) part.forEach(look);
    else if (typeof part === 'object' && part !== null) Object.values(part).forEach(look);
  };
  look(card);
  return found;
}
