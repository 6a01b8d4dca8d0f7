import type { Environment } from './environment.ts';

type SlackConfig =
  | { readonly kind: 'off' | 'simulated' }
  | {
      readonly kind: 'real';
      /** Null in Socket Mode, where requests are not signed. */
      readonly signingSecret: string | null;
      /** The token for Socket Mode; null when Slack sends signed HTTP requests. */
      readonly appToken: string | null;
      /** The token of the first workspace; other workspaces are database rows (`polsslag slack add`). */
      readonly botToken: string | null;
      /** A base address for the Web API other than Slack's own. */
      readonly apiUrl: string | null;
    };

type TeamsConfig =
  | { readonly kind: 'off' | 'simulated' }
  | {
      readonly kind: 'real';
      readonly appId: string;
      /** Null with a user-assigned managed identity. */
      readonly appPassword: string | null;
      /** The tenant in which the bot itself is registered. */
      readonly tenantId: string;
      readonly type: 'SingleTenant' | 'UserAssignedMSI';
    };

/** What the parts of the configuration are read with. */
interface ReadingSettings {
  readonly production: boolean;
  /** Whether a variable was not given at all. */
  readonly isMissing: (name: keyof Environment) => boolean;
  /** Collects the faults. */
  readonly faults: string[];
}

/** The settings for reaching the platforms. Faults are added to `reading.faults`. */
export function platformConfigs(
  env: Environment,
  reading: ReadingSettings,
): { readonly slack: SlackConfig; readonly teams: TeamsConfig } {
  return { slack: slackConfig(env, reading), teams: teamsConfig(env, reading) };
}

function slackConfig(env: Environment, { isMissing, production, faults }: ReadingSettings): SlackConfig {
  if (!env.POLSSLAG_PLATFORMS.includes('slack')) return { kind: 'off' };
  const {
    SLACK_SIGNING_SECRET: secret,
    SLACK_APP_TOKEN: appToken,
    SLACK_BOT_TOKEN: botToken,
    SLACK_API_URL: apiUrl,
  } = env;
  if (!secret && !appToken) {
    if (!isMissing('SLACK_SIGNING_SECRET') || !isMissing('SLACK_APP_TOKEN')) return { kind: 'simulated' };
    if (production) {
      faults.push(
        'Slack has no credentials: set SLACK_SIGNING_SECRET (or SLACK_APP_TOKEN for Socket Mode), or leave slack out of POLSSLAG_PLATFORMS.',
      );
    } else if (!isMissing('SLACK_BOT_TOKEN') || !isMissing('SLACK_API_URL')) {
      faults.push(
        'SLACK_SIGNING_SECRET is missing (or SLACK_APP_TOKEN for Socket Mode): without it nobody can tell who speaks.',
      );
    }
    return { kind: 'simulated' };
  }
  return {
    kind: 'real',
    signingSecret: secret ?? null,
    appToken: appToken ?? null,
    botToken: botToken ?? null,
    apiUrl: apiUrl ?? null,
  };
}

function teamsConfig(env: Environment, { isMissing, production, faults }: ReadingSettings): TeamsConfig {
  if (!env.POLSSLAG_PLATFORMS.includes('teams')) return { kind: 'off' };
  const {
    MICROSOFT_APP_ID: appId,
    MICROSOFT_APP_PASSWORD: password,
    MICROSOFT_APP_TENANT_ID: tenantId,
    MICROSOFT_APP_TYPE: type,
  } = env;
  const noneOf = (...names: readonly (keyof Environment)[]) => names.every(isMissing);
  if (noneOf('MICROSOFT_APP_ID', 'MICROSOFT_APP_PASSWORD', 'MICROSOFT_APP_TENANT_ID')) {
    if (production) {
      faults.push(
        'Teams has no credentials: set MICROSOFT_APP_ID, MICROSOFT_APP_PASSWORD and MICROSOFT_APP_TENANT_ID, or leave teams out of POLSSLAG_PLATFORMS.',
      );
    }
    return { kind: 'simulated' };
  }
  if (isMissing('MICROSOFT_APP_ID'))
    faults.push('MICROSOFT_APP_ID is missing: without it the bot would accept messages from anybody.');
  if (isMissing('MICROSOFT_APP_TENANT_ID'))
    faults.push('MICROSOFT_APP_TENANT_ID is missing: it names the tenant in which the bot is registered.');
  if (isMissing('MICROSOFT_APP_PASSWORD') && type === 'SingleTenant') {
    faults.push('MICROSOFT_APP_PASSWORD is missing; only MICROSOFT_APP_TYPE=UserAssignedMSI does without.');
  }
  return { kind: 'real', appId: appId ?? '', appPassword: password ?? null, tenantId: tenantId ?? '', type };
}
