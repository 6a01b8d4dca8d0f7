import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { type Actor, messagesJson, newestMessageJson } from './actors.ts';
import { type DemoPerson, PEOPLE } from './partnership.ts';
import type { Simulators } from './simulators.ts';

/** How often a person taps when no dialog opens, and how long they wait after each tap, in milliseconds. */
const MAX_TAPS = 5;
const DIALOG_TIMEOUT_MS = 12_000;
const POLL_MS = 20;

/** The values to fill in, by field of a dialog; a field's name begins with its kind ('date.day'). */
type FilledByLabel = Readonly<Record<string, string | readonly string[]>>;

/**
 * A supervisor on a platform; in the same circle unless another is given, so that those on two platforms are
 * colleagues.
 * @throws Error when the circle has none on that platform
 */
export function supervisorOn(platform: DemoPerson['platform'], circle = firstSupervisor().circle): DemoPerson {
  const found = PEOPLE.find(
    (person) => person.role === 'supervisor' && person.platform === platform && person.circle === circle,
  );
  if (!found) throw new Error(`no supervisor on ${platform}`);
  return found;
}

function firstSupervisor(): DemoPerson {
  const [first] = PEOPLE.filter(({ role }) => role === 'supervisor');
  if (!first) throw new Error('no supervisor');
  return first;
}

/** Types a text and waits for a new message that contains `answer`. @throws Error when none comes within a minute */
export async function typeAndAwait(simulators: Simulators, actor: Actor, words: string, answer: string): Promise<void> {
  const { platform, workspace, user } = actor;
  const before = newestMessageJson(simulators, actor);
  if (platform === 'slack') await simulators.slack.typeMessage({ team: workspace, user }, words);
  else await simulators.teams.typeMessage({ tenant: workspace, user }, words);
  await waitUntil(
    () => newestMessageJson(simulators, actor) !== before && newestMessageJson(simulators, actor).includes(answer),
  );
}

/** Whether any message has a button with this action. */
export function hasAction(simulators: Simulators, actor: Actor, action: string): boolean {
  return messagesJson(simulators, actor).some((look) => look.includes(`"${action}`));
}

/**
 * Taps the first button with this action, in the newest message that has one, and waits until a message has changed.
 * @param data the data of the wanted button, when several have this action
 * @throws Error when there is no such button, or nothing changes, within a minute
 */
export async function tap(
  simulators: Simulators,
  actor: Actor,
  action: string,
  data: Readonly<Record<string, string>> = {},
): Promise<void> {
  const { workspace, user } = actor;
  // The newest message with this action may be about something else: the button's data tells which message it is.
  const [about = ''] = Object.values(data).filter((each) => each.length > 1);
  await waitUntil(() => findMessage(simulators, actor, action, about) !== undefined);
  const before = messagesJson(simulators, actor).join();
  if (actor.platform === 'slack') {
    await simulators.slack.tap({ team: workspace, user, ...slackButton(simulators, actor, action, data, about) });
  } else {
    const activityId = teamsMessageId(simulators, actor, action, about);
    await simulators.teams.execute({ tenant: workspace, user, activityId, verb: action, data });
  }
  await waitUntil(() => messagesJson(simulators, actor).join() !== before);
}

/**
 * Opens the dialog behind the first button with this action, waiting for that button when needed, and submits it.
 * @param filled the values by field
 * @param data the data of the wanted button, when several have this action
 */
