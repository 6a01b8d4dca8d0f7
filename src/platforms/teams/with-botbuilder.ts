import { ConfigurationBotFrameworkAuthentication, ConfigurationServiceClientCredentialFactory } from 'botbuilder';
import { type TeamsCredentials, tokenAddress } from './credentials.ts';

/* What botbuilder is used for. It takes a second to load: import this file when it is needed. */

interface TokenSource {
  getToken(): Promise<string>;
}

/** Makes the check of Teams' tokens. */
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
 * Suppresses botbuilder's output to the console while it checks a token: for each refused token it prints a stack and
 * all of Microsoft's keys, so that somebody with forged tokens could fill the log. It throws the same error, and its
 * code is logged.
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

/** Makes the source of the bot's token for an Azure managed identity, which takes the place of a password. */
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
