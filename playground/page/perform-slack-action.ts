import type { SlackSimulator } from '../slack/simulator.ts';
import type { ActionFeedback, PageAction } from './page-action.ts';

type SlackPageAction = Extract<PageAction, { team: string }>;

/** Performs a person's action in the simulated Slack. Rejects when the person cannot do that there. */
export async function performSlackAction(slack: SlackSimulator, action: SlackPageAction): Promise<ActionFeedback> {
  const before = noticesOf(slack, action).length;
  await dispatch(slack, action);
  const problem = noticesOf(slack, action)[before] ?? null;
  return { said: null, problem };
}

function dispatch(slack: SlackSimulator, action: SlackPageAction): Promise<unknown> {
  const who = { team: action.team, user: action.user };
  switch (action.kind) {
    case 'slack-tap-message':
      return slack.tap({ ...who, ...elementOf(action), channel: action.channel, ts: action.ts });
    case 'slack-tap-home':
      return slack.tapHome({ ...who, ...elementOf(action) });
    case 'slack-tap-modal':
      return slack.tapModal({ ...who, ...elementOf(action) });
    case 'slack-submit-modal':
      return slack.submitModal(who, action.values);
    case 'slack-close-modal':
      return slack.closeModal(who);
    case 'slack-type':
      return typeText(slack, who, action.text);
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

/** The problems that this person has seen, oldest first. */
function noticesOf(slack: SlackSimulator, { team, user }: SlackPageAction): string[] {
  const workspace = slack.state().workspaces.find((one) => one.team === team);
  return (workspace?.notices ?? []).filter((notice) => notice.user === user).map((notice) => notice.what);
}
