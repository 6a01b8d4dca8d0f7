import { setTimeout as sleep } from 'node:timers/promises';
import type { PlatformName } from '../chat/address.ts';
import type { ReceiveEvent } from '../chat/event.ts';
import type { ChatPlatform } from '../chat/platform.ts';
import { SETTLE_MS } from '../chat/show-in-turn.ts';
import type { Endpoint } from '../endpoint.ts';
import { PolsslagError } from '../errors.ts';
import type { Tools } from '../feature.ts';
import { createStandingMessages } from '../outbox/standing-message-store.ts';
import type { Adapter } from '../platforms/adapter.ts';
import { createSlackAdapter } from '../platforms/slack/adapter.ts';
import { publishHomeOf } from '../platforms/slack/publish-home.ts';
import { createTeamsAdapter } from '../platforms/teams/adapter.ts';
import type { TeamsCredentials } from '../platforms/teams/credentials.ts';
import type { Foundation } from './foundation.ts';

/** How to reach a platform, real or simulated; null where it is off. */
export interface PlatformConnections {
  readonly slack: {
    readonly signingSecret: string | null;
    readonly appToken: string | null;
    /** The first workspace's token, when it is given as a setting. */
    readonly botToken: string | null;
    /** Ends in '/'; null for Slack's own. */
    readonly apiUrl: string | null;
  } | null;
  readonly teams: TeamsCredentials | null;
}

/** The platforms that are switched on, for sending and for receiving. */
interface Platforms {
  readonly byName: Readonly<Partial<Record<PlatformName, ChatPlatform>>>;
  /** The endpoints of those platforms that deliver to this server. */
  readonly endpoints: readonly { readonly name: PlatformName; readonly endpoint: Endpoint }[];
  /** Replaces the home page of somebody who was erased. @throws PolsslagError UNAVAILABLE when it stays as it was */
  readonly showHome: Tools['showHome'];
  /** Begins to accept events. */
  start(): Promise<void>;
  /** Stops accepting events and waits for replies that are on their way, not much longer than six seconds. */
  stop(): Promise<void>;
}

/** @throws PolsslagError BAD_CONFIGURATION */
export function joinPlatforms(
  foundation: Foundation,
  connections: PlatformConnections,
  receive: ReceiveEvent,
): Platforms {
  const slack = connections.slack && openSlack(foundation, connections.slack, receive);
  const teams = connections.teams && openTeams(foundation, connections.teams, receive);
  const adapters = [slack, teams].filter((adapter) => adapter !== null);
  return {
    byName: { ...(slack && { slack }), ...(teams && { teams }) },
    endpoints: adapters.flatMap(({ name, endpoint }) => (endpoint ? [{ name, endpoint }] : [])),
    showHome: async ({ workspace, user }, view) => {
      const token = await foundation.workspaces.slackToken(workspace);
      if (!connections.slack || !token) throw new PolsslagError('UNAVAILABLE', 'the workspace is not connected');
      await publishHomeOf({ botToken: token.botToken, user }, view, connections.slack.apiUrl, foundation.log);
    },
    start: async () => {
      await Promise.all(adapters.map((adapter) => adapter.start()));
    },
    stop: async () => {
      const stopped = Promise.all(adapters.map((adapter) => adapter.stop()));
      await Promise.race([stopped, sleep(SETTLE_MS + 500, undefined, { ref: false })]);
    },
  };
}

function openSlack(
  { workspaces, log }: Foundation,
  { appToken, signingSecret, apiUrl }: NonNullable<PlatformConnections['slack']>,
  receive: ReceiveEvent,
): Adapter {
  return createSlackAdapter({
    connection: appToken ? { mode: 'socket', appToken } : { mode: 'http', signingSecret: signingSecret ?? '' },
    slackApiUrl: apiUrl,
    tokenFor: workspaces.slackToken,
    isOurs: workspaces.isSlackWorkspace,
    onWorkspaceLost: workspaces.loseSlackWorkspace,
    receive,
    log,
  });
}

function openTeams(
  { workspaces, database, clock, log }: Foundation,
  credentials: TeamsCredentials,
  receive: ReceiveEvent,
): Adapter {
  return createTeamsAdapter({
    credentials,
    serviceUrlFor: workspaces.serviceUrl,
    isTenantAllowed: workspaces.isTenantAllowed,
    isOurs: workspaces.isOnTeams,
    onServiceUrl: workspaces.rememberServiceUrl,
    messages: createStandingMessages(database, () => clock.now()),
    receive,
    log,
  });
}
