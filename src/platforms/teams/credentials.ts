import { PolsslagError } from '../../errors.ts';

/** The path to which Teams delivers; the bot's messaging endpoint ends in it. */
export const TEAMS_PATH = '/api/messages';

/** The addresses and issuer of tokens, for a Teams other than Microsoft's public cloud (the simulated one). */
interface TeamsEndpoints {
  /** The authority with its tenant; the token endpoint is `<loginUrl>/oauth2/v2.0/token`. */
  readonly loginUrl: string;
  /** The resource that the bot asks a token for, without '/.default'. */
  readonly oauthScope: string;
  /** The issuer (`iss`) of the tokens that come with activities. */
  readonly tokenIssuer: string;
  /** The OpenID document that names the keys of those tokens. */
  readonly openIdMetadata: string;
}

/** How the bot is registered in Microsoft Entra. */
export interface TeamsCredentials {
  readonly type: 'SingleTenant' | 'UserAssignedMSI';
  readonly appId: string;
  /** Null for a managed identity. */
  readonly appPassword: string | null;
  /** The tenant in which the bot is registered; the people it serves may be in others. */
  readonly tenantId: string;
  readonly endpoints?: TeamsEndpoints;
}

const PUBLIC_LOGIN = 'https://login.microsoftonline.com';
const PUBLIC_SCOPE = 'https://api.botframework.com';

/** The address and scope for requesting the bot's token. */
export function tokenAddress(credentials: TeamsCredentials): { readonly url: string; readonly scope: string } {
  const login = credentials.endpoints?.loginUrl ?? `${PUBLIC_LOGIN}/${encodeURIComponent(credentials.tenantId)}`;
  const scope = credentials.endpoints?.oauthScope ?? PUBLIC_SCOPE;
  return { url: `${login.replace(/\/$/, '')}/oauth2/v2.0/token`, scope: `${scope}/.default` };
}

/**
 * Refuses incomplete credentials: without an app id botbuilder would accept every request.
 * @throws PolsslagError BAD_CONFIGURATION
 */
export function requireUsableCredentials(credentials: TeamsCredentials): void {
  const faults: string[] = [];
  if (credentials.appId.trim() === '') faults.push('Teams needs the app id of the bot.');
  if (credentials.tenantId.trim() === '')
    faults.push('Teams needs the id of the tenant in which the bot is registered.');
  if (credentials.type === 'SingleTenant' && !credentials.appPassword?.trim()) {
    faults.push('A single-tenant Teams bot needs its client secret.');
  }
  if (faults.length > 0) throw new PolsslagError('BAD_CONFIGURATION', faults);
}
