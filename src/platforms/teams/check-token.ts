import type { Activity, ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { z } from 'zod';
import { requireUsableCredentials, type TeamsCredentials } from './credentials.ts';

/** `unavailable`: the keys could not be read, so nothing can be said about the token. */
type TokenVerdict = 'accepted' | 'refused' | 'unavailable';

export interface TokenCheck {
  /** Judges the Authorization header of a request that carries an activity with this service address. */
  judge(authorization: string, serviceUrl: string): Promise<TokenVerdict>;
  /** Loads botbuilder, which takes a second, before the first person has to wait for it. */
  warmUp(): Promise<void>;
}

const CHANNEL = 'msteams';
const SERVICE_URL_CLAIM = 'serviceurl';

/**
 * Checks the tokens that Teams sends along: signature, issuer, audience, time, endorsement, and that the service
 * address is the one that the token was made for, so that replies go nowhere else.
 * @throws PolsslagError BAD_CONFIGURATION
 */
export function createTokenCheck(credentials: TeamsCredentials): TokenCheck {
  requireUsableCredentials(credentials);
  let loaded: Promise<ConfigurationBotFrameworkAuthentication> | null = null;
  const load = () => {
    // Imported here: the command line never needs it.
    loaded ??= import('./with-botbuilder.ts').then(({ openAuthentication }) => openAuthentication(credentials));
    return loaded;
  };
  return {
    async judge(authorization, serviceUrl) {
      if (!/^Bearer \S+$/.test(authorization)) return 'refused';
      const authentication = await load();
      try {
        const { claimsIdentity } = await authentication.authenticateRequest(toJudge(serviceUrl), authorization);
        // Tokens of the emulator pass botbuilder without this claim: no reply may follow them.
        return claimsIdentity.getClaimValue(SERVICE_URL_CLAIM) === serviceUrl ? 'accepted' : 'refused';
      } catch (error) {
        return keysUnreadable(error) ? 'unavailable' : 'refused';
      }
    },
    async warmUp() {
      await load();
    },
  };
}

/** The part of an activity that botbuilder's check looks at; the channel is ours, whatever the body says. */
function toJudge(serviceUrl: string): Activity {
  const nobody = { id: '', name: '' };
  const conversation = { ...nobody, isGroup: false, conversationType: '' };
  return {
    type: 'message',
    channelId: CHANNEL,
    serviceUrl,
    from: nobody,
    recipient: nobody,
    conversation,
    callerId: '',
    label: '',
    listenFor: [],
    localTimezone: '',
    text: '',
    valueType: '',
  };
}

/** Errors of botbuilder's key reader, as against those of the token itself. */
const unreadable = z.union([z.object({ name: z.literal('FetchError') }), z.object({ statusCode: z.literal(500) })]);

function keysUnreadable(error: unknown): boolean {
  return unreadable.safeParse(error).success;
}
