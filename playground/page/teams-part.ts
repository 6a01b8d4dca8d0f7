import type { TeamsSimulator } from '../teams/simulator.ts';
import type { PageChannel, PageState, PersonId, RoleOf, TeamsMessage } from './page-state.ts';

type Snapshot = ReturnType<TeamsSimulator['state']>;

/** The Teams half of the page. @param wanted whose Teams to show; the first person's when nobody fits */
export function teamsPart(state: Snapshot, wanted: PersonId | null, roleOf: RoleOf): PageState['teams'] {
  const people = state.users.flatMap(({ tenant, user, name }) => {
    const role = roleOf({ workspace: tenant, user });
    return role === null ? [] : [{ workspace: tenant, user, name, role }];
  });
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

/** The channels in which the app is, as everybody in them sees them. */
export function teamsChannels(state: Snapshot): PageChannel[] {
  return state.channels
    .filter(({ installed }) => installed)
    .map(({ tenant, channel, name }) => ({
      platform: 'teams' as const,
      workspace: tenant,
      workspaceName: tenantName(state, tenant),
      channel,
      name,
      messages: messagesIn(state, channel),
    }));
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
