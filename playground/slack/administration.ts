import { randomBytes } from 'node:crypto';
import type { Workspace, World } from './world.ts';

/** What an administrator of the simulated workspaces does. */
export function createAdministration(world: World) {
  function workspaceOf(team: string): Workspace {
    const workspace = world.workspaces.get(team);
    if (!workspace) throw new Error('No such workspace.');
    return workspace;
  }

  return {
    /** Adds a workspace with the app installed in it. The app token is the same for all workspaces. */
    addWorkspace(options: { team: string; name: string }): { botToken: string; appToken: string; botUser: string } {
      if (world.workspaces.has(options.team)) throw new Error('That workspace is there already.');
      const botUser = world.nextId('UBOT');
      const botToken = `xoxb-${options.team}-${randomBytes(12).toString('hex')}`;
      world.workspaces.set(options.team, newWorkspace({ ...options, botToken, botUser, botId: world.nextId('B') }));
      world.changed();
      return { botToken, appToken: world.appToken, botUser };
    },
    /**
     * @param options `home` is another workspace's team for a person in Slack Connect, or null for a person of an
     * organisation (Enterprise Grid)
     */
    addUser(options: { team: string; user: string; name: string; home?: string | null }): void {
      const { people } = workspaceOf(options.team);
      const home = options.home === undefined ? options.team : options.home;
      people.set(options.user, { id: options.user, name: options.name, home, active: true });
      world.changed();
    },
    /** Adds a channel with the app in it. It is public and everybody is a member, unless told otherwise. */
    addChannel(options: {
      team: string;
      channel: string;
      name: string;
      members?: readonly string[];
      isPrivate?: boolean;
    }): void {
      const workspace = workspaceOf(options.team);
      workspace.conversations.set(options.channel, {
        id: options.channel,
        kind: options.isPrivate ? 'private_channel' : 'channel',
        name: options.name,
        members: new Set([workspace.botUser, ...(options.members ?? workspace.people.keys())]),
        messages: new Map(),
      });
      world.changed();
    },
    /** Removes the app from a channel. */
    removeApp(options: { team: string; channel: string }): void {
      const workspace = workspaceOf(options.team);
      workspace.conversations.get(options.channel)?.members.delete(workspace.botUser);
      world.changed();
    },
    deactivateUser(options: { team: string; user: string }): void {
      const person = workspaceOf(options.team).people.get(options.user);
      if (!person) throw new Error('No such person.');
      person.active = false;
      world.changed();
    },
    /** Installs the app again, which makes another token that is valid beside the first. */
    addToken(team: string): string {
      const token = `xoxb-${team}-${randomBytes(12).toString('hex')}`;
      workspaceOf(team).moreTokens.add(token);
      return token;
    },
    /** Makes the workspace refuse the app's token without telling the app; `uninstallApp` tells it. */
    revokeToken(team: string): void {
      workspaceOf(team).tokenFault = 'token_revoked';
    },
  };
}

function newWorkspace(of: Pick<Workspace, 'team' | 'name' | 'botToken' | 'botUser' | 'botId'>): Workspace {
  return {
    ...of,
    moreTokens: new Set(),
    tokenFault: null,
    people: new Map([[of.botUser, { id: of.botUser, name: 'Polsslag', home: of.team, active: true }]]),
    conversations: new Map(),
    directs: new Map(),
    modals: new Map(),
    homes: new Map(),
    viewsShown: [],
    notices: [],
  };
}
