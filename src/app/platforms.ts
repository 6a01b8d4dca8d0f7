import { setTimeout as sleep } from 'node:timers/promises';
import type { RequestHandler } from 'express';
import type { PlatformName } from '../chat/address.ts';
import type { ReceiveEvent } from '../chat/event.ts';
import type { ChatPlatform } from '../chat/platform.ts';
import { SETTLE_MS } from '../chat/show-in-turn.ts';
import { createStandingMessages } from '../outbox/standing-message-store.ts';
import type { TeamsCredentials } from '../platforms/teams/credentials.ts';
import { createTeamsReceiver } from '../platforms/teams/receive.ts';
import { createTeamsPlatform } from '../platforms/teams/send.ts';
import type { Foundation } from './foundation.ts';
import { slackEntranceWhenNeeded, slackPlatformWhenNeeded } from './slack-when-needed.ts';

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

export interface Platforms {
  readonly byName: Readonly<Partial<Record<PlatformName, ChatPlatform>>>;
}

/** What lets the platforms in. */
interface Entrances {
  /** In the order in which they must be mounted. */
  readonly routers: readonly RequestHandler[];
  start(): Promise<void>;
  /** Waits for replies that are on their way, not much longer than six seconds. */
  stop(): Promise<void>;
}

/** The platforms as places to send to. */
export function joinPlatforms({ workspaces, log }: Foundation, { slack, teams }: PlatformConnections): Platforms {
  return {
    byName: {
      ...(slack && {
        slack: slackPlatformWhenNeeded({
          tokenFor: workspaces.slackToken,
          onWorkspaceLost: workspaces.loseSlackWorkspace,
          slackApiUrl: slack.apiUrl,
          log,
        }),
      }),
      ...(teams && { teams: createTeamsPlatform({ credentials: teams, serviceUrlFor: workspaces.serviceUrl }) }),
    },
  };
}

/** The platforms as places that people speak from. */
export function openEntrances(
  foundation: Foundation,
  { slack, teams }: PlatformConnections,
  receive: ReceiveEvent,
): Entrances {
  const { workspaces, log } = foundation;
  const slackReceiver =
    slack &&
    slackEntranceWhenNeeded({
      connection: slack.appToken
        ? { mode: 'socket', appToken: slack.appToken }
        : { mode: 'http', signingSecret: slack.signingSecret ?? '' },
      slackApiUrl: slack.apiUrl,
      tokenFor: workspaces.slackToken,
      receive,
      onWorkspaceLost: workspaces.loseSlackWorkspace,
      log,
    });
  const teamsReceiver =
    teams &&
    createTeamsReceiver({
      credentials: teams,
      receive,
      messages: createStandingMessages(foundation.database, () => foundation.clock.now()),
      isTenantAllowed: workspaces.isTenantAllowed,
      onServiceUrl: workspaces.rememberServiceUrl,
      log,
    });
  return {
    // Slack's signature is over the raw body, so nothing that parses one may come before it.
    routers: [
      ...(slackReceiver?.router ? [slackReceiver.router] : []),
      ...(teamsReceiver ? [teamsReceiver.router] : []),
    ],
    start: async () => {
      await slackReceiver?.start();
    },
    stop: async () => {
      const stopped = Promise.all([slackReceiver?.stop(), teamsReceiver?.settled()]);
      await Promise.race([stopped, sleep(SETTLE_MS + 500, undefined, { ref: false })]);
    },
  };
}