export async function fillIn(
  simulators: Simulators,
  actor: Actor,
  action: string,
  filled: FilledByLabel,
  data: Readonly<Record<string, string>> = {},
): Promise<void> {
  const [about = ''] = Object.values(data);
  await waitUntil(() => findMessage(simulators, actor, action, about) !== undefined);
  const { workspace, user } = actor;
  const entries = Object.entries(filled);
  if (actor.platform === 'slack') {
    const who = { team: workspace, user };
    const isOpen = () => simulators.slack.state().workspaces.some(({ modals }) => (modals[user] ?? []).length > 0);
    // A list mentions the item before it has a button for it; until then it has only the buttons of other items.
    await waitUntil(() => findSlackButton(simulators, actor, action, data, about) !== undefined);
    const tapIt = () => simulators.slack.tap({ ...who, ...slackButton(simulators, actor, action, data, about) });
    await tapUntilOpen(isOpen, tapIt);
    const values = entries.map(([name, value]) => [name.slice(name.indexOf('.') + 1), value]);
    const send = () => simulators.slack.submitModal(who, Object.fromEntries(values));
    // When the acknowledgement came too late, the dialog stays open and people submit it again.
    for (let sent = await send(), tries = 1; sent.problem !== null && tries < MAX_TAPS; tries += 1) sent = await send();
    // A closing text stays open until the person closes it.
    if (isOpen()) await simulators.slack.closeModal(who);
    return;
  }
  const who = { tenant: workspace, user };
  await simulators.teams.openDialog({
    ...who,
    activityId: teamsMessageId(simulators, actor, action, about),
    data: { action },
  });
  const inputs = entries.map(([name, value]) => [name, typeof value === 'string' ? value : value.join(',')]);
  await simulators.teams.submitDialog(who, Object.fromEntries(inputs));
}

/**
 * Taps until a dialog is open. Slack opens a dialog only within three seconds of a tap, which a busy machine can miss;
 * people then tap again.
 * @throws Error when no dialog opened after five taps
 */
export async function tapUntilOpen(isOpen: () => boolean, tapIt: () => Promise<unknown>): Promise<void> {
  for (let taps = 0; taps < MAX_TAPS && !isOpen(); taps += 1) {
    await tapIt();
    await pollUntil(isOpen, DIALOG_TIMEOUT_MS);
  }
  if (!isOpen()) throw new Error(`no dialog opened after ${MAX_TAPS} taps`);
}

const slackMessage = z.looseObject({
  channel: z.string(),
  message: z.looseObject({ ts: z.string(), blocks: z.array(z.looseObject({})) }),
});
const slackElement = z.looseObject({ action_id: z.string(), value: z.string() });
const buttonData = z.record(z.string(), z.unknown());
const teamsMessageShape = z.looseObject({ id: z.string() });

function findMessage(simulators: Simulators, actor: Actor, action: string, about: string): string | undefined {
  return messagesJson(simulators, actor).findLast((each) => each.includes(`"${action}`) && each.includes(about));
}

function requireMessage(simulators: Simulators, actor: Actor, action: string, about: string): string {
  const look = findMessage(simulators, actor, action, about);
  if (look === undefined) throw new Error(`no button ${action}`);
  return look;
}

function teamsMessageId(simulators: Simulators, actor: Actor, action: string, about: string): string {
  return teamsMessageShape.parse(JSON.parse(requireMessage(simulators, actor, action, about))).id;
}

function slackButton(...which: Parameters<typeof findSlackButton>): { channel: string; ts: string; actionId: string } {
  const button = findSlackButton(...which);
  if (!button) throw new Error(`no button ${which[2]}`);
  return button;
}

function findSlackButton(
  simulators: Simulators,
  actor: Actor,
  action: string,
  data: Readonly<Record<string, string>>,
  about: string,
): { channel: string; ts: string; actionId: string } | undefined {
  const { channel, message } = slackMessage.parse(JSON.parse(requireMessage(simulators, actor, action, about)));
  const button = message.blocks
    .flatMap(({ elements }) => (Array.isArray(elements) ? elements : []))
    .flatMap((element) => slackElement.safeParse(element).data ?? [])
    .find(({ action_id: id, value }) => {
      if (!id.startsWith(`${action}#`)) return false;
      const held = buttonData.parse(JSON.parse(value));
      return Object.entries(data).every(([name, each]) => held[name] === each);
    });
  return button && { channel, ts: message.ts, actionId: button.action_id };
}

/** Waits for a condition. @throws Error when it does not hold within a minute */
export async function waitUntil(isSo: () => boolean): Promise<void> {
  await pollUntil(isSo, 60_000);
  if (!isSo()) throw new Error(`still waiting after a minute for: ${isSo}`);
}

async function pollUntil(isSo: () => boolean, timeoutMs: number): Promise<void> {
  for (let waited = 0; waited < timeoutMs && !isSo(); waited += POLL_MS) await sleep(POLL_MS);
}
