import type { IncomingHttpHeaders } from 'node:http';
import type { Activity as BotActivity, ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { z } from 'zod';
import type { DeliveryLog } from '../delivery-log.ts';
import { requireUsableCredentials, type TeamsCredentials } from './credentials.ts';
import { type Activity, activitySchema, tenantOf } from './parse-schema.ts';

interface AdmissionOptions {
  readonly credentials: TeamsCredentials;
  /** Whether this deployment serves the tenant: a good token says only that Teams sent it. */
  readonly isTenantAllowed: (tenantId: string) => Promise<boolean>;
  /** The tenant's service address is new, or not the one that we saw last. */
  readonly onServiceUrl: (tenantId: string, serviceUrl: string) => Promise<void>;
}

export type Admission =
  /** 403 where it is Teams that sent it, and the tenant is none that we serve. */
  | { readonly status: 403; readonly activity: Activity; readonly tenant: string | null }
  | { readonly status: 200; readonly activity: Activity; readonly tenant: string }
  | { readonly status: 400 | 401 | 503 };

interface AdmittedRequest {
  readonly body: unknown;
  readonly headers: IncomingHttpHeaders;
}

interface Admittance {
  admit(request: AdmittedRequest): Promise<Admission>;
  /** Loads what the first activity needs. */
  warmUp(): Promise<void>;
}

/**
 * Decides who may come in: an activity of Teams, with a good token, from a tenant that we serve.
 * @throws PolsslagError BAD_CONFIGURATION
 */
export function createAdmission(
  { credentials, isTenantAllowed, onServiceUrl }: AdmissionOptions,
  log: DeliveryLog,
): Admittance {
  const tokens = createTokenCheck(credentials);
  const serviceUrls = new Map<string, string>();

  async function reportServiceUrl(tenant: string, serviceUrl: string): Promise<void> {
    if (serviceUrls.get(tenant) === serviceUrl) return;
    await onServiceUrl(tenant, serviceUrl);
    serviceUrls.set(tenant, serviceUrl);
  }

  async function refusalOf(authorization: string, serviceUrl: string): Promise<401 | 503 | null> {
    const verdict = await tokens.judge(authorization, serviceUrl);
    if (verdict === 'accepted') return null;
    log.refused(verdict === 'refused' ? 'no_good_token' : 'keys_unavailable');
    return verdict === 'refused' ? 401 : 503;
  }

  async function admit({ body, headers }: AdmittedRequest): Promise<Admission> {
    if (isEmpty(body)) return { status: 400 };
    const parsed = activitySchema.safeParse(body);
    // Whoever has no good token does not hear what an activity looks like.
    const serviceUrl = parsed.success ? parsed.data.serviceUrl : addressIn(body);
    const refusal = await refusalOf(headers.authorization ?? '', serviceUrl);
    if (refusal !== null) return { status: refusal };
    if (!parsed.success) return { status: 400 };
    const { data: activity } = parsed;
    const tenant = tenantOf(activity);
    if (tenant === null || !(await isTenantAllowed(tenant))) return { status: 403, activity, tenant };
    await reportServiceUrl(tenant, serviceUrl);
    return { status: 200, activity, tenant };
  }

  return { admit, warmUp: tokens.warmUp };
}

function isEmpty(body: unknown): boolean {
  return typeof body !== 'object' || body === null || Object.keys(body).length === 0;
}

const addressedBody = z.object({ serviceUrl: z.string() });

function addressIn(body: unknown): string {
  const parsed = addressedBody.safeParse(body);
  return parsed.success ? parsed.data.serviceUrl : '';
}

/** `unavailable`: the keys could not be read, so nothing can be said about the token. */
type TokenVerdict = 'accepted' | 'refused' | 'unavailable';

interface TokenCheck {
  /** Judges the Authorization header of a request that carries an activity with this service address. */
  judge(authorization: string, serviceUrl: string): Promise<TokenVerdict>;
  /** Loads botbuilder, which takes a second, before the first person has to wait for it. */
  warmUp(): Promise<void>;
}

type Authentication = ConfigurationBotFrameworkAuthentication['authenticateRequest'];

const CHANNEL = 'msteams';
const SERVICE_URL_CLAIM = 'serviceurl';

/**
 * Checks the tokens that Teams sends along: signature, issuer, audience, time, endorsement, and that the service
 * address is the one that the token was made for, so that replies go nowhere else.
 * @throws PolsslagError BAD_CONFIGURATION
 */
function createTokenCheck(credentials: TeamsCredentials): TokenCheck {
  requireUsableCredentials(credentials);
  let loaded: Promise<Authentication> | null = null;
  const load = () => {
    // Imported here: the command line never needs it.
    loaded ??= import('./with-botbuilder.ts').then(({ openAuthentication, judgeQuietly }) => {
      const authentication = openAuthentication(credentials);
      return (...request) => judgeQuietly(() => authentication.authenticateRequest(...request));
    });
    return loaded;
  };
  return {
    async judge(authorization, serviceUrl) {
      if (!/^Bearer \S+$/.test(authorization)) return 'refused';
      const authenticate = await load();
      try {
        const { claimsIdentity } = await authenticate(toJudge(serviceUrl), authorization);
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
function toJudge(serviceUrl: string): BotActivity {
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
const keyReaderFault = z.union([z.object({ name: z.literal('FetchError') }), z.object({ statusCode: z.literal(500) })]);

function keysUnreadable(error: unknown): boolean {
  return keyReaderFault.safeParse(error).success;
}
