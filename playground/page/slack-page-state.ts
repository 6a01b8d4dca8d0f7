import type { SlackSimulator } from '../slack/simulator.ts';
import {
  isSame,
  memberOf,
  type PageChannel,
  type PagePerson,
  type PageState,
  type PersonId,
  type RoleOf,
  type SlackMessage,
  type SlackModal,
} from './page-state.ts';

type Workspace = ReturnType<SlackSimulator['state']>['workspaces'][number];
type Conversation = Workspace['conversations'][number];

/**
 * The Slack half of the page.
 * @param wanted the person whose Slack to show; the first person when there is no such person
 */
export function slackPageState(
  state: ReturnType<SlackSimulator['state']>,
  wanted: PersonId | null,
  roleOf: RoleOf,
): PageState['slack'] {
  const people = state.workspaces.flatMap((workspace) => peopleOf(workspace, roleOf));
  const person = people.find((one) => one.workspace === wanted?.workspace && one.user === wanted.user) ?? people[0];
  const workspace = state.workspaces.find(({ team }) => team === person?.workspace);
  if (!person || !workspace) return { people, shown: null };
  const direct = workspace.conversations.find(({ kind, members }) => kind === 'im' && members.includes(person.user));
  const shown = {
    person,
    workspaceName: workspace.name,
    channel: direct?.channel ?? null,
    messages: direct ? messagesOf(workspace, direct, person.user) : [],
    home: workspace.homes[person.user]?.view.blocks ?? null,
    modal: modalOf(workspace, person.user),
  };
  return { people, shown };
}

/**
 * The channels of every workspace, as the person who acts in them sees them.
 * @param shown the person whose screen the page shows; their modal is drawn there and not with the channel
 */
export function slackChannels(
  state: ReturnType<SlackSimulator['state']>,
  shown: PersonId | null,
  roleOf: RoleOf,
): PageChannel[] {
  return state.workspaces.flatMap((workspace) =>
    workspace.conversations
      .filter(({ kind }) => kind !== 'im')
      .map((conversation) => {
        const { channel, name, members } = conversation;
        const member = memberOf(peopleOf(workspace, roleOf).filter(({ user }) => members.includes(user)));
        return {
          platform: 'slack' as const,
          workspace: workspace.team,
          workspaceName: workspace.name,
          channel,
          name,
          messages: messagesOf(workspace, conversation, member?.user ?? null),
          member,
          modal: member === null || isSame(member, shown) ? null : modalOf(workspace, member.user),
        };
      }),
  );
}

function peopleOf({ team, users }: Workspace, roleOf: RoleOf): PagePerson[] {
  return users.flatMap(({ active, user, name }) => {
    const role = active ? roleOf({ workspace: team, user }) : null;
    return role === null ? [] : [{ workspace: team, user, name, role }];
  });
}

function messagesOf(workspace: Workspace, conversation: Conversation, viewer: string | null): SlackMessage[] {
  return conversation.messages
    .filter(({ ephemeralFor }) => ephemeralFor === null || ephemeralFor === viewer)
    .map(({ ts, fromApp, author, text, blocks, edited, ephemeralFor }) => ({
      ts,
      fromApp,
      author: fromApp ? 'Polsslag' : (workspace.users.find(({ user }) => user === author)?.name ?? author),
      text,
      blocks: [...blocks],
      edited,
      onlyYou: ephemeralFor !== null,
    }));
}

function modalOf(workspace: Workspace, user: string): SlackModal | null {
  const open = workspace.modals[user]?.at(-1);
  if (open?.view.type !== 'modal') return null;
  const { title, submit, close, blocks } = open.view;
  return {
    id: open.id,
    title: title.text,
    submit: submit?.text ?? null,
    close: close?.text ?? null,
    blocks,
    errors: open.errors,
  };
}
