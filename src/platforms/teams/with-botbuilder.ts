import { ConfigurationBotFrameworkAuthentication, ConfigurationServiceClientCredentialFactory } from 'botbuilder';
import { type TeamsCredentials, tokenAddress } from './credentials.ts';

/* What botbuilder is used for. It takes a second to load: import this file when it is needed. */

interface TokenSource {
  getToken(): Promise<string>;
}

/** What checks the tokens that Teams sends along. */
export function openAuthentication(credentials: TeamsCredentials): ConfigurationBotFrameworkAuthentication {
  const { endpoints } = credentials;
  return new ConfigurationBotFrameworkAuthentication({
    MicrosoftAppId: credentials.appId,
    MicrosoftAppTenantId: credentials.tenantId,
    MicrosoftAppType: credentials.type,
    ...(credentials.appPassword === null ? {} : { MicrosoftAppPassword: credentials.appPassword }),
    ...(endpoints && {
      ToChannelFromBotLoginUrl: endpoints.loginUrl,
      ToChannelFromBotOAuthScope: endpoints.oauthScope,
      ToBotFromChannelTokenIssuer: endpoints.tokenIssuer,
      ToBotFromChannelOpenIdMetadataUrl: endpoints.openIdMetadata,
    }),
  });
}

const { console: terminal } = globalThis;
let judging = 0;
let tell = terminal.error;

/**
 * Keeps botbuilder off the console while it judges: of each token that it refuses it tells there, with a stack and with all keys of
 * Microsoft, so that whoever forges tokens could fill the log. What it throws says the same, and a code of it is logged.
 */
export async function judgeQuietly<T>(judge: () => Promise<T>): Promise<T> {
  if (judging === 0) {
    tell = terminal.error;
    terminal.error = () => undefined;
  }
  judging += 1;
  try {
    return await judge();
  } finally {
    judging -= 1;
    if (judging === 0) terminal.error = tell;
  }
}

/** What gives the bot's own token where a managed identity of Azure stands for a password. */
export async function openManagedIdentity(credentials: TeamsCredentials): Promise<TokenSource> {
  const factory = new ConfigurationServiceClientCredentialFactory({
    MicrosoftAppId: credentials.appId,
    MicrosoftAppTenantId: credentials.tenantId,
    MicrosoftAppType: 'UserAssignedMsi',
  });
  const { url, scope } = tokenAddress(credentials);
  const source = await factory.createCredentials(credentials.appId, scope, url, true);
  if (!givesToken(source)) throw new Error('botbuilder made credentials without a token');
  return source;
}

function givesToken(source: object): source is TokenSource {
  return 'getToken' in source && typeof source.getToken === 'function';
}
