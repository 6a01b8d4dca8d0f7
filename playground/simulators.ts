import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import type { PlatformConnections } from '../src/app/platforms.ts';
import type { Clock } from '../src/clock.ts';
import { packageFile } from '../src/package-root.ts';
import type { TeamsCredentials } from '../src/platforms/teams/credentials.ts';
import { type SlackSimulator, type SlackSimulatorOptions, startSlackSimulator } from './slack/simulator.ts';
import { startTeamsSimulator, type TeamsSimulator } from './teams/simulator.ts';

export interface Simulators {
  readonly slack: SlackSimulator;
  readonly teams: TeamsSimulator;
  readonly connections: PlatformConnections;
  close(): Promise<void>;
}

const MANIFEST = packageFile('manifests/slack/manifest.yaml');
const manifestScopes = z.object({ oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }) });

/** The bot scopes in our manifest; the simulated Slack grants exactly these. */
function readManifestScopes(): readonly string[] {
  return manifestScopes.parse(parse(readFileSync(MANIFEST, 'utf8'))).oauth_config.scopes.bot;
}

/**
 * Starts a simulated Slack and a simulated Teams, with the connections to reach them.
 * @param appUrl returns the address of our server; called at every delivery
 * @param options `limits: false` switches the simulated Teams' rate limits off
 */
export async function startSimulators(
  clock: Clock,
  appUrl: () => string,
  options: Pick<SlackSimulatorOptions, 'postsPerSecondPerChannel' | 'postsPerMinutePerWorkspace'> & {
    limits?: boolean;
  } = {},
): Promise<Simulators> {
  const signingSecret = randomBytes(16).toString('hex');
  const now = () => clock.now();
  const { limits = true, ...slackLimits } = options;
  const slack = await startSlackSimulator({ signingSecret, appUrl, scopes: readManifestScopes(), now, ...slackLimits });
  const teams = await startTeamsSimulator({ appUrl, now, limits });
  return {
    slack,
    teams,
    connections: {
      slack: { signingSecret, appToken: null, botToken: null, apiUrl: `${slack.url}/api/` },
      teams: teamsCredentials(teams),
    },
    close: async () => {
      await Promise.all([slack.close(), teams.close()]);
    },
  };
}

function teamsCredentials({ authentication }: TeamsSimulator): TeamsCredentials {
  const { appId, appPassword, tenantId, loginUrl, oauthScope, tokenIssuer, openIdMetadata } = authentication;
  const endpoints = { loginUrl, oauthScope, tokenIssuer, openIdMetadata };
  return { type: 'SingleTenant', appId, appPassword, tenantId, endpoints };
}
