import { z } from 'zod';
import { newestMessageJson } from '../../playground/actors.ts';
import { tapUntilOpen } from '../../playground/chat-driver.ts';
import type { DemoPerson } from '../../playground/partnership.ts';
import type { Simulators } from '../../playground/simulators.ts';

const slackLook = z.looseObject({
  channel: z.string(),
  message: z.looseObject({ ts: z.string(), blocks: z.array(z.looseObject({})) }),
});
const teamsLook = z.looseObject({ id: z.string() });

/** Opens the dialog with the answers from the thank-you message. @returns the content of the dialog, as JSON */
export async function openAnswersDialog(simulators: Simulators, teacher: DemoPerson): Promise<string> {
  const { workspace, user } = teacher;
  if (teacher.platform === 'slack') {
    const { channel, message } = slackLook.parse(JSON.parse(newestMessageJson(simulators, teacher)));
    const actionId = 'check-in.open#0';
    const tapIt = () => simulators.slack.tap({ team: workspace, user, channel, ts: message.ts, actionId });
    await tapUntilOpen(() => modalsOf(simulators, teacher).length > 0, tapIt);
    return JSON.stringify(modalsOf(simulators, teacher));
  }
  const { id } = teamsLook.parse(JSON.parse(newestMessageJson(simulators, teacher)));
  await simulators.teams.openDialog({ tenant: workspace, user, activityId: id, actionIndex: 0 });
  return JSON.stringify(dialogOf(simulators, teacher));
}

/** Gives this answer to every question of the open dialog, and submits it. */
export async function changeAnswersInDialog(simulators: Simulators, teacher: DemoPerson, value: string): Promise<void> {
  const { workspace, user } = teacher;
  if (teacher.platform === 'slack') {
    const ids = [...JSON.stringify(modalsOf(simulators, teacher)).matchAll(/"block_id":"([A-Z]+\d+)"/g)].map(
      (match) => match[1] ?? '',
    );
    await simulators.slack.submitModal({ team: workspace, user }, Object.fromEntries(ids.map((id) => [id, value])));
    return;
  }
  const inputs = Object.fromEntries(choicesIn(dialogOf(simulators, teacher)).map((id) => [id, value]));
  await simulators.teams.submitDialog({ tenant: workspace, user }, inputs);
}

/**
 * Taps an answer to an item on the earlier version of the message that asked for that item.
 * @returns the HTTP status
 */
export async function tapOldMessage(
  simulators: Simulators,
  teacher: DemoPerson,
  item: string,
  value: number,
): Promise<number> {
  const { workspace, user } = teacher;
  if (teacher.platform === 'slack') {
    const { channel, message } = slackLook.parse(JSON.parse(newestMessageJson(simulators, teacher)));
    const actionId = `check-in.answer#${value}`;
    const tap = { team: workspace, user, channel, ts: message.ts, actionId, stale: true };
    return (await simulators.slack.tap(tap)).status ?? 0;
  }
  const { id } = teamsLook.parse(JSON.parse(newestMessageJson(simulators, teacher)));
  const data = { item, value: String(value) };
  const tap = { tenant: workspace, user, activityId: id, verb: 'check-in.answer', data, stale: true };
  return (await simulators.teams.execute(tap)).status;
}

/** The ids of all choice fields in a card, in order. */
function choicesIn(part: unknown): string[] {
  if (typeof part !== 'object' || part === null) return [];
  const choice = z.object({ type: z.literal('Input.ChoiceSet'), id: z.string() }).safeParse(part);
  return choice.success ? [choice.data.id] : Object.values(part).flatMap(choicesIn);
}

function modalsOf(simulators: Simulators, { workspace, user }: DemoPerson) {
  return simulators.slack.state().workspaces.find(({ team }) => team === workspace)?.modals[user] ?? [];
}

function dialogOf(simulators: Simulators, { workspace, user }: DemoPerson) {
  return simulators.teams.state().users.find((one) => one.tenant === workspace && one.user === user)?.dialog ?? null;
}
