import type { SlackSimulator } from '../slack/simulator.ts';
import type { SlackAct, Told } from './act.ts';

/** Lets a person act in the simulated Slack. Rejects when it is something that they cannot do there. */
export async function performSlackAct(slack: SlackSimulator, act: SlackAct): Promise<Told> {
  const before = noticesOf(slack, act).length;
  await doIt(slack, act);
  const problem = noticesOf(slack, act)[before] ?? null;
  return { said: null, problem };
}

function doIt(slack: SlackSimulator, act: SlackAct): Promise<unknown> {
  const who = { team: act.team, user: act.user };
  switch (act.kind) {
    case 'slack-tap-message':
      return slack.tap({ ...who, ...elementOf(act), channel: act.channel, ts: act.ts });
    case 'slack-tap-home':
      return slack.tapHome({ ...who, ...elementOf(act) });
    case 'slack-tap-modal':
      return slack.tapModal({ ...who, ...elementOf(act) });
    case 'slack-submit-modal':
      return slack.submitModal(who, act.values);
    case 'slack-close-modal':
      return slack.closeModal(who);
    case 'slack-type':
      return typeText(slack, who, act.text);
    case 'slack-open-home':
      return slack.openHome(who, 'home');
  }
}

function elementOf({ blockId, actionId, choice }: { blockId: string; actionId: string; choice: string | null }) {
  return { blockId, actionId, ...(choice === null ? {} : { selectedValue: choice }) };
}

function typeText(slack: SlackSimulator, who: { team: string; user: string }, text: string): Promise<unknown> {
  const [, command, rest = ''] = /^(\/\S+)\s*(.*)$/s.exec(text) ?? [];
  return command === undefined ? slack.typeMessage(who, text) : slack.slashCommand(who, command, rest);
}

/** What went wrong before this person's eyes, oldest first. */
function noticesOf(slack: SlackSimulator, { team, user }: SlackAct): string[] {
  const workspace = slack.state().workspaces.find((one) => one.team === team);
  return (workspace?.notices ?? []).filter((notice) => notice.user === user).map((notice) => notice.what);
}
