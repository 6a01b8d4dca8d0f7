import type { TeamsSimulator } from '../teams/simulator.ts';
import {
  isSame,
  memberOf,
  type PageChannel,
  type PagePerson,
  type PageState,
  type PersonId,
  type RoleOf,
  type TeamsMessage,
} from './page-state.ts';

type Snapshot = ReturnType<TeamsSimulator['state']>;

/**
 * The Teams half of the page.
 * @param wanted the person whose Teams to show; the first person when there is no such person
 */
export function teamsPageState(state: Snapshot, wanted: PersonId | null, roleOf: RoleOf): PageState['teams'] {
  const people = peopleOf(state, roleOf);
  const person = people.find((one) => one.workspace === wanted?.workspace && one.user === wanted.user) ?? people[0];
  const user = state.users.find((one) => one.tenant === person?.workspace && one.user === person.user);
  if (!person || !user) return { people, shown: null };
  const shown = {
    person,
    workspaceName: tenantName(state, user.tenant),
    installed: user.installed,
    messages: messagesIn(state, user.conversation),
    dialog: user.dialog,
  };
  return { people, shown };
}

/**
 * The channels that the app was added to, as every member sees them.
 * @param shown the person whose screen the page shows; their dialog is drawn there and not with the channel
 */
export function teamsChannels(state: Snapshot, shown: PersonId | null, roleOf: RoleOf): PageChannel[] {
  return state.channels
    .filter(({ installed }) => installed)
    .map(({ tenant, channel, name }) => {
      const member = memberOf(peopleOf(state, roleOf).filter(({ workspace }) => workspace === tenant));
      const user = state.users.find((one) => one.tenant === tenant && one.user === member?.user);
      return {
        platform: 'teams' as const,
        workspace: tenant,
        workspaceName: tenantName(state, tenant),
        channel,
        name,
        messages: messagesIn(state, channel),
        member,
        dialog: member === null || isSame(member, shown) ? null : (user?.dialog ?? null),
      };
    });
}

function peopleOf(state: Snapshot, roleOf: RoleOf): PagePerson[] {
  return state.users.flatMap(({ tenant, user, name }) => {
    const role = roleOf({ workspace: tenant, user });
    return role === null ? [] : [{ workspace: tenant, user, name, role }];
  });
}

function tenantName(state: Snapshot, tenant: string): string {
  return state.tenants.find((one) => one.tenant === tenant)?.name ?? tenant;
}

function messagesIn(state: Snapshot, conversation: string): TeamsMessage[] {
  const found = state.conversations.find(({ id }) => id === conversation);
  return (found?.messages ?? []).map(({ id, byBot, from, text, card, at, edited }) => ({
    id,
    fromApp: byBot,
    author: byBot ? 'Polsslag' : from.name,
    text,
    card,
    at,
    edited,
  }));
}
